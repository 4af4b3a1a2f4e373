/** One field of a script: its input, its label and help, and beside it what is wrong. */
import {
  fieldProblem,
  isEmpty,
  type FieldProblem,
  type ScriptValues,
} from '../../../orchestrator/core/configuration/script-path.ts';
import type { ScriptField } from '../../../orchestrator/core/configuration/scripts.ts';
import { h, setAttribute, setHidden, setText } from '../views/dom.ts';
import type { ScriptWords } from './words.ts';

export type FieldValue = ScriptValues[string];

export interface FieldView {
  name: string;
  element: HTMLElement;
  set(value: FieldValue | undefined): void;
  /** Shows what is wrong with the value; `required` only once the operator had its chance. */
  judge(value: FieldValue | undefined, strictly: boolean): void;
  focus(): void;
}

export interface FieldEvents {
  /** `typing`: more is to come. */
  changed(name: string, value: FieldValue, typing: boolean): void;
  left(name: string): void;
}

interface Input {
  element: HTMLElement;
  /** What has the focus, and carries what is said about the field. */
  inputs: HTMLElement[];
  set(value: FieldValue): void;
}

export function createField(field: ScriptField, words: ScriptWords, events: FieldEvents): FieldView {
  const id = `script-${field.name}`;
  const grouped = field.kind === 'choices' || field.kind === 'yesNo';
  const input = createInput(field, id, words, events);
  const about = [field.help, field.sensitive ? words.say('reserved') : ''].filter(Boolean).join(' · ');
  const help = h('p', { id: `${id}-help`, class: 'script-help', hidden: about === '' }, about);
  const problem = h('p', { id: `${id}-problem`, class: 'script-problem', hidden: true });
  const mark = field.required ? [h('span', { class: 'script-required' }, ` (${words.say('required')})`)] : [];
  const element = grouped
    ? h(
        'fieldset',
        { class: 'script-field' },
        h('legend', {}, field.label, ...mark),
        help,
        input.element,
        problem,
      )
    : h(
        'div',
        { class: 'script-field' },
        h('label', { for: id }, field.label, ...mark),
        help,
        input.element,
        problem,
      );
  element.dataset.field = field.name;
  const describe = (): void => {
    const by = [about && `${id}-help`, !problem.hidden && `${id}-problem`].filter(Boolean).join(' ');
    for (const part of input.inputs) {
      setAttribute(part, 'aria-describedby', by || null);
      if (!grouped) setAttribute(part, 'aria-invalid', problem.hidden ? null : 'true');
    }
  };
  for (const part of input.inputs) part.addEventListener('blur', () => events.left(field.name));
  describe();
  return {
    name: field.name,
    element,
    set: value => input.set(value ?? (field.kind === 'choices' ? [] : '')),
    judge(value, strictly) {
      const code = fieldProblem(field, value);
      const shown = code === null || (isEmpty(value) && !strictly) ? null : code;
      setText(problem, shown ? words.problem(shown, limitOf(field, shown)) : '');
      setHidden(problem, shown === null);
      setAttribute(element, 'data-wrong', shown);
      describe();
    },
    focus: () => input.inputs[0]?.focus(),
  };
}

function limitOf(field: ScriptField, code: FieldProblem): string | number {
  const limits: Partial<Record<FieldProblem, string | number | null>> = {
    tooSmall: field.minimum,
    tooLarge: field.maximum,
    tooEarly: field.earliest,
    tooLate: field.latest,
    tooLong: field.maximumLength,
  };
  return limits[code] ?? '';
}

function createInput(field: ScriptField, id: string, words: ScriptWords, events: FieldEvents): Input {
  switch (field.kind) {
    case 'choices':
      return checkboxes(field, events);
    case 'yesNo':
      return radios(field, words, events);
    case 'choice':
      return select(field, id, words, events);
    default:
      return line(field, id, events);
  }
}

/** Keyboards of phones show what fits. */
const inputModes: Partial<Record<ScriptField['kind'], string>> = {
  number: 'decimal',
  phone: 'tel',
  email: 'email',
};

function line(field: ScriptField, id: string, { changed }: FieldEvents): Input {
  const common = { id, autocomplete: 'off', required: field.required };
  const element =
    field.kind === 'longText'
      ? h('textarea', { ...common, rows: '3', maxlength: String(field.maximumLength) })
      : h('input', {
          ...common,
          type: field.kind === 'date' ? 'date' : 'text',
          ...(field.kind === 'text' && { maxlength: String(field.maximumLength) }),
          ...(inputModes[field.kind] && { inputmode: inputModes[field.kind] ?? 'text' }),
          ...(field.earliest && { min: field.earliest }),
          ...(field.latest && { max: field.latest }),
        });
  element.addEventListener('input', () => changed(field.name, element.value, true));
  return {
    element,
    inputs: [element],
    set(value) {
      const text = String(value);
      if (element.value !== text) element.value = text;
    },
  };
}

function select(field: ScriptField, id: string, words: ScriptWords, { changed }: FieldEvents): Input {
  const element = h(
    'select',
    { id, required: field.required },
    h('option', { value: '' }, words.say('choose')),
    ...field.options.map(option => h('option', { value: option }, option)),
  );
  element.addEventListener('change', () => changed(field.name, element.value, false));
  return {
    element,
    inputs: [element],
    set(value) {
      if (element.value !== value) element.value = String(value);
    },
  };
}

function radios(field: ScriptField, words: ScriptWords, { changed }: FieldEvents): Input {
  const inputs = (['yes', 'no'] as const).map(value => {
    const input = h('input', { type: 'radio', name: `script-${field.name}`, value });
    input.addEventListener('change', () => changed(field.name, value, false));
    return input;
  });
  return {
    element: h(
      'div',
      { class: 'script-choices' },
      ...inputs.map(input => choice(input, words.say(input.value === 'yes' ? 'yes' : 'no'))),
    ),
    inputs,
    set(value) {
      for (const input of inputs)
        if (input.checked !== (input.value === value)) input.checked = input.value === value;
    },
  };
}

function checkboxes(field: ScriptField, { changed }: FieldEvents): Input {
  const inputs = field.options.map(value => {
    const input = h('input', { type: 'checkbox', value });
    input.addEventListener('change', () =>
      changed(
        field.name,
        inputs.filter(({ checked }) => checked).map(each => each.value),
        false,
      ),
    );
    return input;
  });
  return {
    element: h('div', { class: 'script-choices' }, ...inputs.map(input => choice(input, input.value))),
    inputs,
    set(value) {
      for (const input of inputs) {
        const checked = [value].flat().includes(input.value);
        if (input.checked !== checked) input.checked = checked;
      }
    },
  };
}

function choice(input: HTMLInputElement, text: string): HTMLElement {
  return h('label', { class: 'choice' }, input, h('span', {}, text));
}
