/** Whether the browser may notify: explained, and asked for by a button while it is not decided. */
import { notificationPermission } from '../notifications.ts';
import { h, onClick, setHidden, setText } from './dom.ts';
import type { Translate } from '../i18n.ts';

export interface NotificationRow {
  element: HTMLElement;
  refresh(): void;
}

/** `always` false: it is there only while there is something to decide. */
export function createNotificationRow(t: Translate, always: boolean): NotificationRow {
  const words = h('p', { class: 'check-words', role: 'status' });
  const allow = h('button', { type: 'button' }, t('notifications.allow'));
  const element = h(
    'div',
    { class: 'device', 'data-device': 'notifications' },
    h('span', { class: 'label' }, t('notifications.label')),
    words,
    allow,
  );
  const refresh = (): void => {
    const permission = notificationPermission();
    setHidden(element, !always && permission !== 'default');
    setText(words, t(`notifications.${permission}`));
    setHidden(allow, permission !== 'default');
  };
  onClick(allow, () => {
    // A browser that asks nobody (a private window) answers all the same.
    void Notification.requestPermission().then(refresh, refresh);
  });
  refresh();
  return { element, refresh };
}
