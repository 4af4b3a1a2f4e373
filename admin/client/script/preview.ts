/** The script as operators see it, with a contact that is made up: pages, fields, the ways between them. */
import {
  fieldProblem,
  pageAfter,
  pathOf,
  type ScriptValues,
} from '../../../orchestrator/core/configuration/script-path.ts';
import { scriptText } from '../../../orchestrator/core/configuration/script-text.ts';
import type { ScriptField, ScriptPage } from '../../../orchestrator/core/configuration/scripts.ts';
import { openDialog } from '../dialogs.ts';
import { find, make } from '../dom.ts';
import { t } from '../words.ts';

export function preview(pages: ScriptPage[]): void {
  const dialog = find<HTMLDialogElement>('#preview-dialog');
  const place = find('[data-preview-page]', dialog);
  const back = find<HTMLButtonElement>('[data-back]', dialog);
  const next = find<HTMLButtonElement>('[data-next]', dialog);
  const values: ScriptValues = {};
  let page = pages[0] ?? null;

  function show(to: ScriptPage | null): void {
    page = to;
    if (!page) {
      place.replaceChildren(make('p', '', t('scripts.noPages')));
      back.hidden = next.hidden = true;
      return;
    }
    place.replaceChildren(
      make('h3', '', text(page.heading)),
      make('p', 'script-preview-text', text(page.text)),
      ...page.fields.map(field => shownField(field, values, follow)),
    );
    follow();
  }

  /** Which buttons there are follows from the values. */
  function follow(): void {
    back.hidden = !page || page === pages[0];
    next.hidden = !page || pageAfter(pages, page, values) === null;
  }

  const text = (written: string): string =>
    scriptText(written, {
      caller: '0612345678',
      name: t('scripts.sampleName'),
      dialled: '800123456',
      service: t('words.service.name'),
      campaign: t('words.campaign.name'),
      contact: 'phones-1',
      callData: {},
      values,
    });

  back.onclick = () => {
    const way = pathOf(pages, values);
    show(way[way.findIndex(each => each === page) - 1] ?? pages[0] ?? null);
  };
  next.onclick = () => page && show(pageAfter(pages, page, values));
  show(page);
  openDialog(dialog);
}

function shownField(field: ScriptField, values: ScriptValues, changed: () => void): HTMLElement {
  const id = `preview-${field.name}`;
  const box = make('div', 'mb-3');
  const label = make(
    'label',
    'form-label',
    field.label + (field.required ? ` (${t('scripts.isRequired')})` : ''),
  );
  label.setAttribute('for', id);
  const problem = make('div', 'script-problem text-danger');
  const control = controlOf(field);
  control.id = id;
  control.addEventListener('input', () => {
    values[field.name] =
      control instanceof HTMLSelectElement && control.multiple
        ? [...control.selectedOptions].map(option => option.value)
        : control.value;
    const code = fieldProblem(field, values[field.name]);
    problem.textContent = code && code !== 'required' ? t('scripts.wouldNotDo') : '';
    changed();
  });
  const now = values[field.name];
  if (control instanceof HTMLSelectElement && control.multiple)
    for (const option of control.options) option.selected = [now ?? []].flat().includes(option.value);
  else control.value = String(now ?? '');
  box.append(label, control, make('div', 'form-hint', field.help), problem);
  return box;
}

function controlOf(field: ScriptField): HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement {
  if (field.kind === 'choice' || field.kind === 'choices' || field.kind === 'yesNo') {
    const control = document.createElement('select');
    control.className = 'form-select';
    control.multiple = field.kind === 'choices';
    if (!control.multiple) control.append(new Option(t('form.choose'), ''));
    const options = field.kind === 'yesNo' ? ['yes', 'no'] : field.options;
    for (const option of options)
      control.append(new Option(field.kind === 'yesNo' ? t(`common.${option}`) : option, option));
    return control;
  }
  const control = document.createElement(field.kind === 'longText' ? 'textarea' : 'input');
  control.className = 'form-control';
  if (control instanceof HTMLInputElement) control.type = field.kind === 'date' ? 'date' : 'text';
  return control;
}
