/** Messages of callers: listening marks them as heard; they are marked, deleted, and who may listen is set. */
import './list.ts';
import { send, type Reply } from '../api.ts';
import { openDialog } from '../dialogs.ts';
import { find, findAll, make, toast, toastOnNextPage } from '../dom.ts';
import { problemText } from '../problem-words.ts';
import { t } from '../words.ts';

function fail(text: string): void {
  const summary = find('[data-summary]');
  summary.textContent = text;
  summary.hidden = false;
  summary.focus();
}

/** The server notes who listens; the page shows it without being read anew. */
for (const player of findAll<HTMLAudioElement>('.voicemail-player')) {
  const message = player.closest<HTMLElement>('[data-voicemail]');
  player.addEventListener('playing', () => {
    for (const other of findAll<HTMLAudioElement>('.voicemail-player')) if (other !== player) other.pause();
    const badge = message?.querySelector('[data-state] .badge');
    badge?.replaceWith(make('span', 'text-secondary', t('voicemails.heardNow')));
  });
  player.addEventListener('error', () => fail(t('voicemails.cannotPlay')));
}

const id = document.querySelector<HTMLElement>('.row[data-voicemail]')?.dataset.voicemail;
const address = `/voicemails/${encodeURIComponent(id ?? '')}`;

function finish(reply: Reply<unknown>, text: string, then: () => void): void {
  if (!reply.ok) return fail(problemText(reply.problem));
  toastOnNextPage(text);
  then();
}

const mark = document.querySelector<HTMLButtonElement>('[data-mark]');
mark?.addEventListener('click', () => {
  const heard = mark.dataset.mark === 'true';
  mark.disabled = true;
  void send('PUT', `${address}/heard`, { heard }).then(reply => {
    mark.disabled = false;
    finish(reply, t('voicemails.marked'), () => location.reload());
  });
});

document.querySelector('[data-remove]')?.addEventListener('click', () => {
  const dialog = find<HTMLDialogElement>('#remove-dialog');
  openDialog(dialog);
  const confirm = find<HTMLButtonElement>('[data-confirm]', dialog);
  confirm.onclick = () => {
    dialog.close();
    void send('DELETE', address).then(reply =>
      finish(reply, t('form.deleted'), () => location.assign('/admin/voicemails')),
    );
  };
});

const access = document.querySelector<HTMLFormElement>('[data-access]');
access?.addEventListener('submit', event => {
  event.preventDefault();
  const supervisor = find<HTMLSelectElement>('#access').value;
  void send('PUT', '/voicemail-access', { supervisor }).then(reply =>
    reply.ok ? toast(t('voicemails.accessSaved')) : fail(problemText(reply.problem)),
  );
});
