/** One prompt: upload, record, speak, listen, go back to an earlier version. */
import { download, send, upload, type Reply } from '../api.ts';
import { recordByPhone } from '../audio/by-phone.ts';
import { createRecorder } from '../audio/recorder.ts';
import { openDialog } from '../dialogs.ts';
import { find, findAll, toastOnNextPage } from '../dom.ts';
import { problemText } from '../problem-words.ts';
import { t } from '../words.ts';

const page = find('#prompt');
const prompt = page.dataset.prompt ?? '';
/** As the server says. */
const mostBytes = 20 * 1024 * 1024;

interface Part {
  card: HTMLElement;
  language: string;
  address: string;
}

function fail({ card }: Part, text: string): void {
  const summary = find('[data-summary]', card);
  summary.textContent = text;
  summary.hidden = false;
  summary.focus();
}

function finish(part: Part, reply: Reply<unknown>, text: string): void {
  if (!reply.ok) return fail(part, problemText(reply.problem));
  reload(text);
}

function reload(text: string): void {
  toastOnNextPage(text);
  location.reload();
}

/** Works once at a time: the buttons of the language wait. */
async function busy(part: Part, work: () => Promise<void>): Promise<void> {
  const buttons = findAll<HTMLButtonElement>('button', part.card).filter(button => !button.disabled);
  find('[data-summary]', part.card).hidden = true;
  for (const button of buttons) button.disabled = true;
  part.card.setAttribute('aria-busy', 'true');
  try {
    await work();
  } finally {
    for (const button of buttons) button.disabled = false;
    part.card.removeAttribute('aria-busy');
  }
}

function keep(part: Part, file: Blob, made: 'upload' | 'recorded'): void {
  if (file.size > mostBytes) return fail(part, t('problems.tooLarge'));
  void busy(part, async () =>
    finish(part, await upload(`${part.address}?made=${made}`, file), t('prompts.saved')),
  );
}

function takeFiles(part: Part): void {
  const zone = find('[data-drop]', part.card);
  const input = find<HTMLInputElement>('[data-file]', zone);
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) keep(part, file, 'upload');
    input.value = '';
  });
  zone.addEventListener('dragover', event => {
    event.preventDefault();
    zone.classList.add('over');
  });
  zone.addEventListener('dragleave', () => zone.classList.remove('over'));
  zone.addEventListener('drop', event => {
    event.preventDefault();
    zone.classList.remove('over');
    const [file] = event.dataTransfer?.files ?? [];
    if (file) keep(part, file, 'upload');
  });
}

function recordHere(part: Part): void {
  const button = find<HTMLButtonElement>('[data-record]', part.card);
  const label = find('[data-record-label]', button);
  const level = find<HTMLMeterElement>('.recorder-level', part.card);
  const time = find('[data-record-time]', part.card);
  const take = find('[data-take]', part.card);
  const player = find<HTMLAudioElement>('[data-take-audio]', take);
  let file: Blob | null = null;
  const recorder = createRecorder({
    progress(loudness, seconds) {
      level.value = loudness;
      time.textContent = `${Math.floor(seconds / 60)}:${String(Math.floor(seconds) % 60).padStart(2, '0')}`;
    },
  });
  const show = (recording: boolean): void => {
    label.textContent = t(recording ? 'prompts.stopRecording' : 'prompts.startRecording');
    button.classList.toggle('btn-danger', recording);
  };

  async function toggle(): Promise<void> {
    find('[data-summary]', part.card).hidden = true;
    try {
      if (!recorder.recording()) {
        take.hidden = true;
        await recorder.start();
        return show(true);
      }
      show(false);
      file = await recorder.stop();
      player.src = URL.createObjectURL(file);
      take.hidden = false;
    } catch (error) {
      show(false);
      const denied = error instanceof DOMException && error.name === 'NotAllowedError';
      fail(part, t(denied ? 'prompts.microphoneDenied' : 'prompts.microphoneFailed'));
    }
  }
  button.addEventListener('click', () => void toggle());
  find('[data-keep-take]', take).addEventListener('click', () => {
    if (file) keep(part, file, 'recorded');
  });
  find('[data-drop-take]', take).addEventListener('click', () => {
    take.hidden = true;
    file = null;
  });
}

function speak(part: Part): void {
  const text = find<HTMLTextAreaElement>('[data-speech]', part.card);
  const player = find<HTMLAudioElement>('[data-preview-audio]', part.card);
  const words = (): string | null => {
    if (text.value.trim() !== '') return text.value;
    text.focus();
    fail(part, t('prompts.noText'));
    return null;
  };
  find('[data-preview]', part.card).addEventListener('click', () => {
    const said = words();
    if (said === null) return;
    void busy(part, async () => {
      const reply = await download('/prompts/speech-preview', { language: part.language, text: said });
      if (!reply.ok) return fail(part, problemText(reply.problem));
      player.src = URL.createObjectURL(reply.body);
      player.hidden = false;
      await player.play().catch(() => undefined);
    });
  });
  find('[data-speak]', part.card).addEventListener('click', () => {
    const said = words();
    if (said === null) return;
    void busy(part, async () =>
      finish(part, await send('POST', `${part.address}/speech`, { text: said }), t('prompts.saved')),
    );
  });
}

const dialog = find<HTMLDialogElement>('#remove-dialog');
let removed: Part | null = null;
find('[data-confirm]', dialog).addEventListener('click', () => {
  const part = removed;
  dialog.close();
  if (part) void busy(part, async () => finish(part, await send('DELETE', part.address), t('form.deleted')));
});

for (const card of findAll('[data-language]', page)) {
  const language = card.dataset.language ?? '';
  const part = { card, language, address: `/prompts/${prompt}/${language}` };
  takeFiles(part);
  recordHere(part);
  speak(part);
  recordByPhone(card, part.address, {
    fail: text => fail(part, text),
    kept: reload,
  });
  for (const button of findAll<HTMLButtonElement>('[data-restore]', card))
    button.addEventListener('click', () => {
      const version = Number(button.dataset.restore);
      void busy(part, async () =>
        finish(part, await send('POST', `${part.address}/restore`, { version }), t('prompts.restored')),
      );
    });
  card.querySelector('[data-remove]')?.addEventListener('click', () => {
    removed = part;
    find('#remove-title').textContent = t('form.deleteTitle', { name: find('h2', card).textContent });
    openDialog(dialog);
  });
}
