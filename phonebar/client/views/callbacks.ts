/** Call-backs: promise one to the customer at hand; see, call, move and cancel those of the operator and its campaigns. */
import { createDialog } from './dialog.ts';
import { h, keyed, onClick, setHidden, setText } from './dom.ts';
import type { Language, Translate } from '../i18n.ts';
import { canPromise, type ContactModel } from '../session/present.ts';
import type { Callbacks } from '../session/protocol.ts';
import type { Dialog } from './dialog.ts';

type Item = Callbacks['items'][number];

/** `at`: YYYY-MM-DDTHH:mm on the centre's clock. Each rejects with an error that has a `code`. */
export interface CallbackCommands {
  read(): Promise<Callbacks>;
  promise(callback: { number: string; at: string; own: boolean }): Promise<void>;
  move(id: string, at: string): Promise<void>;
  cancel(id: string): Promise<void>;
  callNow(id: string): Promise<void>;
}

export interface CallbackDialog extends Dialog {
  /** Whose call-back can be promised now, and whether the operator may call. */
  update(model: { contact: ContactModel | null; mayCall: boolean }): void;
}

const refreshMs = 10_000;
/** What is proposed for a new one: this much later, at the next quarter of an hour. */
const laterMs = 3_600_000;
const quarterMs = 900_000;

export function createCallbacks(
  t: Translate,
  language: Language,
  commands: CallbackCommands,
  codeOf: (error: unknown) => string,
): CallbackDialog {
  let timeZone = 'UTC';
  let mayCall = false;
  let promisable = '';
  let timer: number | undefined;
  let known: Item[] = [];

  const said = h('p', { class: 'hint', role: 'status', tabindex: '-1' });
  const number = h('input', { type: 'text', id: 'promise-number', inputmode: 'tel', autocomplete: 'off' });
  const at = moment('promise-at');
  const whose = (['own', 'anyone'] as const).map(value =>
    h('input', { type: 'radio', name: 'promise-whose', value, checked: value === 'own' }),
  );
  const form = h(
    'form',
    { class: 'call-form', 'aria-label': t('callbacks.promise') },
    h('h3', {}, t('callbacks.promise')),
    field('promise-number', 'callbacks.number', number),
    field('promise-at', 'callbacks.at', at),
    h(
      'fieldset',
      { class: 'phones' },
      h('legend', {}, t('callbacks.whose')),
      ...whose.map(input =>
        h('label', { class: 'choice' }, input, h('span', {}, t(`callbacks.${input.value}`))),
      ),
    ),
    h('div', { class: 'buttons' }, h('button', { type: 'submit', class: 'action' }, t('callbacks.save'))),
  );
  const list = h('ul', { class: 'callback-list', 'aria-label': t('callbacks.list') });
  const none = h('p', { class: 'hint' }, t('callbacks.none'));
  const zone = h('p', { class: 'hint' });
  const show = keyed<Item>(list, item => item.id, createItem);
  const dialog = createDialog(t, t('callbacks.title'), [said, form, list, none, zone], {
    opened() {
      setText(said, '');
      void refresh().then(propose);
      timer = window.setInterval(() => void refresh(), refreshMs);
    },
    closed: () => window.clearInterval(timer),
  });

  function field(id: string, label: string, control: HTMLElement): HTMLElement {
    return h('div', { class: 'device' }, h('label', { for: id }, t(label)), control);
  }

  /** YYYY-MM-DDTHH:mm on the centre's clock. */
  function onClock(ms: number): string {
    const parts = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
    return parts.format(ms).replace(' ', 'T');
  }

  function propose(): void {
    if (at.value === '') at.value = onClock(Math.ceil((Date.now() + laterMs) / quarterMs) * quarterMs);
  }

  async function refresh(): Promise<void> {
    try {
      ({ items: known, timeZone } = await commands.read());
      setText(zone, t('callbacks.zone', { zone: timeZone }));
    } catch {
      setText(said, t('callbacks.failed'));
    }
    showList();
  }

  function showList(): void {
    show(known);
    setHidden(list, known.length === 0);
    setHidden(none, known.length > 0);
  }

  /** Says what came of it; a refusal stays to be read, with what was typed. */
  async function act(doing: Promise<void>, done: string): Promise<boolean> {
    try {
      await doing;
      setText(said, t(done));
      await refresh();
      return true;
    } catch (error) {
      const code = codeOf(error);
      setText(said, t([`refused.${code}`, 'callbacks.failed']));
      await refresh();
      return false;
    }
  }

  form.addEventListener('submit', event => {
    event.preventDefault();
    const own = whose[0]?.checked ?? true;
    const promised = commands.promise({ number: number.value.replace(/[\s./()-]/g, ''), at: at.value, own });
    void act(promised, 'callbacks.promised').then(done => {
      if (done) at.value = '';
      propose();
    });
  });

  function createItem({ id }: Item) {
    const when = h('time');
    const who = h('strong');
    const what = h('span', { class: 'party-stage' });
    const call = small('callbacks.call');
    const move = small('callbacks.move');
    const cancel = small('callbacks.cancel');
    const to = moment(`move-${id}`);
    const save = h('button', { type: 'submit', class: 'small' }, t('callbacks.save'));
    const moving = h('form', { class: 'callback-more', hidden: true }, to, save);
    const sure = small('callbacks.sure');
    const keep = small('callbacks.keep');
    const asking = h('div', { class: 'callback-more', hidden: true }, sure, keep);
    let label = '';
    const only = (part: HTMLElement | null): void => {
      setHidden(moving, part !== moving);
      setHidden(asking, part !== asking);
      setHidden(buttons, part === asking);
    };
    const buttons = h('div', { class: 'callback-more' }, call, move, cancel);
    onClick(
      call,
      () => void act(commands.callNow(id), 'callbacks.calling').then(done => done && dialog.element.close()),
    );
    onClick(move, () => {
      only(moving.hidden ? moving : null);
      to.focus();
    });
    onClick(cancel, () => {
      only(asking);
      keep.focus();
    });
    onClick(keep, () => {
      only(null);
      cancel.focus();
    });
    onClick(sure, () => {
      void act(commands.cancel(id), 'callbacks.cancelled');
      said.focus();
    });
    moving.addEventListener('submit', event => {
      event.preventDefault();
      void act(commands.move(id, to.value), 'callbacks.moved').then(done => {
        if (done) only(null);
      });
    });
    return {
      element: h('li', { 'data-callback': id }, h('div', {}, when, ' ', who), what, buttons, moving, asking),
      update(item: Item) {
        const { dueAt } = item;
        const late = dueAt !== null && dueAt < Date.now();
        const words =
          dueAt === null
            ? t('callbacks.next')
            : new Intl.DateTimeFormat(language, { timeZone, dateStyle: 'medium', timeStyle: 'short' }).format(
                dueAt,
              );
        setText(when, late ? t('callbacks.late', { when: words }) : words);
        if (to.value === '') to.value = onClock(dueAt ?? Date.now() + laterMs);
        label = [item.number, item.name].filter(Boolean).join(' ');
        setText(who, label);
        const attempts = item.attempts > 0 ? t('callbacks.attempts', { count: item.attempts }) : '';
        const whoCalls = t(item.own ? 'callbacks.own' : 'callbacks.anyone');
        setText(what, [item.campaign.name, item.service, whoCalls, attempts].filter(Boolean).join(' · '));
        call.disabled = !mayCall;
        for (const [button, key] of [
          [call, 'call'],
          [move, 'move'],
          [cancel, 'cancel'],
          [sure, 'sure'],
          [keep, 'keep'],
        ] as const)
          button.setAttribute('aria-label', `${t(`callbacks.${key}`)}: ${label}`);
        to.setAttribute('aria-label', `${t('callbacks.at')}: ${label}`);
      },
    };
  }

  function small(key: string): HTMLButtonElement {
    return h('button', { type: 'button', class: 'small' }, t(key));
  }

  return {
    element: dialog.element,
    open: dialog.open,
    update({ contact, mayCall: may }) {
      const possible = contact !== null && canPromise(contact);
      setHidden(form, !possible);
      const about = possible ? contact.id : '';
      if (about !== promisable) {
        promisable = about;
        number.value = possible ? contact.number : '';
        at.value = '';
        propose();
      }
      if (may === mayCall) return;
      mayCall = may;
      showList();
    },
  };
}

function moment(id: string): HTMLInputElement {
  return h('input', { type: 'datetime-local', id, required: true });
}
