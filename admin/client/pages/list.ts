/** Lists: a click anywhere in a row opens it. */
import { findAll } from '../dom.ts';

for (const link of findAll<HTMLAnchorElement>('.row-link')) {
  const row = link.closest('tr');
  row?.classList.add('clickable');
  row?.addEventListener('click', event => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target?.closest('a, button, input, audio') && !getSelection()?.toString()) link.click();
  });
}
