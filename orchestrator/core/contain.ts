/** F13: a handler threw. Whatever it had begun is dropped, the contact that its event was about ends cleanly. */
import type { Contact } from './contacts/contact.ts';
import type { Event } from './events.ts';
import { contactOf } from './ids.ts';
import { guard } from './quarantine.ts';
import { settle } from './routing/settle.ts';
import { command, createTurn, type Turn } from './turn.ts';
import type { World } from './world.ts';

/** The contact that an event is about; null when it is about none, or about many. */
export function subjectOf(world: World, event: Event): Contact | null {
  const id = event.type === 'timerFired' ? timedContact(event.timerId) : contactNamedBy(world, event);
  return id === null ? null : (world.contacts.get(id) ?? null);
}

/** `<kind>:<contact>`, `flow:<contact>/<effect>`, or a timer of something else. */
function timedContact(timerId: string): string {
  const from = timerId.indexOf(':') + 1;
  const slash = timerId.indexOf('/', from);
  return slash < 0 ? timerId.slice(from) : timerId.slice(from, slash);
}

function contactNamedBy(world: World, event: Event): string | null {
  let leg = '';
  if ('leg' in event) ({ leg } = event);
  else if ('playback' in event) leg = event.playback;
  else if ('recording' in event) leg = event.recording;
  else if ('request' in event && typeof event.request === 'string') leg = event.request;
  return leg === '' ? null : (world.legs.get(leg)?.contactId ?? contactOf(leg));
}

/** The turn that takes the place of the one in which handling `event` threw `error`. */
export function contain(world: World, event: Event, subject: Contact | null, error: unknown): Turn {
  const turn = createTurn(world, world.at);
  guard(turn, event.type, subject, () => {
    throw error;
  });
  guard(turn, `settling after ${event.type}`, null, () => settle(turn));
  if ('requestId' in event)
    command(turn, { type: 'reply', requestId: event.requestId, refused: 'switchAway' });
  return turn;
}
