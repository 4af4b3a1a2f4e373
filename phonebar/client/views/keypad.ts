/** Keypad: digits by click and, while it is open, by keyboard. */
import { h, onClick, setHidden, setText } from './dom.ts';
import type { Translate } from '../i18n.ts';
import type { View } from './dom.ts';

export interface KeypadModel {
  possible: boolean;
  opener: HTMLElement | null;
}

export interface Keypad extends View<KeypadModel> {
  toggle(): void;
  isOpen(): boolean;
}

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];

export function createKeypad(t: Translate, send: (digit: string) => void): Keypad {
  const sent = h('output', { class: 'keypad-sent', 'aria-label': t('keypad.sent') });
  let opener: HTMLElement | null = null;
  let typed = '';
  const press = (digit: string): void => {
    typed = (typed + digit).slice(-24);
    setText(sent, typed);
    send(digit);
  };
  const keys = digits.map(digit => {
    const key = h(
      'button',
      { type: 'button', 'data-digit': digit, 'aria-label': digitName(t, digit) },
      digit,
    );
    onClick(key, () => press(digit));
    return key;
  });
  const element = h(
    'div',
    { class: 'keypad', role: 'group', 'aria-label': t('keypad.title') },
    sent,
    h('div', { class: 'keypad-keys' }, ...keys),
  );
  element.hidden = true;
  const close = (): void => {
    if (element.hidden) return;
    const within = element.contains(document.activeElement);
    element.hidden = true;
    typed = '';
    setText(sent, '');
    if (within) opener?.focus();
  };
  element.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'Escape') close();
    else if (digits.includes(event.key)) press(event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return {
    element,
    update(model) {
      opener = model.opener;
      if (!model.possible) close();
    },
    toggle() {
      if (!element.hidden) close();
      else {
        setHidden(element, false);
        keys[0]?.focus();
      }
    },
    isOpen: () => !element.hidden,
  };
}

function digitName(t: Translate, digit: string): string {
  if (digit === '*') return t('keypad.star');
  return digit === '#' ? t('keypad.hash') : t('keypad.digit', { digit });
}
