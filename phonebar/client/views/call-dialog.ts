/**
 * Whom to call: a name, an extension or a number, with colleagues and their presence, campaigns, services and what
 * was called last. Idle it places a call; in a conversation it consults, transfers or adds somebody.
 */
import { detailOf } from './choice-words.ts';
import { createDialog } from './dialog.ts';
import { h, keyed, onClick, setAttribute, setHidden, setText } from './dom.ts';
import { icon } from './icons.ts';
import { choicesOf, keyOf, targetOf } from '../session/call-choices.ts';
import type { Translate } from '../i18n.ts';
import type { Dialog } from './dialog.ts';
import type { View } from './dom.ts';
import type { Choice } from '../session/call-choices.ts';
import type { AgentRequest, CallDirectory, CallTarget } from '../session/protocol.ts';

export type CallMode = 'call' | 'transfer';

export interface CallDialog extends Omit<Dialog, 'open'> {
  /** `favourite`: that one is chosen, counted from 1. */
  open(mode: CallMode, favourite?: number): void;
  /** Closes when what it is for is not possible any more. */
  update(model: { possible: { [M in CallMode]: boolean }; favourites: readonly CallTarget[] }): void;
}

export interface CallDialogParts {
  directory(): Promise<CallDirectory>;
  ask(request: AgentRequest): void;
  setFavourites(favourites: CallTarget[]): void;
}

/** Presence is asked for again this often while the dialog is open. */
const refreshMs = 2000;
/** As many as the server keeps. */
const mostFavourites = 30;
const empty: CallDirectory = { agents: [], campaigns: [], services: [], outbound: [], redial: [] };

export function createCallDialog(t: Translate, parts: CallDialogParts): CallDialog {
  let directory = empty;
  let mode: CallMode = 'call';
  let chosen = '';
  /** Favourite that is to be chosen once the directory is there. */
  let wished: number | null = null;
  let favourites: readonly CallTarget[] = [];
  let timer: number | undefined;

  const search = h('input', { type: 'text', id: 'call-search', autocomplete: 'off', inputmode: 'text' });
  const list = h('div', { class: 'choices', role: 'radiogroup', 'aria-label': t('calls.whom') });
  const none = h('p', { class: 'hint', role: 'status' });
  const service = h('select', { id: 'call-service' });
  const callerId = h('select', { id: 'call-id' });
  const outbound = h(
    'div',
    { class: 'call-outbound' },
    field('call-service', 'calls.service', service),
    field('call-id', 'calls.callerId', callerId),
  );
  const buttons = {
    call: submit('call'),
    consult: submit('consult'),
    transfer: submit('transfer'),
    addParty: submit('addParty'),
  };
  const form = h(
    'form',
    { class: 'call-form' },
    field('call-search', 'calls.search', search),
    list,
    none,
    outbound,
    h('div', { class: 'buttons' }, ...Object.values(buttons)),
  );
  const dialog = createDialog(t, t('calls.title'), [form], {
    opened: () => {
      search.focus();
      void refresh();
      timer = window.setInterval(() => void refresh(), refreshMs);
    },
    closed: () => window.clearInterval(timer),
  });
  const showChoices = keyed<Choice>(list, choice => choice.key, createChoice);

  function field(id: string, label: string, control: HTMLElement): HTMLElement {
    return h('div', { class: 'device' }, h('label', { for: id }, t(label)), control);
  }

  function submit(what: 'call' | 'consult' | 'transfer' | 'addParty'): HTMLButtonElement {
    return h(
      'button',
      { type: 'submit', class: 'action', value: what, 'data-call': what },
      t(`calls.${what}`),
    );
  }

  function createChoice({ key }: Choice): View<Choice> {
    const input = h('input', { type: 'radio', name: 'call-choice', value: key });
    const name = h('span', { class: 'choice-name' });
    const detail = h('span', { class: 'choice-detail' });
    input.addEventListener('change', () => {
      chosen = key;
      show();
    });
    const star = h('button', { type: 'button', class: 'star', 'data-star': key }, icon('star'));
    let target: CallTarget | null = null;
    onClick(star, () => {
      if (target) toggle(target);
      // The row has moved to its new place.
      queueMicrotask(() => star.focus());
    });
    return {
      element: h(
        'div',
        { class: 'choice-row' },
        h('label', { class: 'choice', 'data-choice': key }, input, name, detail),
        star,
      ),
      update(choice) {
        target = targetOf(choice);
        input.checked = choice.key === chosen;
        input.disabled = !choice.possible;
        const words = choice.name || t('calls.number', { number: choice.number });
        setText(name, words);
        setText(detail, detailOf(t, choice));
        setAttribute(star, 'aria-pressed', String(choice.favourite));
        setAttribute(star, 'aria-label', t('favourites.mark', { name: words }));
        setAttribute(star, 'title', t(choice.favourite ? 'favourites.remove' : 'favourites.add'));
      },
    };
  }

  function toggle(target: CallTarget): void {
    const key = keyOf(target);
    const others = favourites.filter(favourite => keyOf(favourite) !== key);
    if (others.length < favourites.length) parts.setFavourites(others);
    else parts.setFavourites([...others, target].slice(0, mostFavourites));
  }

  function choices(): Choice[] {
    return choicesOf(directory, search.value, mode, favourites);
  }

  function show(): void {
    const all = choices();
    const possible = all.filter(choice => choice.possible);
    const wish = wished === null ? null : all.filter(({ favourite }) => favourite)[wished - 1];
    if (wish) {
      wished = null;
      chosen = wish.key;
    }
    if (!possible.some(({ key }) => key === chosen)) chosen = possible[0]?.key ?? '';
    showChoices(all);
    setText(none, all.length === 0 ? t('calls.nobody') : '');
    setHidden(none, all.length > 0);
    const target = all.find(({ key }) => key === chosen);
    setHidden(outbound, mode !== 'call' || target?.kind !== 'number' || directory.outbound.length === 0);
    for (const [what, button] of Object.entries(buttons)) {
      setHidden(button, (what === 'call') !== (mode === 'call'));
      const whole = target?.kind === 'campaign' || target?.kind === 'service';
      button.disabled = !target || (what === 'addParty' && whole);
      button.classList.toggle('primary', what === 'call' || what === 'consult');
    }
    showNumbers();
  }

  /** Services for which one may call out, and the numbers of the one that is chosen. */
  function showNumbers(): void {
    options(
      service,
      directory.outbound.map(({ serviceId, name }) => [String(serviceId), name]),
    );
    const numbers = directory.outbound.find(({ serviceId }) => String(serviceId) === service.value);
    options(
      callerId,
      (numbers?.callerIds ?? []).map(number => [number, number || t('calls.usualNumber')]),
    );
  }

  function options(select: HTMLSelectElement, values: [string, string][]): void {
    const key = JSON.stringify(values);
    if (select.dataset.values === key) return;
    const before = select.value;
    select.dataset.values = key;
    select.replaceChildren(...values.map(([value, label]) => h('option', { value }, label)));
    if (values.some(([value]) => value === before)) select.value = before;
  }

  async function refresh(): Promise<void> {
    try {
      directory = await parts.directory();
    } catch {
      // What was known before stays; the next time it is asked again.
    }
    show();
  }

  search.addEventListener('input', () => {
    chosen = '';
    wished = null;
    show();
  });
  service.addEventListener('change', showNumbers);
  form.addEventListener('submit', event => {
    event.preventDefault();
    const button = event.submitter instanceof HTMLButtonElement ? event.submitter : null;
    const what = button && !button.hidden ? button.value : mode === 'call' ? 'call' : 'consult';
    const target = choices().find(({ key, possible }) => key === chosen && possible);
    if (!target) return;
    const to = targetOf(target);
    if (what === 'call') parts.ask({ type: 'call', to, ...presenting(target) });
    else if (what === 'consult' || what === 'transfer' || what === 'addParty') parts.ask({ type: what, to });
    dialog.element.close();
  });

  function presenting({ kind }: Choice): { serviceId?: number; callerId?: string } {
    if (kind !== 'number' || service.value === '') return {};
    return { serviceId: Number(service.value), callerId: callerId.value };
  }

  return {
    element: dialog.element,
    open(next, favourite) {
      mode = next;
      wished = favourite ?? null;
      chosen = '';
      search.value = '';
      dialog.element.setAttribute('aria-label', t(mode === 'call' ? 'calls.title' : 'calls.titleTransfer'));
      setText(dialog.heading, t(mode === 'call' ? 'calls.title' : 'calls.titleTransfer'));
      show();
      dialog.open();
    },
    update(model) {
      if (!dialog.element.open) favourites = model.favourites;
      else if (!model.possible[mode]) dialog.element.close();
      else if (favourites !== model.favourites) {
        favourites = model.favourites;
        show();
      }
    },
  };
}
