/** One field of a page. */
import { scriptFieldKinds } from '../../../orchestrator/core/configuration/script-path.ts';
import type { ScriptField, ScriptPage } from '../../../orchestrator/core/configuration/scripts.ts';
import { make } from '../dom.ts';
import { t } from '../words.ts';
import { checkControl, choiceControl, moveButtons, textControl } from './controls.ts';
import type { Editor } from './editor.ts';
import { nameFrom } from './names.ts';

export function fieldEditor(
  editor: Editor,
  page: ScriptPage,
  field: ScriptField,
  path: string,
  place: number,
): HTMLElement {
  const { fields } = page;
  const title = t('scripts.field', { number: place + 1 });
  const box = make('fieldset', 'script-field-editor');
  const legend = make('legend', '', title);
  const grid = make('div', 'script-grid');
  const member = <M extends keyof ScriptField>(name: M, value: ScriptField[M]): void => {
    field[name] = value;
    editor.typed();
  };
  const name = textControl(
    `${path}.name`,
    { label: t('scripts.fieldName'), help: t('scripts.fieldNameHelp') },
    field.name,
    text => member('name', text),
  );
  const label = textControl(`${path}.label`, { label: t('scripts.label') }, field.label, text => {
    // The name follows the label until somebody gives another one.
    const follows =
      field.name === nameFrom(field.label) || (/^field\d+$/.test(field.name) && field.label === '');
    member('label', text);
    const made = nameFrom(text);
    const input = name.querySelector('input');
    if (!follows || !made || !input) return;
    member('name', made);
    input.value = made;
  });
  grid.append(
    label,
    choiceControl(
      `${path}.kind`,
      { label: t('scripts.kind') },
      scriptFieldKinds.map(kind => ({ value: kind, label: t(`scripts.kinds.${kind}`) })),
      field.kind,
      value => {
        field.kind = scriptFieldKinds.find(kind => kind === value) ?? 'text';
        editor.changed();
      },
    ),
    name,
    textControl(`${path}.help`, { label: t('scripts.help') }, field.help, text => member('help', text)),
    ...limits(field, path, member),
  );
  const checks = make('div', 'script-grid');
  checks.append(
    checkControl(`${path}.required`, t('scripts.required'), field.required, on => member('required', on)),
    checkControl(`${path}.sensitive`, t('scripts.sensitive'), field.sensitive, on => member('sensitive', on)),
  );
  box.append(
    legend,
    moveButtons(
      t('scripts.fieldNamed', { name: field.label || title }),
      place,
      fields.length,
      to => {
        fields.splice(place, 1);
        fields.splice(to, 0, field);
        editor.changed();
      },
      () => {
        fields.splice(place, 1);
        editor.changed({ name: field.label || title, undo: () => fields.splice(place, 0, field) });
      },
    ),
    grid,
    checks,
  );
  return box;
}

/** What limits the values of a field of this kind. */
function limits(
  field: ScriptField,
  path: string,
  member: <M extends keyof ScriptField>(name: M, value: ScriptField[M]) => void,
): HTMLElement[] {
  const number = (name: 'minimum' | 'maximum'): HTMLElement =>
    textControl(
      `${path}.${name}`,
      { label: t(`scripts.${name}`) },
      field[name] === null ? '' : String(field[name]),
      text => member(name, text.trim() === '' ? null : Number(text.replace(',', '.'))),
      'number',
    );
  const date = (name: 'earliest' | 'latest'): HTMLElement =>
    textControl(
      `${path}.${name}`,
      { label: t(`scripts.${name}`) },
      field[name] ?? '',
      text => member(name, text || null),
      'date',
    );
  switch (field.kind) {
    case 'text':
    case 'longText':
      return [
        textControl(
          `${path}.maximumLength`,
          { label: t('scripts.maximumLength') },
          String(field.maximumLength),
          text => member('maximumLength', Number(text)),
          'number',
        ),
      ];
    case 'number':
      return [number('minimum'), number('maximum')];
    case 'date':
      return [date('earliest'), date('latest')];
    case 'choice':
    case 'choices':
      return [
        textControl(
          `${path}.options`,
          { label: t('scripts.options'), help: t('scripts.optionsHelp') },
          field.options.join('\n'),
          text =>
            member(
              'options',
              text
                .split('\n')
                .map(line => line.trim())
                .filter(Boolean),
            ),
          'area',
        ),
      ];
    default:
      return [];
  }
}
