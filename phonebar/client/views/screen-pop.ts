/** Opens the page of another application for the contact at hand: by its button, or by itself. */
import { h, onClick, setHidden, setText } from './dom.ts';
import type { Translate } from '../i18n.ts';
import type { ContactModel, PhoneModel } from '../session/present.ts';
import type { ScreenPopAnswer } from '../session/protocol.ts';
import type { ScreenPopReason } from '../../driver/protocol.ts';

export interface ScreenPopView {
  button: HTMLElement;
  /** Says that the browser kept the page from opening. */
  words: HTMLElement;
  update(model: { contact: ContactModel | null; tab: PhoneModel['tab'] }): void;
}

export interface ScreenPopOptions {
  screenPop(contactId: string): Promise<ScreenPopAnswer>;
  /** Tells the page around this one, which opens what it likes; false = no page listens. */
  tellPop(url: string, reason: ScreenPopReason): boolean;
}

/** The window of the other application: the next contact's page takes the place of the last one's. */
const windowName = 'phones-screen-pop';
/** The contact whose page opened by itself: a reload does not open it again. */
const storageKey = 'phonebar-popped';

export function createScreenPop(t: Translate, options: ScreenPopOptions): ScreenPopView {
  const button = h(
    'button',
    { type: 'button', class: 'small', 'data-pop': true, hidden: true },
    t('screenPop.open'),
  );
  const words = h('p', { class: 'hint pop-words', role: 'status', hidden: true });
  let loadedFor = '';
  let answer: { contactId: string; pop: ScreenPopAnswer } | null = null;
  let shown: Parameters<ScreenPopView['update']>[0] = { contact: null, tab: 'deciding' };

  onClick(button, () => open('button'));

  function open(reason: ScreenPopReason): void {
    const url = answer?.pop.url;
    if (!url || options.tellPop(url, reason)) return;
    // In a frame whose page has not said that it listens, nothing opens by itself.
    if (reason !== 'button' && window.parent !== window) return;
    const opened = window.open(url, windowName);
    setText(words, opened ? '' : t('screenPop.blocked'));
    setHidden(words, opened !== null);
    button.classList.toggle('wanted', opened === null);
  }

  function openByItself(): void {
    const { contact, tab } = shown;
    if (!contact || !answer || answer.contactId !== contact.id || tab !== 'owner') return;
    const { url, opens } = answer.pop;
    if (url === null || opens === 'button' || popped() === contact.id) return;
    const talks = (contact.stage === 'talking' || contact.stage === 'held') && !contact.dialling;
    if (!talks && (opens === 'answered' || contact.stage !== 'offered')) return;
    remember(contact.id);
    open(talks ? 'answered' : 'offered');
  }

  /** Anew with each change of the call data: they may stand in the address. */
  function load({ id, callData }: ContactModel): void {
    const key = `${id} ${JSON.stringify(callData)}`;
    if (key === loadedFor) return;
    loadedFor = key;
    options.screenPop(id).then(
      pop => {
        if (loadedFor !== key) return;
        answer = { contactId: id, pop };
        setHidden(button, pop.url === null);
        openByItself();
      },
      // Without the database there is no page to open; the contact does not wait for it.
      () => undefined,
    );
  }

  return {
    button,
    words,
    update(model) {
      const { contact } = model;
      if (contact?.id !== shown.contact?.id) {
        setHidden(button, true);
        setHidden(words, true);
        button.classList.remove('wanted');
        loadedFor = '';
      }
      shown = model;
      if (!contact || contact.id === '' || contact.internal) return;
      load(contact);
      openByItself();
    },
  };
}

function popped(): string {
  try {
    return sessionStorage.getItem(storageKey) ?? '';
  } catch {
    return '';
  }
}

function remember(contactId: string): void {
  try {
    sessionStorage.setItem(storageKey, contactId);
  } catch {
    // It opens again after a reload.
  }
}
