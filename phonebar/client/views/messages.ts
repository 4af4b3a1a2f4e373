/**
 * Messages of supervisors: the oldest unread one stands in the page until it is read, told to screen readers
 * without taking the focus; the dialog holds those of the day.
 */
import { createDialog } from './dialog.ts';
import { h, keyed, onClick, setAttribute, setHidden, setText } from './dom.ts';
import { icon } from './icons.ts';
import type { Language, Translate } from '../i18n.ts';
import type { OwnMessage } from '../session/protocol.ts';
import type { View } from './dom.ts';

export interface Messages extends View<readonly OwnMessage[]> {
  opener: HTMLElement;
  dialog: HTMLDialogElement;
  open(): void;
}

export function createMessages(t: Translate, language: Language, read: (id: number) => void): Messages {
  const moment = createMoment(language);
  const count = h('span', { class: 'count' });
  const opener = h(
    'button',
    { type: 'button', class: 'small', 'aria-haspopup': 'dialog' },
    icon('message'),
    count,
  );
  const from = h('strong');
  // Long texts scroll, by keyboard too.
  const text = h('p', {
    class: 'message-text',
    tabindex: '0',
    role: 'group',
    'aria-label': t('messages.text'),
  });
  const button = h('button', { type: 'button', 'data-read': true }, t('messages.read'));
  const more = h('span', { class: 'hint' });
  const shown = h(
    'div',
    { class: 'supervisor-message' },
    icon('message'),
    h('div', { class: 'message-body' }, from, ' ', more, text),
    button,
  );
  const element = h('div', { class: 'unread', 'aria-live': 'polite' });
  const list = h('ol', { class: 'messages' });
  const none = h('p', { class: 'hint' }, t('messages.none'));
  const dialog = createDialog(t, t('messages.title'), [list, none], {
    opened: () => undefined,
    closed: () => undefined,
  });
  const show = keyed<OwnMessage>(list, ({ id }) => String(id), createItem);
  let first: OwnMessage | null = null;

  function createItem(message: OwnMessage): View<OwnMessage> {
    const state = h('span', { class: 'hint' });
    const mark = h('button', { type: 'button', class: 'small' }, t('messages.read'));
    onClick(mark, () => read(message.id));
    return {
      element: h(
        'li',
        {},
        h('strong', {}, headOf(message)),
        h('p', { class: 'message-text' }, message.text),
        state,
        mark,
      ),
      update({ readAt }) {
        setText(state, readAt === null ? '' : t('messages.readAt', { time: moment(readAt) }));
        setHidden(mark, readAt !== null);
      },
    };
  }

  const headOf = ({ by, at }: OwnMessage): string => t('messages.from', { by, time: moment(at) });
  const open = (): void => dialog.open();
  onClick(opener, open);
  onClick(button, () => {
    if (first) read(first.id);
  });

  return {
    element,
    opener,
    dialog: dialog.element,
    open,
    update(messages) {
      const unread = messages.filter(({ readAt }) => readAt === null);
      first = unread.at(-1) ?? null;
      if (first) {
        setText(from, headOf(first));
        setText(text, first.text);
        setText(more, unread.length > 1 ? t('messages.more', { count: unread.length - 1 }) : '');
        if (!shown.isConnected) element.append(shown);
      } else shown.remove();
      setText(count, unread.length > 0 ? String(unread.length) : '');
      const label = unread.length > 0 ? t('messages.unread', { count: unread.length }) : t('messages.title');
      setAttribute(opener, 'aria-label', label);
      setAttribute(opener, 'title', t('tooltipKey', { action: label, key: 'm' }));
      show(messages);
      setHidden(none, messages.length > 0);
    },
  };
}

/** The time, with the date when it is not of today. */
function createMoment(language: Language): (at: number) => string {
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'short' });
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short' });
  return at => (new Date(at).toDateString() === new Date().toDateString() ? time : date).format(at);
}
