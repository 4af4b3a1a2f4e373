/**
 * F13: what follows when the handling of a contact threw. Whatever had begun is dropped, the contact at fault
 * ends cleanly and with one outcome, the others do not notice.
 */
import { agentFree } from './agents/after-contact.ts';
import { destroyBridge } from './agents/bridge.ts';
import type { Contact } from './contacts/contact.ts';
import { endContact } from './contacts/end.ts';
import { recountServing } from './flows/stop.ts';
import { forgetWaiting } from './routing/waiting.ts';
import { command, record, type Turn } from './turn.ts';

/**
 * One part of an event that is about many, `contact` the one that it touches. When the part throws, it alone
 * comes to nothing and its contact is quarantined; the rest of the event goes on.
 */
export function guard(turn: Turn, part: string, contact: Contact | null | undefined, act: () => void): void {
  const begun = placeOf(turn);
  try {
    act();
  } catch (error) {
    dropSince(turn, begun);
    turn.errors.push(asError(error));
    quarantine(turn, part, contact ?? null, error);
  }
}

/** Ends the contact at fault; `null` = nobody can be named, it is only written down. */
export function quarantine(turn: Turn, what: string, contact: Contact | null, error: unknown): void {
  const begun = placeOf(turn);
  noteException(turn, `${what}: ${String(error)}`, contact);
  if (!contact) return;
  try {
    // Its end may have been what threw: then it is not in the world any more, and nobody has heard of its end.
    turn.world.contacts.set(contact.id, contact);
    endContact(turn, contact, 'failed', 'system');
  } catch (second) {
    dropSince(turn, begun);
    noteException(turn, `${what}: ${String(error)}; its containment: ${String(second)}`, contact);
    bury(turn, contact);
  }
}

/** Not even the ordinary end works: the contact is taken out by its id alone, with one outcome all the same (I1). */
function bury(turn: Turn, { id, node }: Contact): void {
  const { world } = turn;
  world.contacts.delete(id);
  recountServing(world);
  forgetWaiting(world, id);
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

function noteException(turn: Turn, detail: string, contact: Contact | null): void {
  record(turn, {
    type: 'anomalyFound',
    code: 'exception',
    detail: detail.slice(0, 500),
    contactId: contact?.id ?? null,
  });
}

function placeOf({ commands, facts }: Turn): { commands: number; facts: number } {
  return { commands: commands.length, facts: facts.length };
}

function dropSince(turn: Turn, begun: { commands: number; facts: number }): void {
  turn.commands.length = begun.commands;
  turn.facts.length = begun.facts;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error
    ? thrown
    : new Error('a handler threw something that is no error', { cause: thrown });
}
