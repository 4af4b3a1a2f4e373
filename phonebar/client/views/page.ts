/** The whole page. */
import { createActionsBar } from './actions-bar.ts';
import { createNotices } from './banner-list.ts';
import { createContactCard } from './contact-card.ts';
import { h, onClick, setAttribute, setHidden, setText } from './dom.ts';
import { icon } from './icons.ts';
import { createIdle } from './idle.ts';
import { createLater } from './later.ts';
import { createMessages } from './messages.ts';
import { createQualityBar } from './quality-bar.ts';
import { watchRoom } from './room.ts';
import { createShiftStart } from './shift-start.ts';
import { createStatus } from './status.ts';
import type { Quality } from '../audio/quality.ts';
import type { Translate } from '../i18n.ts';
import type { QualityKeeper } from '../quality-keeper.ts';
import type { PageModel } from '../session/present.ts';
import type { AgentDay, CallDirectory, Layout } from '../session/protocol.ts';
import type { PageCommand } from '../shortcuts.ts';
import type { CallbackCommands } from './callbacks.ts';
import type { CallMode } from './call-dialog.ts';
import type { ContactOptions } from './contact-card.ts';
import type { DialogOptions } from './dialogs.ts';
import type { LaterDialogs } from './later-dialogs.ts';
import type { Intents } from './intents.ts';
import type { ScriptSlot } from './script-slot.ts';

export interface Page {
  update(model: PageModel, quality: Quality | null): void;
  togglePauses(): void;
  toggleKeypad(): void;
  /** What a key of its own opens or changes. */
  command(command: PageCommand): void;
  /** Whom to call, consult or transfer to; `favourite`: that one is chosen, counted from 1. */
  openCall(mode: CallMode, favourite?: number): void;
  /** The script of the contact at hand. */
  script: Pick<ScriptSlot, 'save' | 'beforeEnding'>;
  /** Closes dialogs and gives the devices back, before another page takes the place of this one. */
  remove(): void;
}

export interface PageOptions
  extends DialogOptions,
    Pick<ContactOptions, 'earlier' | 'screenPop' | 'tellPop' | 'script'> {
  directory(): Promise<CallDirectory>;
  day(): Promise<AgentDay>;
  callbacks: CallbackCommands;
  /** How the contact at hand sounds. */
  judgement: QualityKeeper['judgement'];
  report: QualityKeeper['report'];
  /** A part of the page cannot be fetched. */
  partMissing(): void;
  /** The layout that the page around this one asked for; null = none. */
  askedLayout(): Layout | null;
  /** In a layout as narrow as can be: whether more room is needed now. */
  roomNeeded(needed: boolean): void;
}

/** Builds the page into `root`, replacing what was there. */
export function createPage(root: HTMLElement, t: Translate, intents: Intents, options: PageOptions): Page {
  const agent = h('span', { class: 'agent' });
  const extension = h('span', { class: 'extension' });
  let shown: PageModel | null = null;
  let removed = false;
  let whole = false;
  const dialogs = createLater(
    async () => (await import('./later-dialogs.ts')).createLaterDialogs(t, intents, options),
    part => {
      if (removed) return;
      root.append(...part.elements);
      idle.element.append(part.quickKeys);
      if (shown) part.update(shown);
    },
    options.partMissing,
  );
  const opens =
    (name: Parameters<LaterDialogs['open']>[0]): (() => void) =>
    () =>
      dialogs.use(part => {
        if (!removed) part.open(name);
      });
  const messages = createMessages(t, options.language, id => intents.read(id));
  const unfold = h('button', { type: 'button', class: 'small unfold' }, icon('unfold'));
  onClick(unfold, toggleWhole);
  const header = h(
    'header',
    { class: 'top' },
    h('h1', { class: 'unseen' }, t('title')),
    h('span', { class: 'who-am-i' }, agent, extension),
    iconButton(t('tooltipKey', { action: t('day.title'), key: 'd' }), 'day', opens('day')),
    messages.opener,
    iconButton(t('tooltipKey', { action: t('callbacks.title'), key: 'b' }), 'callbacks', opens('callbacks')),
    iconButton(t('shortcuts'), 'keyboard', opens('shortcuts')),
    iconButton(t('settings'), 'settings', opens('settings')),
    unfold,
  );
  const notices = createNotices(t, intents);
  const message = h('p', { class: 'message', role: 'status' });
  const shiftStart = createShiftStart(t, intents, options);
  const status = createStatus(t);
  const contact = createContactCard(t, intents, { ...options, openCallbacks: opens('callbacks') });
  const idle = createIdle(t);
  const actions = createActionsBar(t, intents);
  const quality = createQualityBar(t, opens('report'));
  const main = h(
    'div',
    { class: 'main' },
    status.element,
    contact.element,
    idle.element,
    actions.element,
    quality.element,
  );
  root.replaceChildren(
    header,
    notices.element,
    messages.element,
    quality.notice,
    message,
    shiftStart.element,
    main,
    messages.dialog,
  );
  const commands: Record<PageCommand, () => void> = {
    shortcuts: opens('shortcuts'),
    day: opens('day'),
    messages: () => messages.open(),
    callbacks: opens('callbacks'),
    layout: toggleWhole,
  };
  const room = watchRoom(root, options.roomNeeded);

  /** The strip opens into the whole page, and folds up again. */
  function toggleWhole(): void {
    if (!shown || layoutOf(shown) === 'page') return;
    whole = !whole;
    showLayout(shown);
  }

  const layoutOf = ({ preferences }: PageModel): Layout => options.askedLayout() ?? preferences.layout;

  function showLayout(model: PageModel): void {
    const layout = layoutOf(model);
    const folded = layout !== 'page' && !whole && model.screen === 'main';
    setAttribute(root, 'data-layout', folded ? layout : 'page');
    setHidden(unfold, layout === 'page' || model.screen !== 'main');
    const words = t(folded ? 'layout.unfold' : 'layout.fold');
    setAttribute(unfold, 'aria-expanded', String(!folded));
    setAttribute(unfold, 'aria-label', words);
    setAttribute(unfold, 'title', t('tooltipKey', { action: words, key: 'l' }));
    room.update(folded && layout === 'strip');
  }

  return {
    update(model, measured) {
      shown = model;
      showLayout(model);
      setAttribute(root, 'data-screen', model.screen);
      setAttribute(root, 'data-registered', String(model.phone.registration === 'registered'));
      setAttribute(root, 'data-call', model.phone.call);
      setAttribute(root, 'data-tab', model.phone.tab);
      setText(agent, model.agent?.name ?? '');
      setText(extension, model.agent ? t('extension', { extension: model.agent.extension }) : '');
      notices.update(model);
      messages.update(model.messages);
      setText(message, model.screen === 'loading' || model.screen === 'noAgent' ? t(model.screen) : '');
      setHidden(message, message.textContent === '');
      shiftStart.update({ visible: model.screen === 'shiftStart', login: model.login });
      setHidden(main, model.screen !== 'main');
      status.update(model.status);
      contact.update(model);
      idle.update({ campaigns: model.campaigns, visible: model.contact === null });
      actions.update({
        actions: model.actions,
        pauses: model.pauses,
        keypad: model.contact?.stage === 'talking',
        preferences: options.preferences(),
      });
      dialogs.part?.update(model);
      quality.update({
        phone: model.phone,
        quality: measured,
        ...options.judgement(),
        talking: model.contact?.stage === 'talking',
      });
    },
    togglePauses: () => actions.togglePauses(),
    toggleKeypad: () => actions.toggleKeypad(),
    command: command => commands[command](),
    openCall: (mode, favourite) =>
      dialogs.use(part => {
        if (!removed) part.openCall(mode, favourite);
      }),
    script: contact.script,
    remove() {
      removed = true;
      room.stop();
      contact.remove();
      messages.dialog.close();
      dialogs.part?.remove();
      shiftStart.update({
        visible: false,
        login: { phones: [], defaultPhone: 'browser', step: 'idle', connected: false },
      });
    },
  };
}

function iconButton(label: string, name: Parameters<typeof icon>[0], act: () => void): HTMLElement {
  const button = h(
    'button',
    { type: 'button', class: 'small wide-only', 'aria-label': label, title: label },
    icon(name),
  );
  onClick(button, act);
  return button;
}
