/** Pages that may drive the PhoneBar: one origin a line. */
import { send } from '../api.ts';
import { find, toastOnNextPage } from '../dom.ts';
import { showAt } from '../form/problems.ts';
import { problemText } from '../problem-words.ts';
import { t } from '../words.ts';

const form = find<HTMLFormElement>('#driver-form');
const text = find<HTMLTextAreaElement>('#driver-origins', form);
const field = find('[data-field="origins"]', form);
const summary = find('[data-summary]', form);

async function save(): Promise<void> {
  summary.hidden = true;
  showAt(field, '');
  const origins = text.value
    .split(/\s+/)
    .filter(Boolean)
    .map(line => line.replace(/\/$/, ''));
  const reply = await send('PUT', '/driver-origins', { origins });
  if (reply.ok) {
    toastOnNextPage(t('driver.saved'));
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

form.addEventListener('submit', event => {
  event.preventDefault();
  void save();
});
