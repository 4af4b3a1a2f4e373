/** A dialog with a heading and a button that closes it. */
import { h, onClick } from './dom.ts';
import { icon } from './icons.ts';
import type { Translate } from '../i18n.ts';

export interface Dialog {
  element: HTMLDialogElement;
  open(): void;
}

export function createDialog(
  t: Translate,
  title: string,
  content: HTMLElement[],
  on: { opened(): void; closed(): void },
): Dialog & { heading: HTMLElement } {
  const close = h(
    'button',
    { type: 'button', class: 'small', 'aria-label': t('close'), title: t('close') },
    icon('reject'),
  );
  const heading = h('h2', {}, title);
  const element = h('dialog', { 'aria-label': title }, h('header', {}, heading, close), ...content);
  onClick(close, () => element.close());
  element.addEventListener('close', on.closed);
  return {
    element,
    heading,
    open() {
      if (element.open) return;
      element.showModal();
      on.opened();
    },
  };
}
