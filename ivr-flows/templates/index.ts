/** Flows to begin with. What only the centre knows (campaigns, calendars, connections) is left to be chosen. */
import { Flow } from '../document.ts';
import { label } from '../parameters.ts';
import type { Localized } from '../values.ts';
import callbackOffer from './callback-offer.json' with { type: 'json' };
import departments from './departments.json' with { type: 'json' };
import orderStatus from './order-status.json' with { type: 'json' };
import pinCheck from './pin-check.json' with { type: 'json' };
import queueAnnouncements from './queue-announcements.json' with { type: 'json' };
import survey from './survey.json' with { type: 'json' };
import voicemailBox from './voicemail-box.json' with { type: 'json' };
import welcomeHours from './welcome-hours.json' with { type: 'json' };

export interface FlowTemplate {
  /** Name of its file. */
  id: string;
  title: Localized;
  flow: Flow;
}

const template = (id: string, title: Localized, document: unknown): FlowTemplate => ({
  id,
  title,
  flow: Flow.parse(document),
});

export const templates: readonly FlowTemplate[] = [
  template('welcome-hours', label('Accoglienza e orari', 'Welcome and opening hours'), welcomeHours),
  template('departments', label('Menu dei reparti', 'Menu of departments'), departments),
  template('callback-offer', label('Offerta di richiamare', 'Callback offer'), callbackOffer),
  template('queue-announcements', label('Coda con annunci', 'Queue with announcements'), queueAnnouncements),
  template('voicemail-box', label('Segreteria', 'Voicemail box'), voicemailBox),
  template('survey', label('Sondaggio', 'Survey'), survey),
  template('order-status', label('Stato di un ordine', 'Order status'), orderStatus),
  template('pin-check', label('Controllo del PIN', 'PIN check'), pinCheck),
];
