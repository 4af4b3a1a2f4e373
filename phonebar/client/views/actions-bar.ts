/** The buttons of the moment, with the menu of pause reasons and the keypad. */
import { letterOf } from '../shortcuts.ts';
import { h, keyed, onClick, setAttribute, setHidden } from './dom.ts';
import { icon } from './icons.ts';
import { createKeypad } from './keypad.ts';
import { createMenu } from './menu.ts';
import type { Translate } from '../i18n.ts';
import type { Preferences } from '../preferences.ts';
import type { Action, ActionModel } from '../session/actions.ts';
import type { View } from './dom.ts';
import type { IconName } from './icons.ts';
import type { Intents } from './intents.ts';

export interface ActionsModel {
  actions: ActionModel[];
  pauses: { id: number; name: string }[];
  /** Whether digits can be sent now. */
  keypad: boolean;
  preferences: Preferences;
}

export interface ActionsBar extends View<ActionsModel> {
  /** Opens or closes the menu of pauses, with the focus in it. */
  togglePauses(): void;
  toggleKeypad(): void;
}

const icons: Record<Action, IconName> = {
  ready: 'ready',
  pause: 'pause',
  answer: 'talking',
  reject: 'reject',
  hangup: 'hangup',
  hold: 'onHold',
  retrieve: 'retrieve',
  mute: 'mute',
  unmute: 'unmute',
  startRecording: 'record',
  stopRecording: 'stopRecord',
  pauseRecording: 'secure',
  resumeRecording: 'record',
  keypad: 'keypad',
  finish: 'finish',
  extend: 'extend',
  logout: 'logout',
  call: 'talking',
  transfer: 'transfer',
  swap: 'swap',
  merge: 'conference',
  complete: 'transfer',
  cancel: 'retrieve',
  takeBack: 'retrieve',
};

export function createActionsBar(t: Translate, intents: Intents): ActionsBar {
  const buttons = h('div', { class: 'buttons', role: 'group', 'aria-label': t('actions') });
  const menu = createMenu(t, id => intents.pause(id));
  const keypad = createKeypad(t, digit => intents.digit(digit));
  const element = h(
    'section',
    { class: 'actions', 'aria-label': t('actions'), tabindex: '-1' },
    menu.element,
    keypad.element,
    buttons,
  );
  let preferences: Preferences | null = null;
  const find = (action: Action): HTMLElement | null => buttons.querySelector(`[data-action=${action}]`);
  const show = keyed<ActionModel>(
    buttons,
    model => model.action,
    ({ action }) => createButton(action),
  );

  function createButton(action: Action): View<ActionModel> {
    const label = h('span', {}, t(`action.${action}`));
    const button = h(
      'button',
      { type: 'button', class: 'action', 'data-action': action },
      icon(icons[action]),
      label,
    );
    if (action === 'pause') setAttribute(button, 'aria-haspopup', 'menu');
    if (action === 'call' || action === 'transfer') setAttribute(button, 'aria-haspopup', 'dialog');
    onClick(button, () => intents.press(action));
    return {
      element: button,
      update({ primary, after, enabled, pending }) {
        button.classList.toggle('primary', primary);
        button.classList.toggle('after', after);
        button.disabled = !enabled;
        // Not disabled while pending: a disabled button would lose the focus.
        setAttribute(button, 'aria-busy', pending ? 'true' : null);
        if (action === 'pause') setAttribute(button, 'aria-expanded', menu.isOpen() ? 'true' : 'false');
        if (action === 'keypad') setAttribute(button, 'aria-expanded', keypad.isOpen() ? 'true' : 'false');
        describe(button, action);
      },
    };
  }

  function describe(button: HTMLElement, action: Action): void {
    const letter = preferences?.shortcuts ? letterOf(action, preferences.letters).toUpperCase() : null;
    const name = t(`action.${action}`);
    setAttribute(button, 'title', letter ? t('tooltip', { action: name, letter }) : name);
    setAttribute(button, 'aria-keyshortcuts', letter ? `Control+${letter}` : null);
  }

  return {
    element,
    update(model) {
      preferences = model.preferences;
      const focused = document.activeElement;
      const within = focused instanceof HTMLElement && buttons.contains(focused);
      setHidden(element, model.actions.length === 0);
      show(model.actions);
      // The focus goes to the group, not to the next button: a second Enter must not hang up what the first answered.
      if (within && !focused.isConnected) element.focus();
      menu.update({
        pauses: model.pauses,
        possible: model.actions.some(a => a.action === 'pause' && a.enabled),
        opener: find('pause'),
      });
      keypad.update({ possible: model.keypad, opener: find('keypad') });
    },
    togglePauses: () => menu.toggle(),
    toggleKeypad: () => keypad.toggle(),
  };
}
