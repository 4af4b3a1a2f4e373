/** Call-backs: the list keeps itself up to date; they are moved, given to others and cancelled. */
import { send, type Reply } from '../api.ts';
import { openDialog } from '../dialogs.ts';
import { find, findAll, toast } from '../dom.ts';
import { problemText } from '../problem-words.ts';
import { t } from '../words.ts';

const regions = ['#callbacks', '#callback-figures'].map(selector => find(selector));

/** What has the focus keeps it: the button of the same call-back. */
async function refresh(): Promise<void> {
  const response = await fetch(location.href).catch(() => null);
  if (!response?.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const { activeElement } = document;
  const key = activeElement instanceof HTMLElement ? activeElement.dataset.key : undefined;
  for (const region of regions) {
    const fresh = page.querySelector(`#${region.id}`);
    if (fresh && fresh.innerHTML !== region.innerHTML) region.replaceChildren(...fresh.childNodes);
  }
  if (key !== undefined && !document.activeElement?.matches('[data-key], dialog *'))
    findAll('[data-key]')
      .find(button => button.dataset.key === key)
      ?.focus();
}

async function keepFresh(): Promise<void> {
  if (!document.hidden) await refresh();
  setTimeout(() => void keepFresh(), Number(find('#callbacks').dataset.refresh));
}
setTimeout(() => void keepFresh(), Number(find('#callbacks').dataset.refresh));

async function finish(reply: Reply<unknown>, text: string): Promise<void> {
  const summary = find('[data-summary]');
  summary.hidden = reply.ok;
  if (reply.ok) toast(text);
  else {
    summary.textContent = problemText(reply.problem);
    summary.focus();
  }
  await refresh();
}

const address = (row: HTMLElement): string => `/callbacks/${encodeURIComponent(row.dataset.callback ?? '')}`;

function ask(id: string, row: HTMLElement, then: () => void): HTMLDialogElement {
  const dialog = find<HTMLDialogElement>(id);
  find('[data-who]', dialog).textContent = row.dataset.customer ?? '';
  find<HTMLFormElement>('form', dialog).onsubmit = then;
  openDialog(dialog);
  return dialog;
}

function move(row: HTMLElement): void {
  const at = find<HTMLInputElement>('#move-at');
  const owner = find<HTMLSelectElement>('#move-owner');
  for (const option of findAll<HTMLOptionElement>('option[data-campaigns]', owner)) {
    const campaigns: unknown = JSON.parse(option.dataset.campaigns ?? '[]');
    option.hidden = !(Array.isArray(campaigns) && campaigns.includes(Number(row.dataset.campaign)));
    option.disabled = option.hidden;
  }
  at.value = row.dataset.due ?? '';
  owner.value = row.dataset.owner ?? '';
  ask('#move-callback', row, () => {
    const change = {
      ...(at.value !== row.dataset.due && { at: at.value }),
      ...(owner.value !== row.dataset.owner && { agentId: owner.value ? Number(owner.value) : null }),
    };
    if (Object.keys(change).length === 0) return;
    void send('PUT', address(row), change).then(reply => finish(reply, t('callbacks.moved')));
  });
}

function cancel(row: HTMLElement): void {
  const reason = find<HTMLInputElement>('#cancel-reason');
  reason.value = '';
  ask('#cancel-callback', row, () => {
    void send('POST', `${address(row)}/cancel`, { reason: reason.value }).then(reply =>
      finish(reply, t('callbacks.cancelled')),
    );
  });
  reason.focus();
}

find('#callbacks').addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest('button') : null;
  const row = button?.closest('tr');
  if (!button || !row) return;
  if ('move' in button.dataset) move(row);
  else if ('cancel' in button.dataset) cancel(row);
});
