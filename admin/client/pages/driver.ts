/** Pages that may drive the PhoneBar, and those that it may open: one origin a line. */
import { send } from '../api.ts';
import { find, findAll, toastOnNextPage } from '../dom.ts';
import { showAt } from '../form/problems.ts';
import { problemText } from '../problem-words.ts';
import { t } from '../words.ts';

async function save(form: HTMLElement): Promise<void> {
  const field = find('[data-field="origins"]', form);
  const summary = find('[data-summary]', form);
  summary.hidden = true;
  showAt(field, '');
  const origins = find<HTMLTextAreaElement>('textarea', form)
    .value.split(/\s+/)
    .filter(Boolean)
    .map(line => line.replace(/\/$/, ''));
  const reply = await send('PUT', `/${form.dataset.origins}`, { origins });
  if (reply.ok) {
    toastOnNextPage(form.dataset.saved ?? '');
    location.reload();
    return;
  }
  const [error] = reply.problem.errors ?? [];
  const wrong = origins[Number(error?.path.split('.')[1])];
  if (wrong) {
    showAt(field, t('driver.wrong', { origin: wrong }));
    return;
  }
  summary.textContent = error ? t('driver.tooMany') : problemText(reply.problem);
  summary.hidden = false;
}

for (const form of findAll('[data-origins]'))
  form.addEventListener('submit', event => {
    event.preventDefault();
    void save(form);
  });
