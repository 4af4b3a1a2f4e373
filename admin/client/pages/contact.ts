/** A contact that is still active: the page asks again until it is over, and shows what changed. */
import { find } from '../dom.ts';

const region = find('#contact');

async function refresh(): Promise<void> {
  const response = await fetch(location.href).catch(() => null);
  if (response?.ok && !response.redirected) {
    const fresh = new DOMParser()
      .parseFromString(await response.text(), 'text/html')
      .querySelector<HTMLElement>('#contact');
    if (fresh && fresh.innerHTML !== region.innerHTML) region.replaceChildren(...fresh.childNodes);
    if (fresh && fresh.dataset.refresh === undefined) delete region.dataset.refresh;
  }
  schedule();
}

function schedule(): void {
  const interval = Number(region.dataset.refresh);
  if (interval > 0) setTimeout(() => void refresh(), interval);
}

schedule();
