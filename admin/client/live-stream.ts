/** The stream of live views: reconnects by itself and tells how old the picture is. */
import type { LiveView } from '../../orchestrator/core/views.ts';
import { find } from './dom.ts';
import { formats, t } from './words.ts';

/** Without a word for so long the picture counts as old: the server speaks every 4 s even if nothing happens. */
const staleAfterMs = 6000;
const retryMs = 2000;

let atServer = Date.now();
let heardAt = performance.now();

/** The server's time now, epoch ms, going by the last view and our steady clock. */
export function serverNow(): number {
  return atServer + performance.now() - heardAt;
}

/**
 * Calls `show` with `first` and with every later view; keeps the state line and all running times of the page.
 * `messages`: messages to agents came or were read, or may have while the stream was away.
 */
export function watchLive(
  first: LiveView,
  show: (view: LiveView) => void,
  messages: () => void = () => undefined,
): void {
  const take = (view: LiveView): void => {
    atServer = view.at;
    heardAt = performance.now();
    show(view);
    tick();
  };
  take(first);
  connect(take, messages);
  setInterval(tick, 1000);
}

function connect(take: (view: LiveView) => void, messages: () => void): void {
  const source = new EventSource('/api/v1/live/events');
  source.addEventListener('live', (event: MessageEvent<string>) => take(JSON.parse(event.data)));
  source.addEventListener('messages', messages);
  source.addEventListener('open', messages);
  source.addEventListener('error', () => {
    tick();
    // The browser tries again by itself unless the server refused outright.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => connect(take, messages), retryMs);
  });
  addEventListener('pagehide', () => source.close());
}

/** Every second: running times, and whether the picture is old. */
function tick(): void {
  const age = performance.now() - heardAt;
  const stale = age > staleAfterMs;
  document.body.classList.toggle('stale', stale);
  const text = stale ? t('live.stale', { age: formats.duration(age) }) : t('live.fresh');
  const line = find('[data-live-text]');
  if (line.textContent !== text) line.textContent = text;
  if (stale) return;
  const now = serverNow();
  for (const element of document.querySelectorAll<HTMLElement>('[data-since]')) {
    const shown = formats.timer(now - Number(element.dataset.since));
    if (element.textContent !== shown) element.textContent = shown;
  }
}
