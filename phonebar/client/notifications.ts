/**
 * Desktop notifications of offers (Notifications API). With a service worker they have buttons; where there is none
 * (the browser, a private window) they are plain, and a click leads to the page.
 */
import type { NotificationData, NotificationMessage } from './notification-protocol.ts';

export interface OfferNotification {
  /** Changes with each offer. */
  id: string;
  title: string;
  body: string;
  buttons: { action: 'answer' | 'reject'; title: string }[];
}

export interface Notifications {
  /** null = none is to be seen. */
  show(offer: OfferNotification | null): void;
}

const worker = '/phonebar/assets/notifier.js';

export type NotificationPermissionState = 'granted' | 'default' | 'denied' | 'missing';

export function notificationPermission(): NotificationPermissionState {
  return 'Notification' in window ? Notification.permission : 'missing';
}

/** `pressed`: a button of the notification of that offer, '' beside them. */
export function createNotifications(pressed: (action: string, offerId: string) => void): Notifications {
  const page = crypto.randomUUID();
  let registering: Promise<ServiceWorkerRegistration | null> | null = null;
  let plain: Notification | null = null;
  let wanted: OfferNotification | null = null;
  let shown: string | null = null;
  // One after the other: what is to be closed must have been shown.
  let work: Promise<void> = Promise.resolve();

  if ('serviceWorker' in navigator)
    navigator.serviceWorker.addEventListener('message', ({ data, ports }: MessageEvent<unknown>) => {
      if (!isMessage(data)) return;
      const mine = data.page === page;
      ports[0]?.postMessage(mine);
      if (mine) pressed(data.action, data.offer);
    });

  async function settle(): Promise<void> {
    if (shown === (wanted?.id ?? null)) return;
    registering ??= register();
    const registration = await registering;
    if (shown !== null) {
      plain?.close();
      for (const old of (await registration?.getNotifications({ tag: shown })) ?? []) old.close();
    }
    plain = null;
    // Meanwhile another one may be wanted.
    const offer = wanted;
    shown = offer?.id ?? null;
    if (!offer) return;
    const options = { body: offer.body, tag: offer.id, requireInteraction: true, silent: true };
    const data: NotificationData = { page, offer: offer.id };
    if (registration) {
      const withButtons = { ...options, data, actions: offer.buttons };
      await registration.showNotification(offer.title, withButtons);
      return;
    }
    plain = new Notification(offer.title, options);
    plain.onclick = () => {
      window.focus();
      pressed('', offer.id);
    };
  }

  return {
    show(offer) {
      if (offer && notificationPermission() !== 'granted') return;
      if (offer === null && shown === null && wanted === null) return;
      if (offer?.id === wanted?.id) return;
      wanted = offer;
      // A notification that does not come keeps nothing from working: the page rings.
      work = work.then(settle).catch(() => undefined);
    },
  };
}

async function register(): Promise<ServiceWorkerRegistration | null> {
  if (!('serviceWorker' in navigator)) return null;
  try {
    const registration = await navigator.serviceWorker.register(worker);
    if (!registration.active) await activation(registration);
    return registration;
  } catch {
    return null;
  }
}

function activation(registration: ServiceWorkerRegistration): Promise<void> {
  const coming = registration.installing ?? registration.waiting;
  return new Promise((resolve, reject) => {
    coming?.addEventListener('statechange', () => {
      if (coming.state === 'activated') resolve();
      if (coming.state === 'redundant') reject(new Error('the worker of the notifications does not start'));
    });
    if (!coming || coming.state === 'activated') resolve();
  });
}

function isMessage(data: unknown): data is NotificationMessage {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === 'phonebar-notification';
}
