/** Adds, removes, moves and copies the rows of a field. */
import { find, findAll } from '../dom.ts';

/** One listener for all row buttons of a form; `changed` is told afterwards. */
export function handleRows(form: HTMLElement, changed: () => void): void {
  form.addEventListener('click', event => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('button') : null;
    const field = button?.closest<HTMLElement>('[data-field]');
    if (!button || !field) return;
    if ('addRow' in button.dataset) addRow(field, button);
    else if ('removeRow' in button.dataset) removeRow(button);
    else if (button.dataset.move) moveRow(button, button.dataset.move);
    else if ('copyDown' in button.dataset) copyDown(button);
    else if ('showSecret' in button.dataset) showSecret(field, button);
    else return;
    changed();
  });
}

function newRow(field: HTMLElement): Node {
  return find<HTMLTemplateElement>('template', field).content.cloneNode(true);
}

function addRow(field: HTMLElement, button: HTMLElement): void {
  const rows = find('[data-rows]', button.closest('[data-weekday]') ?? field);
  rows.append(newRow(field));
  rows.lastElementChild?.querySelector<HTMLElement>('input, select')?.focus();
}

function removeRow(button: HTMLElement): void {
  const row = button.closest('[data-row]');
  const next = row?.nextElementSibling ?? row?.previousElementSibling;
  const adder = row?.closest('[data-weekday], [data-field]')?.querySelector<HTMLElement>('[data-add-row]');
  row?.remove();
  (next?.querySelector<HTMLElement>('[data-remove-row]') ?? adder)?.focus();
}

function moveRow(button: HTMLElement, direction: string): void {
  const row = button.closest('[data-row]');
  if (direction === 'up') row?.previousElementSibling?.before(row);
  else row?.nextElementSibling?.after(row);
  button.focus();
}

/** Gives every later working day (Monday to Friday), or Sunday from Saturday, the periods of this day. */
function copyDown(button: HTMLElement): void {
  const day = button.closest<HTMLElement>('[data-weekday]');
  const source = day && find('[data-rows]', day);
  const from = Number(day?.dataset.weekday);
  const last = from < 6 ? 5 : 7;
  for (const other of findAll('[data-weekday]', day?.parentElement ?? document)) {
    const weekday = Number(other.dataset.weekday);
    if (weekday <= from || weekday > last || !source) continue;
    const copies = [...source.children].map(row => row.cloneNode(true));
    find('[data-rows]', other).replaceChildren(...copies);
  }
}

function showSecret(field: HTMLElement, button: HTMLElement): void {
  const input = find<HTMLInputElement>('input', field);
  input.type = input.type === 'password' ? 'text' : 'password';
  button.setAttribute('aria-pressed', String(input.type === 'text'));
}
