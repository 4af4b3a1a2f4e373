/** What the server found wrong with a script: beside the control, and above the form by page and field. */
import type { ScriptPage } from '../../../orchestrator/core/configuration/scripts.ts';
import type { FieldProblem } from '../api.ts';
import { find, findAll, make } from '../dom.ts';
import { fieldProblemText } from '../problem-words.ts';
import { t } from '../words.ts';

export function clearProblems(form: HTMLElement): void {
  find('[data-summary]', form).hidden = true;
  for (const box of findAll('[data-path]', form)) mark(box, '');
}

function mark(box: HTMLElement, text: string): void {
  const place = box.querySelector<HTMLElement>('.script-problem');
  if (place) {
    place.textContent = text;
    place.hidden = text === '';
  }
  const control = box.querySelector('input, textarea, select');
  control?.classList.toggle('is-invalid', text !== '');
  if (text) control?.setAttribute('aria-invalid', 'true');
  else control?.removeAttribute('aria-invalid');
}

export function showProblems(form: HTMLElement, pages: ScriptPage[], problems: FieldProblem[]): void {
  const boxes = findAll('[data-path]', form);
  const list = make('ul');
  for (const problem of problems) {
    const text = fieldProblemText(problem);
    // Of a list, the control that shows all of it.
    const box = boxes
      .filter(({ dataset: { path = '' } }) => problem.path === path || problem.path.startsWith(`${path}.`))
      .sort((one, other) => (other.dataset.path ?? '').length - (one.dataset.path ?? '').length)[0];
    const item = make('li');
    const words = `${whereIs(pages, problem.path)}${box ? labelOf(box) : problem.path}: ${text}`;
    if (box) {
      mark(box, text);
      const link = make('a', '', words);
      link.setAttribute('href', '#');
      link.addEventListener('click', event => {
        event.preventDefault();
        box.querySelector<HTMLElement>('input, textarea, select')?.focus();
      });
      item.append(link);
    } else item.textContent = words;
    list.append(item);
  }
  showSummary(form, list);
}

export function showSummary(form: HTMLElement, content: HTMLElement | string): void {
  const summary = find('[data-summary]', form);
  summary.hidden = false;
  summary.replaceChildren(make('strong', '', t('form.problems')), content);
  summary.focus();
}

const labelOf = (box: HTMLElement): string =>
  box.querySelector('.form-label, .form-check-label')?.textContent ?? '';

/** "Page 2 (Order), field Number: " of `pages.1.fields.0.minimum`. */
function whereIs(pages: ScriptPage[], path: string): string {
  const [, page, field] = /^pages\.(\d+)(?:\.fields\.(\d+))?/.exec(path) ?? [];
  if (page === undefined) return '';
  const of = pages[Number(page)];
  const heading = of?.heading ? ` (${of.heading})` : '';
  const where = `${t('scripts.page', { number: Number(page) + 1 })}${heading}`;
  if (field === undefined) return `${where}, `;
  const label = of?.fields[Number(field)]?.label || String(Number(field) + 1);
  return `${where}, ${t('scripts.fieldNamed', { name: label })}, `;
}
