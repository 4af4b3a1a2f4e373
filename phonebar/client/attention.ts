/** Draws the operator to an offer: flashing title, desktop notification. */
export interface Attention {
  /** `offer` null = nobody calls any more. The notification shows `title` and `body`. */
  update(offer: { id: string; title: string; body: string } | null, pageTitle: string, now: number): void;
}

const flashMs = 1000;

export function createAttention(): Attention {
  let notification: Notification | null = null;
  let current = '';
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  const notify = (id: string, title: string, body: string): void => {
    if (document.hasFocus() || !('Notification' in window) || Notification.permission !== 'granted') return;
    notification = new Notification(title, { body, tag: id, requireInteraction: true, silent: true });
    notification.onclick = () => {
      window.focus();
      notification?.close();
    };
  };
  return {
    update(offer, pageTitle, now) {
      if ((offer?.id ?? '') !== current) {
        current = offer?.id ?? '';
        notification?.close();
        notification = null;
        if (offer) notify(offer.id, offer.title, offer.body);
      }
      const flashed = offer !== null && (still.matches || Math.floor(now / flashMs) % 2 === 0);
      const title = flashed && offer ? `● ${offer.title}` : pageTitle;
      if (document.title !== title) document.title = title;
    },
  };
}

/** Asks for permission to notify; in a click, once. */
export function askToNotify(): void {
  if ('Notification' in window && Notification.permission === 'default')
    void Notification.requestPermission();
}
