/** Draws the operator to an offer: flashing title, desktop notification. */
import { createNotifications } from './notifications.ts';
import type { OfferNotification } from './notifications.ts';

export interface Attention {
  /** `offer` null = nobody calls any more. */
  update(offer: OfferNotification | null, pageTitle: string, now: number): void;
}

const flashMs = 1000;

/** `pressed`: a button of the notification of that offer, '' beside them. */
export function createAttention(pressed: (action: string, offerId: string) => void): Attention {
  const notifications = createNotifications(pressed);
  let current = '';
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  return {
    update(offer, pageTitle, now) {
      if ((offer?.id ?? '') !== current) {
        current = offer?.id ?? '';
        // Who looks at the page sees the offer there.
        notifications.show(offer && !document.hasFocus() ? offer : null);
      }
      const flashed = offer !== null && (still.matches || Math.floor(now / flashMs) % 2 === 0);
      const title = flashed && offer ? `● ${offer.title}` : pageTitle;
      if (document.title !== title) document.title = title;
    },
  };
}
