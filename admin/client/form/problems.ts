/** Shows problems where they are: at the field, at the row, and all of them in a list above the form. */
import type { FieldProblem } from '../api.ts';
import { find, findAll, make } from '../dom.ts';
import { fieldProblemText } from '../problem-words.ts';
import { t } from '../words.ts';
import { listLines, memberRows } from './read.ts';

/** Shows a problem under a field ('' takes it away) and marks the control. */
export function showAt(field: HTMLElement, text: string, control?: Element | null): void {
  const place = field.querySelector<HTMLElement>(':scope > [data-problem]') ?? find('[data-problem]', field);
  place.textContent = text;
  place.hidden = text === '';
  field.classList.toggle('has-problem', text !== '');
  for (const marked of findAll('[aria-invalid]', field)) unmark(marked);
  if (text === '') return;
  const culprit = control ?? field.querySelector('input, textarea, select');
  culprit?.setAttribute('aria-invalid', 'true');
  culprit?.classList.add('is-invalid');
}

function unmark(control: Element): void {
  control.removeAttribute('aria-invalid');
  control.classList.remove('is-invalid');
}

export function labelOf(field: HTMLElement): string {
  const label = field.querySelector('.form-label, .form-check-label');
  return label?.firstChild?.textContent?.trim() ?? field.dataset.field ?? '';
}

/** Shows what the server found; returns whether every problem found its field. */
export function showServerProblems(form: HTMLElement, problems: FieldProblem[]): void {
  const lost: string[] = [];
  for (const problem of problems) {
    const found = placeOf(form, problem.path);
    if (found) {
      const text = fieldProblemText(problem, askedBy(found));
      showAt(found.field, [found.where, text].filter(Boolean).join(': '), found.control);
    } else lost.push(`${problem.path}: ${fieldProblemText(problem)}`);
  }
  showSummary(form, lost);
}

/** Lists every field with a problem above the form, each leading to its field, and goes there. */
export function showSummary(form: HTMLElement, more: string[] = []): void {
  const summary = find('[data-summary]', form);
  const list = make('ul');
  for (const field of findAll('[data-field].has-problem', form)) {
    const link = make(
      'a',
      '',
      `${labelOf(field)}: ${field.querySelector('[data-problem]')?.textContent ?? ''}`,
    );
    link.setAttribute('href', '#');
    link.addEventListener('click', event => {
      event.preventDefault();
      focusField(field);
    });
    const item = make('li');
    item.append(link);
    list.append(item);
  }
  for (const text of more) list.append(make('li', '', text));
  summary.hidden = list.children.length === 0;
  summary.replaceChildren(make('strong', '', t('form.problems')), list);
  if (!summary.hidden) summary.focus();
}

function focusField(field: HTMLElement): void {
  const control =
    field.querySelector<HTMLElement>('[aria-invalid]') ??
    field.querySelector<HTMLElement>('input, textarea, select');
  control?.focus();
  control?.scrollIntoView({ block: 'center' });
}

interface Place {
  field: HTMLElement;
  control: Element | null;
  /** Which line or row of the field; '' = the whole. */
  where: string;
}

/** What the control says of what may stand in it. */
function askedBy({ field, control }: Place): string {
  const asking = control ?? field.querySelector('input, textarea');
  return asking instanceof HTMLElement ? (asking.dataset.patternProblem ?? '') : '';
}

/** The field whose path begins the problem's path, and the row and cell inside it. */
function placeOf(form: HTMLElement, path: string): Place | null {
  const fields = findAll('[data-field]', form).filter(
    field => path === field.dataset.field || path.startsWith(`${field.dataset.field}.`),
  );
  const field = fields.sort(
    (one, other) => (other.dataset.field ?? '').length - (one.dataset.field ?? '').length,
  )[0];
  if (!field) return null;
  const [index = '', member = ''] = path.slice((field.dataset.field ?? '').length + 1).split('.');
  if (field.dataset.kind === 'localized')
    return { field, control: field.querySelector(`[data-language="${CSS.escape(index)}"]`), where: '' };
  if (!/^[0-9]+$/.test(index)) return { field, control: null, where: '' };
  const position = Number(index);
  if (field.dataset.kind === 'lines') {
    const area = find<HTMLTextAreaElement>('textarea', field);
    const line = listLines(area.value)[position];
    return {
      field,
      control: area,
      where: line ? t('form.line', { number: line.number, text: line.text }) : '',
    };
  }
  const row =
    field.dataset.kind === 'members' ? memberRows(field)[position] : findAll('[data-row]', field)[position];
  const cell =
    row?.querySelector(`[data-column="${CSS.escape(member)}"]`) ??
    row?.querySelector('input, select') ??
    null;
  const name = row?.querySelector('[data-member-name]')?.textContent;
  return { field, control: cell, where: name ?? t('form.row', { number: position + 1 }) };
}
