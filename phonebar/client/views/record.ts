/** What stays of a contact: note and disposition. */
import { h, keyed, setAttribute, setHidden, setText } from './dom.ts';
import type { Translate } from '../i18n.ts';
import type { ContactModel } from '../session/present.ts';
import type { View } from './dom.ts';
import type { Intents } from './intents.ts';

const longestNote = 4000;

export function createRecord(t: Translate, intents: Intents): View<ContactModel | null> {
  const note = h('textarea', { id: 'note', rows: '2', maxlength: String(longestNote) });
  const saved = h('span', { class: 'saved', 'aria-live': 'polite' });
  note.addEventListener('input', () => intents.typeNote(note.value));
  note.addEventListener('blur', () => intents.leaveNote());
  const legend = h('legend');
  const options = h('div', { class: 'dispositions' });
  const choices = h('fieldset', {}, legend, options);
  const show = keyed<{ id: number; name: string; chosen: boolean }>(
    options,
    item => String(item.id),
    ({ id }) => createChoice(id, intents),
  );
  const element = h(
    'div',
    { class: 'record' },
    choices,
    h('div', { class: 'note' }, h('label', { for: 'note' }, t('note.label')), saved, note),
  );
  let shownFor: string | null = null;
  let edited = false;
  note.addEventListener('input', () => {
    edited = true;
  });
  return {
    element,
    update(contact) {
      const possible = contact !== null && contact.stage !== 'offered' && contact.stage !== 'unknown';
      setHidden(element, !possible);
      if (!contact || !possible) {
        shownFor = null;
        return;
      }
      if (contact.id !== shownFor) {
        shownFor = contact.id;
        edited = false;
      }
      // While the operator types, the field is ahead of the model only within this very event.
      if (note.value !== contact.note) note.value = contact.note;
      setText(saved, contact.noteSaved ? (edited ? t('note.saved') : '') : t('note.saving'));
      setHidden(choices, contact.dispositions.length === 0);
      setText(legend, t(contact.wrapUp?.dispositionRequired ? 'disposition.required' : 'disposition.label'));
      setAttribute(choices, 'data-required', contact.wrapUp?.dispositionRequired ? 'true' : null);
      show(contact.dispositions.map(item => ({ ...item, chosen: item.id === contact.dispositionId })));
    },
  };
}

function createChoice(id: number, intents: Intents): View<{ name: string; chosen: boolean }> {
  const input = h('input', { type: 'radio', name: 'disposition', value: String(id) });
  const name = h('span');
  input.addEventListener('change', () => intents.choose(id));
  return {
    element: h('label', { class: 'choice' }, input, name),
    update(item) {
      setText(name, item.name);
      if (input.checked !== item.chosen) input.checked = item.chosen;
    },
  };
}
