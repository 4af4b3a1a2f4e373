/** Call-backs that are still to be made: promised for later, or contacts that wait to be called back. */
import type { RefusalCode } from '../agents/requests.ts';
import type { Contact } from '../contacts/contact.ts';
import { setStage } from '../contacts/contact.ts';
import { endContact } from '../contacts/end.ts';
import type { AgentId, ContactId } from '../ids.ts';
import { leaveQueue } from '../queues/leave.ts';
import { setTimer, type Turn } from '../turn.ts';
import type { World } from '../world.ts';
import { drop, unfitMoment, type PromisedCallback } from './promised.ts';

/** As long as a caller who asked to be called back waits at most, counted from the time that was agreed. */
const LONGEST_MS = 24 * 3_600_000;

interface Common {
  campaignId: number;
  /** Who calls; null = anyone of the campaign. */
  owner: AgentId | null;
  /** The contact in whose steps it stands. */
  from: ContactId;
}

export type OpenCallback = Common &
  (
    | { is: 'promised'; promised: PromisedCallback }
    /** It waits in the queue, or for its next attempt; nobody is calling now. */
    | { is: 'waiting'; contact: Contact }
  );

export function openCallback(world: World, id: ContactId): OpenCallback | null {
  const promised = world.promised.get(id);
  if (promised) {
    const { campaignId, agentId: owner, from } = promised;
    return { is: 'promised', promised, campaignId, owner, from };
  }
  const contact = world.contacts.get(id);
  const { callback, stage, offer } = contact ?? {};
  if (!contact || !callback?.waits || offer || (stage !== 'waiting' && stage !== 'callback')) return null;
  const { campaignId, agentId: owner = null } = callback;
  return { is: 'waiting', contact, campaignId, owner, from: id };
}

/** To another time, epoch ms. */
export function moveTo(turn: Turn, found: OpenCallback, at: number): RefusalCode | null {
  const refused = unfitMoment(turn, at);
  if (refused) return refused;
  if (found.is === 'promised') {
    found.promised.dueAt = at;
    setTimer(turn, 'promise', found.promised.id, at);
    return null;
  }
  const { contact } = found;
  leaveQueue(turn, contact);
  if (contact.callback) contact.callback.nextAt = at;
  setStage(contact, 'callback', turn.at);
  setTimer(turn, 'callback', contact.id, at);
  setTimer(turn, 'wait', contact.id, at + LONGEST_MS);
  return null;
}

/** It is not made any more. */
export function giveUp(turn: Turn, found: OpenCallback, by: 'agent' | 'system'): void {
  if (found.is === 'promised') drop(turn, found.promised);
  else endContact(turn, found.contact, 'served', by);
}
