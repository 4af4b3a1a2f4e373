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
  let id: string | null;
  // `flow:<contact>/<effect>`
  if (event.type === 'timerFired') id = event.timerId.replace(/^[^:]*:|\/.*$/g, '');
  else {
    const leg =
      'leg' in event
        ? event.leg
        : 'playback' in event
          ? event.playback
          : 'recording' in event
            ? event.recording
            : 'request' in event && typeof event.request === 'string'
              ? event.request
              : '';
    id = world.legs.get(leg)?.contactId ?? contactOf(leg);
  }
  return id === null ? null : (world.contacts.get(id) ?? null);
}

/** The turn that takes the place of the one in which handling `event` threw `error`. */
export function contain(world: World, event: Event, subject: Contact | null, error: unknown): Turn {
  const turn = createTurn(world, world.at);
  guard(turn, event.type, subject, () => {
    throw error;
  });
  guard(turn, `settling after ${event.type}`, null, () => settle(turn));
  if (event.type === 'agentRequested' || event.type === 'dictationRequested')
    command(turn, { type: 'reply', requestId: event.requestId, refused: 'switchAway' });
  return turn;
}
