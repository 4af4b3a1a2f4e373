/** Plays recorded calls: one at a time, from any moment, at any speed; deletes them. */
import { send } from './api.ts';
import { openDialog } from './dialogs.ts';
import { find, findAll, toastOnNextPage } from './dom.ts';
import { problemText } from './problem-words.ts';
import { t } from './words.ts';

const clockOf = (seconds: number): string => {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
};

/** Says it at the player, or where there is none at the head of the page. */
export function fail(text: string): void {
  const summary = document.querySelector<HTMLElement>('#recordings [data-summary]') ?? find('[data-summary]');
  summary.textContent = text;
  summary.hidden = false;
  summary.focus();
}

/** Sets up the players of the region; they are found again by `jump`. */
export function setUpPlayers(region: ParentNode): void {
  for (const player of findAll<HTMLElement>('[data-recording]', region)) {
    const audio = player.querySelector('audio');
    if (audio) setUp(player, audio);
  }
}

function setUp(player: HTMLElement, audio: HTMLAudioElement): void {
  const seek = find<HTMLInputElement>('.call-seek', player);
  const play = find<HTMLButtonElement>('[data-play]', player);
  const now = find('[data-now]', player);
  const length = Number(seek.max);

  const show = (): void => {
    const { currentTime } = audio;
    seek.value = String(currentTime);
    seek.setAttribute('aria-valuetext', clockOf(currentTime));
    now.textContent = clockOf(currentTime);
    player.style.setProperty('--played', `${length > 0 ? (currentTime * 100) / length : 0}%`);
  };
  const showState = (): void => {
    const playing = !audio.paused;
    find('.ti', play).className = `ti ti-player-${playing ? 'pause' : 'play'}`;
    find('span', play).textContent = (playing ? play.dataset.wordsPause : play.dataset.wordsPlay) ?? '';
    if (playing)
      for (const other of findAll<HTMLAudioElement>('#recordings audio')) if (other !== audio) other.pause();
  };
  const go = (seconds: number): void => {
    audio.currentTime = Math.min(Math.max(seconds, 0), length);
    show();
  };

  seek.addEventListener('input', () => go(Number(seek.value)));
  play.addEventListener('click', () => (audio.paused ? start(audio) : audio.pause()));
  for (const button of findAll<HTMLButtonElement>('[data-skip]', player))
    button.addEventListener('click', () => go(audio.currentTime + Number(button.dataset.skip)));
  const speed = find<HTMLSelectElement>('[data-speed]', player);
  speed.addEventListener('change', () => {
    audio.playbackRate = Number(speed.value);
  });
  audio.addEventListener('timeupdate', show);
  for (const event of ['play', 'pause', 'ended']) audio.addEventListener(event, showState);
  audio.addEventListener('error', () => fail(t('recordings.cannotPlay')));
  player
    .querySelector('[data-remove]')
    ?.addEventListener('click', () => askToRemove(player.dataset.recording ?? ''));
}

/** What went wrong is told by the element's own event. */
function start(audio: HTMLAudioElement): void {
  audio.play().catch(() => undefined);
}

/** Plays a recording from a moment on. */
export function jump(recording: string, seconds: number): void {
  const player = findAll<HTMLElement>('[data-recording]').find(each => each.dataset.recording === recording);
  const audio = player?.querySelector('audio');
  if (!player || !audio) return;
  audio.currentTime = seconds;
  start(audio);
  player.scrollIntoView({ block: 'nearest' });
  find<HTMLInputElement>('.call-seek', player).focus({ preventScroll: true });
}

function askToRemove(id: string): void {
  askForReason(reason => removeRecordings([id], reason));
}

/** Asks why; without an answer nothing happens. */
export function askForReason(then: (reason: string) => void): void {
  const dialog = find<HTMLDialogElement>('#remove-recording');
  const reason = find<HTMLInputElement>('[name=reason]', dialog);
  openDialog(dialog);
  reason.focus();
  find<HTMLFormElement>('form', dialog).onsubmit = () => then(reason.value);
}

export function removeRecordings(ids: string[], reason: string): void {
  void send<{ deleted: number }>('POST', '/recordings/deletions', { ids, reason }).then(reply => {
    if (!reply.ok) return fail(problemText(reply.problem));
    toastOnNextPage(t('recordings.removed', { count: reply.body.deleted }));
    location.reload();
  });
}
