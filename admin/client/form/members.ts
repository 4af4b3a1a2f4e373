/** The picker of a campaign's members: search, only the chosen, all that are shown, none. */
import { find, findAll } from '../dom.ts';
import { t } from '../words.ts';

export function handleMembers(field: HTMLElement): void {
  if (!field.querySelector('.members')) return;
  const search = find<HTMLInputElement>('[data-members-search]', field);
  const only = find<HTMLInputElement>('[data-members-only]', field);
  const rows = findAll('[data-row]', field);
  const box = (row: HTMLElement): HTMLInputElement => find<HTMLInputElement>('input[type="checkbox"]', row);

  const show = (): void => {
    const wanted = search.value.trim().toLocaleLowerCase();
    for (const row of rows) {
      const fits = (find('.form-check', row).textContent ?? '').toLocaleLowerCase().includes(wanted);
      row.hidden = !fits || (only.checked && !box(row).checked);
      row.classList.toggle('chosen', box(row).checked);
    }
    find('[data-chosen-count]', field).textContent = t('members.chosen', {
      count: rows.filter(row => box(row).checked).length,
    });
  };
  const chooseShown = (checked: boolean): void => {
    for (const row of rows) if (!row.hidden) box(row).checked = checked;
    field.dispatchEvent(new Event('change', { bubbles: true }));
    show();
  };
  search.addEventListener('input', event => {
    // The search box is no part of the form's content.
    event.stopPropagation();
    show();
  });
  search.addEventListener('keydown', event => {
    if (event.key === 'Enter') event.preventDefault();
  });
  only.addEventListener('change', event => {
    event.stopPropagation();
    show();
  });
  find('[data-members-all]', field).addEventListener('click', () => chooseShown(true));
  find('[data-members-none]', field).addEventListener('click', () => chooseShown(false));
  field.addEventListener('change', show);
  show();
}
