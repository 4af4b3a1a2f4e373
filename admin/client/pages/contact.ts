/** A contact that is still active: the page asks again until it is over, and shows what changed. Recordings are played. */
import { jump, setUpPlayers } from '../call-player.ts';
import { find } from '../dom.ts';

const region = find('#contact');
const recordings = find('#recordings');

async function refresh(): Promise<void> {
  const response = await fetch(location.href).catch(() => null);
  if (response?.ok && !response.redirected) {
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const fresh = page.querySelector<HTMLElement>('#contact');
    if (fresh && fresh.innerHTML !== region.innerHTML) region.replaceChildren(...fresh.childNodes);
    if (fresh && fresh.dataset.refresh === undefined) delete region.dataset.refresh;
    const heard = page.querySelector<HTMLElement>('#recordings');
    // Otherwise somebody may be listening.
    if (heard && heard.dataset.states !== recordings.dataset.states) {
      recordings.dataset.states = heard.dataset.states;
      recordings.replaceChildren(...heard.childNodes);
      setUpPlayers(recordings);
    }
  }
  schedule();
}

function schedule(): void {
  const interval = Number(region.dataset.refresh);
  if (interval > 0) setTimeout(() => void refresh(), interval);
}

region.addEventListener('click', event => {
  const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-jump]') : null;
  if (button) jump(button.dataset.jump ?? '', Number(button.dataset.seconds));
});

setUpPlayers(recordings);
schedule();
