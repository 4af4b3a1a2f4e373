/** Checks fields as they are filled in, by the limits that the form template wrote into them. */
import { find, findAll } from '../dom.ts';
import { t } from '../words.ts';
import { showAt } from './problems.ts';
import { listLines } from './read.ts';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Checks every visible field and shows what is wrong; false when something is. */
export function checkForm(form: HTMLElement): boolean {
  return findAll('[data-field]', form).filter(isShown).map(checkField).every(Boolean);
}

export function checkField(field: HTMLElement): boolean {
  const [text, control] = problemOf(field);
  showAt(field, text, control);
  return text === '';
}

const isShown = (field: HTMLElement): boolean => !field.closest('[hidden]');

function problemOf(field: HTMLElement): [text: string, control: Element | null] {
  if (
    field.dataset.kind === 'ordered' &&
    'required' in field.dataset &&
    !field.querySelector('input:checked')
  )
    return [t('problems.chooseOne'), null];
  const area = field.querySelector<HTMLTextAreaElement>('textarea[data-item-pattern]');
  if (area) return [wrongLine(area), area];
  // A field inside an optional one answers for itself.
  const own = findAll<Control>('input, textarea, select', field).filter(
    control => control.closest('[data-field]') === field && isShown(control),
  );
  for (const control of own) {
    const text = controlProblem(control);
    if (text) return [text, control];
  }
  return ['', null];
}

function wrongLine(area: HTMLTextAreaElement): string {
  const pattern = new RegExp(`^(?:${area.dataset.itemPattern})$`);
  const wrong = listLines(area.value).find(line => !pattern.test(line.text));
  return wrong ? `${t('form.line', wrong)}: ${area.dataset.patternProblem}` : '';
}

/** The browser's verdict on a control in our words. */
function controlProblem(control: Control): string {
  const { validity } = control;
  const limit = (name: string): string => control.getAttribute(name) ?? '';
  if (validity.valid && !(control.required && control.value.trim() === '')) return '';
  if (validity.customError) return control.validationMessage;
  if (validity.badInput) return t('problems.number');
  if (validity.valueMissing || validity.valid) return t('problems.required');
  if (validity.rangeUnderflow || validity.rangeOverflow)
    return t('problems.range', { min: limit('min'), max: limit('max') });
  if (validity.stepMismatch) return t('problems.whole');
  if (validity.tooShort) return t('problems.tooShort', { count: Number(limit('minlength')) });
  if (validity.tooLong) return t('problems.tooLong', { count: Number(limit('maxlength')) });
  if (validity.patternMismatch) return control.dataset.patternProblem || t('problems.pattern');
  return t('problems.pattern');
}

/**
 * A field is checked when it is left, and while one types as long as it shows a problem. Not when it is left
 * for a button: the message would push the button away under the pointer, and the click would be lost.
 */
export function checkWhileTyping(form: HTMLElement): void {
  const fieldOf = (event: Event): HTMLElement | null =>
    event.target instanceof Element ? event.target.closest<HTMLElement>('[data-field]') : null;
  form.addEventListener('input', event => {
    const field = fieldOf(event);
    if (field?.classList.contains('has-problem')) checkField(field);
  });
  form.addEventListener('focusout', event => {
    const field = fieldOf(event);
    const typed =
      event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement
        ? event.target
        : null;
    const leftForButton = event.relatedTarget instanceof HTMLButtonElement;
    if (field && typed && typed.value !== typed.defaultValue && !leftForButton) checkField(field);
  });
}

/** Fields that make sense only for some values of another are hidden with the others. */
export function followConditions(form: HTMLElement): void {
  const dependent = findAll('[data-when]', form);
  const show = (): void => {
    for (const field of dependent) {
      const other = find<HTMLSelectElement>(`[data-field="${field.dataset.when}"] select`, form);
      field.hidden = !(field.dataset.whenValues ?? '').split(' ').includes(other.value);
    }
  };
  form.addEventListener('change', show);
  show();
}
