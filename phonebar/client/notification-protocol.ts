/** What the page and the worker of its notifications say to each other. */

/** Stands in the notification. */
export interface NotificationData {
  /** The page that showed it. */
  page: string;
  offer: string;
}

/** `action`: answer, reject, or '' for a click beside the buttons. The page answers true on the port when it is its own. */
export interface NotificationMessage extends NotificationData {
  type: 'phonebar-notification';
  action: string;
}
