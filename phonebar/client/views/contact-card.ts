/** The contact at hand: who, through what, how long; while talking and in wrap-up also note and disposition. */
import { formatDuration } from '../session/clock.ts';
import { createCallData } from './call-data.ts';
import { h, onClick, setAttribute, setHidden, setText } from './dom.ts';
import { createBeside } from './beside.ts';
import { createEarlier } from './earlier.ts';
import { createParties } from './parties.ts';
import { createRecord } from './record.ts';
import { createScreenPop } from './screen-pop.ts';
import { canPromise } from '../session/present.ts';
import { createScriptSlot, type ScriptSlot } from './script-slot.ts';
import type { Language, Translate } from '../i18n.ts';
import type { ContactModel, PhoneModel } from '../session/present.ts';
import type { ContactScript, EarlierContacts } from '../session/protocol.ts';
import type { View } from './dom.ts';
import type { Intents } from './intents.ts';
import type { ScreenPopOptions } from './screen-pop.ts';

export interface ContactCardModel {
  contact: ContactModel | null;
  phone: PhoneModel;
}

/** What the card asks the server for. */
export interface ContactOptions extends ScreenPopOptions {
  earlier(contactId: string): Promise<EarlierContacts>;
  openCallbacks(): void;
  language: Language;
  script(contactId: string): Promise<ContactScript>;
}

/** As in the style sheet: too little room for a panel beside the contact. */
const barLayout = '(max-height: 240px)';

export function createContactCard(
  t: Translate,
  intents: Intents,
  options: ContactOptions,
): View<ContactCardModel> & { script: Pick<ScriptSlot, 'save' | 'beforeEnding'>; remove(): void } {
  const who = h('h2', { class: 'who' });
  const name = h('p', { class: 'who-name' });
  const hint = h('p', { class: 'hint', role: 'note' });
  const facts = (['service', 'campaign', 'dialled', 'waited', 'talk', 'held', 'left'] as const).map(key =>
    createFact(key),
  );
  const callData = createCallData(t);
  const record = createRecord(t, intents);
  const parties = createParties(t, intents);
  const script = createScriptSlot(t, intents, options);
  let shown: ContactModel | null = null;
  let openedByItself = false;
  const earlier = createEarlier(t, options.earlier, earlierCame);
  const beside = createBeside([earlier]);
  const later = h('button', { type: 'button', class: 'small' }, t('callbacks.later'));
  onClick(later, () => options.openCallbacks());
  const pop = createScreenPop(t, options);
  beside.buttons.append(pop.button, later);
  const element = h(
    'section',
    { class: 'contact', 'aria-label': t('contact.title') },
    h('div', { class: 'contact-head' }, who, name),
    h(
      'div',
      { class: 'summary' },
      h('dl', { class: 'facts' }, ...facts.map(fact => fact.element)),
      beside.buttons,
    ),
    callData.element,
    beside.element,
    pop.words,
    hint,
    parties.element,
    script.element,
    record.element,
  );

  /** Before answering the operator sees what was; afterwards there is other work, and a click shows it again. */
  function earlierCame(): void {
    if (
      shown?.stage === 'offered' &&
      earlier.count() > 0 &&
      !matchMedia(barLayout).matches &&
      !element.closest('[data-layout=strip]')
    ) {
      beside.open('earlier');
      openedByItself = true;
    }
    beside.offer('earlier', earlier.label());
  }

  function showBeside(contact: ContactModel | null): void {
    const other = contact?.id !== shown?.id;
    if (other || (openedByItself && contact?.stage !== 'offered')) {
      if (other || beside.isOpen('earlier')) beside.open(null);
      openedByItself = false;
    }
    shown = contact;
    const known = contact !== null && contact.id !== '' && contact.number !== '' && !contact.internal;
    earlier.update(known ? contact.id : null);
    beside.offer('earlier', earlier.label());
    // With further parties there is no room; the head of the page has the same.
    setHidden(later, !contact || contact.parties.length > 0 || !canPromise(contact));
  }

  return {
    element,
    update({ contact, phone }) {
      showBeside(contact);
      pop.update({ contact, tab: phone.tab });
      setHidden(element, contact === null);
      setAttribute(element, 'data-stage', contact?.stage ?? null);
      record.update(contact);
      script.update(contact);
      callData.update(contact?.callData ?? []);
      parties.update({ parties: contact?.parties ?? [], leads: contact?.role === 'lead' });
      if (!contact) return;
      setText(who, contact.number || contact.name || t('contact.unknown'));
      setText(name, contact.number ? contact.name : '');
      setHidden(name, name.textContent === '');
      const values = factsOf(t, contact);
      for (const fact of facts) fact.update(values[fact.key]);
      setText(hint, hintOf(t, contact, phone));
      setHidden(hint, hint.textContent === '');
    },
    script,
    remove() {
      callData.close();
      script.remove();
    },
  };
}

type FactKey = 'service' | 'campaign' | 'dialled' | 'waited' | 'talk' | 'held' | 'left';
interface FactValue {
  label: string;
  value: string;
}

function createFact(key: FactKey) {
  const label = h('dt');
  const value = h('dd', { 'data-fact': key });
  const element = h('div', { class: 'fact' }, label, value);
  return {
    key,
    element,
    update(fact: FactValue | null) {
      setHidden(element, fact === null);
      setText(label, fact?.label ?? '');
      setText(value, fact?.value ?? '');
    },
  };
}

function factsOf(t: Translate, contact: ContactModel): Record<FactKey, FactValue | null> {
  const fact = (label: string, value: string | null): FactValue | null =>
    value ? { label: t(label), value } : null;
  const duration = (ms: number | null): string | null => (ms === null ? null : formatDuration(ms));
  const offered = contact.stage === 'offered';
  return {
    service: fact('contact.service', contact.service),
    campaign: fact('contact.campaign', contact.campaign),
    dialled: offered ? fact('contact.dialled', contact.dialled) : null,
    waited: contact.dialled
      ? fact(offered ? 'contact.waiting' : 'contact.waited', duration(contact.waitedMs))
      : null,
    talk: offered ? null : fact('contact.talk', duration(contact.talkMs)),
    held: contact.stage === 'held' ? fact('contact.held', duration(contact.heldMs)) : null,
    left: fact('wrapUp.left', duration(contact.wrapUp?.leftMs ?? null)),
  };
}

function hintOf(t: Translate, contact: ContactModel, phone: PhoneModel): string {
  switch (contact.stage) {
    case 'offered':
      if (contact.dialling) return t(contact.elsewhere ? 'calls.liftPhone' : 'calls.ownPhone');
      if (contact.returned) return t('calls.returned');
      if (contact.elsewhere) return t('contact.answerOnPhone');
      if (phone.tab === 'other') return t('contact.otherTab');
      if (contact.callBack) return t('contact.callBack');
      if (contact.autoAnswer) return t('contact.autoAnswer');
      return contact.ringing ? '' : t('contact.callingPhone');
    case 'talking':
      if (contact.muted) return t('contact.muted');
      return contact.dialling ? t('calls.dialling') : '';
    case 'held':
      return contact.parties.some(({ stage }) => stage === 'joined') ? '' : t('contact.hearsMusic');
    case 'unknown':
      return t('contact.serverAway');
    case 'wrapUp':
      return contact.wrapUp && contact.wrapUp.canFinishInMs > 0
        ? t('wrapUp.from', { time: formatDuration(contact.wrapUp.canFinishInMs) })
        : '';
  }
}
