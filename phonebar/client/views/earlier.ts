/** Earlier contacts of the same caller. They come when they come: the contact is shown and answered without them. */
import { h, keyed, onClick, setHidden, setText } from './dom.ts';
import type { Translate } from '../i18n.ts';
import type { EarlierContacts } from '../session/protocol.ts';
import type { Panel } from './beside.ts';

type Item = EarlierContacts['items'][number];

export interface Earlier extends Panel {
  /** `contactId` null = no contact, or one without a caller to look for. */
  update(contactId: string | null): void;
  /** Text of the button; null = nothing is shown for this contact. */
  label(): string | null;
  /** How many there are; 0 while they are not known. */
  count(): number;
}

type State = { is: 'none' | 'loading' | 'failed' } | { is: 'known'; contacts: EarlierContacts };

export function createEarlier(
  t: Translate,
  load: (contactId: string) => Promise<EarlierContacts>,
  changed: () => void,
): Earlier {
  const list = h('ul', { class: 'earlier-list' });
  const words = h('p', { class: 'hint', role: 'status' });
  const again = h('button', { type: 'button', class: 'small' }, t('earlier.again'));
  const element = h(
    'section',
    { class: 'panel', 'aria-label': t('earlier.title'), tabindex: '0' },
    words,
    again,
    list,
  );
  const show = keyed<Item>(
    list,
    item => item.id,
    () => createItem(t),
  );
  let shownFor: string | null = null;
  let state: State = { is: 'none' };

  function become(next: State): void {
    state = next;
    const items = state.is === 'known' ? state.contacts.items : [];
    show(items);
    setHidden(list, items.length === 0);
    setHidden(again, state.is !== 'failed');
    setText(words, textOf(t, state));
    setHidden(words, words.textContent === '');
  }

  function fetchFor(contactId: string): void {
    become({ is: 'loading' });
    load(contactId).then(
      contacts => answered(contactId, { is: 'known', contacts }),
      () => answered(contactId, { is: 'failed' }),
    );
  }

  /** An answer for a contact that is not at hand any more is nothing to us. */
  function answered(contactId: string, next: State): void {
    if (shownFor !== contactId) return;
    become(next);
    changed();
  }

  onClick(again, () => {
    if (shownFor !== null) fetchFor(shownFor);
    element.focus();
  });
  become(state);

  return {
    name: 'earlier',
    element,
    update(contactId) {
      if (contactId === shownFor) return;
      shownFor = contactId;
      if (contactId === null) become({ is: 'none' });
      else fetchFor(contactId);
    },
    label() {
      if (state.is === 'none' || (state.is === 'known' && state.contacts.days === 0)) return null;
      return state.is === 'known'
        ? t('earlier.button', { count: state.contacts.items.length })
        : t('earlier.buttonUnknown');
    },
    count: () => (state.is === 'known' ? state.contacts.items.length : 0),
  };
}

function textOf(t: Translate, state: State): string {
  if (state.is === 'loading') return t('earlier.loading');
  if (state.is === 'failed') return t('earlier.failed');
  if (state.is === 'known' && state.contacts.items.length === 0)
    return t('earlier.none', { count: state.contacts.days });
  return '';
}

function createItem(t: Translate) {
  const time = h('time');
  const who = h('span');
  const what = h('strong');
  const note = h('p', { class: 'earlier-note' });
  return {
    element: h('li', {}, h('div', { class: 'earlier-head' }, time, what), who, note),
    update(item: Item) {
      time.dateTime = new Date(item.arrivedAt).toISOString();
      const when = new Intl.DateTimeFormat(document.documentElement.lang, {
        dateStyle: 'medium',
        timeStyle: 'short',
      }).format(item.arrivedAt);
      setText(time, item.direction === 'outbound' ? t('earlier.weCalled', { when }) : when);
      setText(what, item.disposition || t(`earlier.outcome.${item.outcome}`));
      setText(who, [item.service, item.agent].filter(Boolean).join(' · '));
      setText(note, item.note);
      setHidden(note, item.note === '');
    },
  };
}
