/** What operators do with the call-backs that are theirs: call now, move, cancel. */
import type { RefusalCode } from '../agents/requests.ts';
import type { AgentSession } from '../agents/session.ts';
import { mayCall } from '../calls/place.ts';
import { queueForCallback } from '../contacts/callback.ts';
import type { AgentId, ContactId } from '../ids.ts';
import { offer } from '../routing/offer.ts';
import { record, type Turn } from '../turn.ts';
import type { World } from '../world.ts';
import { giveUp, moveTo, openCallback, type OpenCallback } from './open.ts';
import { calledEarly } from './promised.ts';

/** Whether the operator may see it and act on it: its own, and those that anyone of its campaigns may call. */
function isFor(world: World, agentId: AgentId, campaignId: number, owner: AgentId | null): boolean {
  if (owner !== null) return owner === agentId;
  return (world.configuration.memberships.get(agentId) ?? []).some(each => each.campaignId === campaignId);
}

function find(world: World, agentId: AgentId, id: ContactId): OpenCallback | null {
  const found = openCallback(world, id);
  return found && isFor(world, agentId, found.campaignId, found.owner) ? found : null;
}

/** The operator's phone rings (a standing leg is put through at once), then the number is called. */
export function callBackNow(
  turn: Turn,
  session: AgentSession,
  id: ContactId,
  by: string,
): RefusalCode | null {
  const refused = mayCall(turn, session);
  if (refused) return refused;
  const found = find(turn.world, session.agentId, id);
  if (!found) return 'unknownCallback';
  const contact = found.is === 'promised' ? calledEarly(turn, found.promised) : found.contact;
  if (typeof contact === 'string') return contact;
  const campaignId = contact.callback?.campaignId ?? 0;
  if (contact.stage === 'callback') {
    if (contact.callback) contact.callback.nextAt = null;
    queueForCallback(turn, contact, campaignId);
  }
  // Who called out of a pause goes back to it.
  if (session.state === 'pause') session.next = { state: 'pause', pauseId: session.pauseId, by };
  offer(turn, contact, session, campaignId);
  if (contact.offer) contact.offer.asked = true;
  if (session.standing?.up) turn.pickups.add(contact.id);
  return null;
}

export function moveCallback(
  turn: Turn,
  session: AgentSession,
  id: ContactId,
  at: number,
): RefusalCode | null {
  const found = find(turn.world, session.agentId, id);
  if (!found) return 'unknownCallback';
  const refused = moveTo(turn, found, at);
  if (refused) return refused;
  record(turn, {
    type: 'callbackMoved',
    contactId: found.from,
    callbackId: id,
    agentId: session.agentId,
    dueAt: at,
  });
  return null;
}

/** The customer does not want it any more, or was reached otherwise. */
export function cancelCallback(turn: Turn, session: AgentSession, id: ContactId): RefusalCode | null {
  const found = find(turn.world, session.agentId, id);
  if (!found) return 'unknownCallback';
  record(turn, {
    type: 'callbackCancelled',
    contactId: found.from,
    callbackId: id,
    agentId: session.agentId,
  });
  giveUp(turn, found, 'agent');
  return null;
}

/** A call-back as the operators see it who may act on it. */
export interface CallbackView {
  id: ContactId;
  number: string;
  name: string;
  campaign: { id: number; name: string };
  service: string;
  /** Only this operator calls it; otherwise anyone of the campaign. */
  own: boolean;
  /** Promised by an operator; otherwise the caller asked for it in a flow. */
  promised: boolean;
  /** Epoch ms; null = as soon as it is its turn. */
  dueAt: number | null;
  attempts: number;
}

/** The soonest first. */
export function callbacksFor(world: World, agentId: AgentId): CallbackView[] {
  const { configuration } = world;
  const names = (campaignId: number, serviceId: number) => ({
    campaign: { id: campaignId, name: configuration.campaigns.get(campaignId)?.name ?? '' },
    service: configuration.services.get(serviceId)?.name ?? '',
  });
  const views: CallbackView[] = [];
  for (const { id, callee, campaignId, serviceId, agentId: owner, dueAt } of world.promised.values())
    if (isFor(world, agentId, campaignId, owner))
      views.push({
        id,
        ...callee,
        ...names(campaignId, serviceId),
        own: owner !== null,
        promised: true,
        dueAt,
        attempts: 0,
      });
  for (const contact of world.contacts.values()) {
    const { id, callback, caller, serviceId, direction } = contact;
    if (!callback || find(world, agentId, id)?.is !== 'waiting') continue;
    const { number, campaignId, nextAt, attempts } = callback;
    views.push({
      id,
      number,
      name: caller.name,
      ...names(campaignId, serviceId),
      own: (callback.agentId ?? null) !== null,
      promised: direction === 'outbound',
      dueAt: nextAt,
      attempts,
    });
  }
  return views.sort((one, other) => (one.dueAt ?? 0) - (other.dueAt ?? 0) || one.id.localeCompare(other.id));
}
