/**
 * Service worker for the desktop notification of an offer: only such a one has buttons. It keeps nothing, fetches
 * nothing and controls no page; a click goes to the page that the notification is of, while that is there.
 */
import type { NotificationData, NotificationMessage } from './notification-protocol.ts';

interface PageClient {
  url: string;
  focus(): Promise<unknown>;
  postMessage(message: NotificationMessage, transfer: Transferable[]): void;
}
declare const clients: {
  matchAll(options: { type: 'window'; includeUncontrolled: true }): Promise<readonly PageClient[]>;
};
interface NotificationClick extends Event {
  action: string;
  notification: Notification;
  waitUntil(work: Promise<unknown>): void;
}

/** A page that is loaded or asleep does not answer; the browser would wait for it for minutes. */
const answersWithinMs = 3000;

const isClick = (event: Event): event is NotificationClick => 'notification' in event;

addEventListener('notificationclick', event => {
  if (!isClick(event)) return;
  event.notification.close();
  const told = tell(event.action, event.notification.data as NotificationData);
  // What a script dispatched has no life to extend.
  if (event.isTrusted) event.waitUntil(told);
});

async function tell(action: string, data: NotificationData): Promise<void> {
  const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const phonebars = pages.filter(({ url }) => new URL(url).pathname === '/phonebar');
  await Promise.all(phonebars.map(page => tellPage(page, action, data)));
}

async function tellPage(page: PageClient, action: string, data: NotificationData): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const mine = new Promise<boolean>(resolve => {
    port1.onmessage = ({ data: answer }) => resolve(answer === true);
    setTimeout(() => resolve(false), answersWithinMs);
  });
  page.postMessage({ type: 'phonebar-notification', action, ...data }, [port2]);
  // The browser lets it come to the front after a click alone.
  if ((await mine) && action !== 'reject') await page.focus().catch(() => undefined);
}
