/** What supervisors do with call-backs: to another time, to another operator, cancel. */
import { z } from 'zod';
import type { RefusalCode } from '../agents/requests.ts';
import { Id } from '../configuration/schemas.ts';
import { prefer } from '../contacts/callback.ts';
import type { Event } from '../events.ts';
import type { AgentId } from '../ids.ts';
import { reassess } from '../routing/waiting.ts';
import { record, type Turn } from '../turn.ts';
import type { World } from '../world.ts';
import { giveUp, moveTo, openCallback, type OpenCallback } from './open.ts';

const Moment = z.number().int().min(0).max(8.64e15);

export const CallbackOrder = z.discriminatedUnion('type', [
  /** `at`: epoch ms; `agentId`: who calls, null = anyone of the campaign. What is absent stays. */
  z.object({ type: z.literal('move'), at: Moment.optional(), agentId: Id.nullable().optional() }),
  z.object({ type: z.literal('cancel'), reason: z.string().trim().min(3).max(200) }),
]);
export type CallbackOrder = z.infer<typeof CallbackOrder>;

export function orderCallback(
  turn: Turn,
  { callbackId, order, by }: Extract<Event, { type: 'callbackOrdered' }>,
): RefusalCode | null {
  const found = openCallback(turn.world, callbackId);
  if (!found) return 'unknownCallback';
  if (order.type === 'cancel') {
    const { reason } = order;
    record(turn, {
      type: 'callbackCancelled',
      contactId: found.from,
      callbackId,
      agentId: null,
      by,
      reason,
    });
    giveUp(turn, found, 'system');
    return null;
  }
  const { agentId } = order;
  if (agentId && !isMember(turn.world, agentId, found.campaignId)) return 'notMember';
  const refused = order.at === undefined ? null : moveTo(turn, found, order.at);
  if (refused) return refused;
  if (agentId !== undefined) giveTo(turn, found, agentId);
  record(turn, {
    type: 'callbackMoved',
    contactId: found.from,
    callbackId,
    agentId: null,
    by,
    dueAt: dueAtOf(turn, found),
    ownerId: agentId === undefined ? found.owner : agentId,
  });
  return null;
}

function isMember({ configuration }: World, agentId: AgentId, campaignId: number): boolean {
  return (configuration.memberships.get(agentId) ?? []).some(each => each.campaignId === campaignId);
}

function giveTo(turn: Turn, found: OpenCallback, agentId: AgentId | null): void {
  if (found.is === 'promised') {
    found.promised.agentId = agentId;
    return;
  }
  const { contact, campaignId } = found;
  if (contact.callback) contact.callback.agentId = agentId;
  if (contact.stage !== 'waiting') return;
  if (agentId === null) contact.preferred = null;
  prefer(turn, contact, campaignId);
  if (agentId === null) reassess(turn, campaignId, contact);
  turn.arrivals.add(contact.id);
}

/** One that is in the queue is due now. */
function dueAtOf({ at }: Turn, found: OpenCallback): number {
  return found.is === 'promised' ? found.promised.dueAt : (found.contact.callback?.nextAt ?? at);
}
