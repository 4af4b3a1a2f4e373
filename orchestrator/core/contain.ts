/** F13: what follows when a handler threw. Whatever it had begun is dropped, the contact at fault ends cleanly. */
import { agentFree } from './agents/after-contact.ts';
import { destroyBridge } from './agents/bridge.ts';
import type { Contact } from './contacts/contact.ts';
import { endContact } from './contacts/end.ts';
import type { Event } from './events.ts';
import { contactOf } from './ids.ts';
import { settle } from './routing/settle.ts';
import { removeSorted } from './routing/sorted.ts';
import type { StepResult } from './step.ts';
import { command, createTurn, record, type Turn } from './turn.ts';
import type { World } from './world.ts';

/** The contact that an event is about; null when it is about none, or about many. */
export function subjectOf(world: World, event: Event): Contact | null {
  let id: string | null;
  if (event.type === 'timerFired') id = event.timerId.slice(event.timerId.indexOf(':') + 1);
  else {
    const leg = 'leg' in event ? event.leg : 'playback' in event ? event.playback : '';
    id = world.legs.get(leg)?.contactId ?? contactOf(leg);
  }
  return id === null ? null : (world.contacts.get(id) ?? null);
}

export function contain(
  world: World,
  at: number,
  event: Event,
  subject: Contact | null,
  error: unknown,
): StepResult {
  let turn = createTurn(world, at);
  noteException(turn, `${event.type}: ${String(error)}`, subject);
  try {
    if (subject) {
      // Its end may have been what threw: then it is not in the world any more, and nobody has heard of its end.
      world.contacts.set(subject.id, subject);
      endContact(turn, subject, 'failed', 'system');
    }
    settle(turn);
  } catch (second) {
    turn = createTurn(world, at);
    noteException(turn, `${event.type}: ${String(error)}; its containment: ${String(second)}`, subject);
    if (subject) bury(turn, subject);
  }
  if (event.type === 'agentRequested')
    command(turn, { type: 'reply', requestId: event.requestId, refused: 'switchAway' });
  return { commands: turn.commands, facts: turn.facts, error: asError(error) };
}

/** Not even the ordinary end works: the contact is taken out by its id alone, with one outcome all the same (I1). */
function bury(turn: Turn, { id, node }: Contact): void {
  const { world } = turn;
  world.contacts.delete(id);
  for (const waiting of world.waiting.values()) removeSorted(waiting, id);
  for (const [leg, owner] of world.legs)
    if (owner.contactId === id) command(turn, { type: 'hangup', node, leg, reason: 'normal' });
  for (const session of world.sessions.values()) {
    if (session.contactId !== id) continue;
    destroyBridge(turn, session);
    agentFree(turn, session);
  }
  const unknown = {
    serviceId: null,
    campaignId: null,
    agentId: null,
    waitMs: 0,
    talkMs: 0,
    holdMs: 0,
    durationMs: 0,
  };
  record(turn, { type: 'contactEnded', contactId: id, outcome: 'failed', endedBy: 'system', ...unknown });
}

function noteException(turn: Turn, detail: string, subject: Contact | null): void {
  record(turn, {
    type: 'anomalyFound',
    code: 'exception',
    detail: detail.slice(0, 500),
    contactId: subject?.id ?? null,
  });
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error
    ? thrown
    : new Error('a handler threw something that is no error', { cause: thrown });
}
