/** Recorded calls: heard in place, checked and deleted, several at once too; who may listen is set. */
import './list.ts';
import { send } from '../api.ts';
import { askForReason, fail, removeRecordings, setUpPlayers } from '../call-player.ts';
import { find, findAll, makeIcon, toast, toastOnNextPage } from '../dom.ts';
import { problemText } from '../problem-words.ts';
import { t } from '../words.ts';

const player = find('#recordings');
setUpPlayers(player);

/** The player of a recording's own page, below the list. */
async function listen(button: HTMLElement): Promise<void> {
  const response = await fetch(button.dataset.listen ?? '').catch(() => null);
  if (!response?.ok || response.redirected) return fail(t('recordings.cannotPlay'));
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const section = page.querySelector('#recordings > section');
  if (!section) return fail(t('recordings.cannotPlay'));
  section.classList.remove('mb-3');
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'btn btn-icon ms-auto';
  close.setAttribute('aria-label', t('recordings.closePlayer'));
  close.append(makeIcon('x'));
  close.addEventListener('click', () => {
    player.hidden = true;
    player.replaceChildren();
    mark(null);
    button.focus();
  });
  section.querySelector('.card-header')?.append(close);
  const of = section.querySelector('.card-title');
  const row = button.closest('tr');
  if (of && row) of.append(` · ${row.cells[2]?.textContent ?? ''} · ${row.cells[1]?.textContent ?? ''}`);
  player.replaceChildren(section);
  player.hidden = false;
  mark(row);
  setUpPlayers(player);
  const play = player.querySelector<HTMLButtonElement>('[data-play]');
  play?.focus();
  play?.click();
}

function mark(row: HTMLElement | null): void {
  for (const each of findAll('tr.playing')) each.classList.remove('playing');
  row?.classList.add('playing');
}

for (const button of findAll('[data-listen]')) button.addEventListener('click', () => void listen(button));

/** Several at once. */
const boxes = findAll<HTMLInputElement>('[data-choose]');
const all = document.querySelector<HTMLInputElement>('[data-choose-all]');
const bulk = document.querySelector<HTMLElement>('[data-bulk]');
const chosen = (): string[] => boxes.filter(({ checked }) => checked).map(({ value }) => value);

function showChosen(): void {
  const count = chosen().length;
  if (all) {
    all.checked = count > 0 && count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
    all.disabled = boxes.length === 0;
  }
  if (!bulk) return;
  bulk.hidden = count === 0;
  find('[data-chosen]', bulk).textContent = t('recordings.chosen', { count });
}

all?.addEventListener('change', () => {
  for (const box of boxes) box.checked = all.checked;
  showChosen();
});
for (const box of boxes) box.addEventListener('change', showChosen);
showChosen();

document
  .querySelector('[data-remove-chosen]')
  ?.addEventListener('click', () => askForReason(reason => removeRecordings(chosen(), reason)));

/** One after the other: each file is read from its beginning to its end. */
async function check(ids: readonly string[]): Promise<void> {
  let faults = 0;
  for (const id of ids) {
    const reply = await send<{ fault: string | null }>('POST', `/recordings/${encodeURIComponent(id)}/check`);
    if (!reply.ok && reply.problem.code !== 'notFound') return fail(problemText(reply.problem));
    if (!reply.ok || reply.body.fault) faults += 1;
  }
  toastOnNextPage(
    faults === 0
      ? t('recordings.checkedWell', { count: ids.length })
      : t('recordings.checkedBadly', { count: faults }),
  );
  location.reload();
}

for (const button of findAll<HTMLButtonElement>('[data-check], [data-check-chosen]'))
  button.addEventListener('click', () => {
    button.disabled = true;
    toast(t('recordings.checking'));
    void check(button.dataset.check ? [button.dataset.check] : chosen()).finally(() => {
      button.disabled = false;
    });
  });

const access = document.querySelector<HTMLFormElement>('[data-access]');
access?.addEventListener('submit', event => {
  event.preventDefault();
  const supervisor = find<HTMLSelectElement>('#access').value;
  void send('PUT', '/recording-access', { supervisor }).then(reply =>
    reply.ok ? toast(t('recordings.accessSaved')) : fail(problemText(reply.problem)),
  );
});
