/** Where the script of a contact stands. The script's part of the page is fetched with the first contact that has one. */
import { h, onClick, setHidden, setText } from './dom.ts';
import type { ScriptForm, ScriptModel } from '../script/form.ts';
import type { Language, Translate } from '../i18n.ts';
import type { ContactModel } from '../session/present.ts';
import type { ContactScript } from '../session/protocol.ts';
import type { View } from './dom.ts';
import type { Intents } from './intents.ts';

export interface ScriptSlot extends View<ContactModel | null> {
  /** Sends what is typed and not sent yet. */
  save(): void;
  /** Calls `end` at once, after a question, or never: as the script says. */
  beforeEnding(end: (anyway: boolean) => void): void;
  remove(): void;
}

export function createScriptSlot(
  t: Translate,
  intents: Pick<Intents, 'ask'>,
  options: { language: Language; script(contactId: string): Promise<ContactScript> },
): ScriptSlot {
  const hint = h('p', { class: 'hint', role: 'status' });
  const again = h('button', { type: 'button', class: 'small' }, t('script.again'));
  const element = h('div', { class: 'script-slot' }, hint, again);
  let key = '';
  let form: ScriptForm | null = null;
  let model: ScriptModel | null = null;

  async function load(): Promise<void> {
    const wanted = key;
    setText(hint, t('script.loading'));
    setHidden(again, true);
    try {
      const [{ createScriptForm }, { document }] = await Promise.all([
        import('../script/form.ts'),
        options.script(model?.contactId ?? ''),
      ]);
      if (wanted !== key || !model) return;
      form = createScriptForm(model, { ...options, document, ask: request => intents.ask(request) });
      setText(hint, '');
      element.append(form.element);
    } catch {
      if (wanted !== key) return;
      setText(hint, t('script.failed'));
      setHidden(again, false);
    }
  }
  onClick(again, () => void load());

  return {
    element,
    update(contact) {
      model = contact && modelOf(contact);
      const next = model ? `${model.contactId} ${contact?.script?.scriptId} ${contact?.script?.version}` : '';
      if (next !== key) {
        key = next;
        form?.remove();
        form = null;
        if (model) void load();
      } else if (model) form?.update(model);
      setHidden(element, model === null);
    },
    save: () => form?.save(),
    beforeEnding: end => (form ? form.beforeEnding(end) : end(false)),
    remove: () => form?.remove(),
  };
}

function modelOf(contact: ContactModel): ScriptModel | null {
  const { script, id, number, name, service, campaign, dialled, callData } = contact;
  if (!script) return null;
  return {
    contactId: id,
    name: script.name,
    page: script.page,
    values: script.values,
    source: {
      contact: id,
      caller: number,
      name,
      service,
      campaign,
      dialled,
      callData: Object.fromEntries(callData.map(pair => [pair.name, pair.value])),
    },
  };
}
