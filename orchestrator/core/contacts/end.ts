/** The one end of a contact (I1): hangs up what is left of it and closes its books. */
import { agentFree } from '../agents/after-contact.ts';
import { startWrapUp } from '../agents/wrap-up.ts';
import type { HangupReason } from '../commands.ts';
import { humanCampaign } from '../configuration/lookup.ts';
import { countEnded } from '../counters.ts';
import type { Outcome } from '../facts.ts';
import { noteGone } from '../queues/expected-wait.ts';
import { stopFlow } from '../flows/stop.ts';
import { takeOffer } from '../routing/offer.ts';
import { removeWaiting } from '../routing/waiting.ts';
import { clearQueueTimers, clearTimer, command, record, type Turn } from '../turn.ts';
import { giveUpCalling } from './calling-back.ts';
import { noteWait, type Contact } from './contact.ts';
import { closeTalk } from './talk-books.ts';

export function endContact(
  turn: Turn,
  contact: Contact,
  outcome: Outcome,
  endedBy: 'caller' | 'agent' | 'system',
  reason: HangupReason = 'normal',
): void {
  const { world, at } = turn;
  if (!world.contacts.delete(contact.id)) return;
  noteWait(contact, at);
  if (contact.distributedBy !== null) removeWaiting(world, contact.distributedBy, contact);
  if (contact.queued && !contact.talk && contact.distributedBy !== null)
    noteGone(world, contact.distributedBy, 'left');
  // Those of the queue ended with the connection, the others are only set while the agent is lost.
  if (!contact.talk) clearQueueTimers(turn, contact);
  if (contact.stage === 'agentLost')
    for (const kind of ['lost', 'recall'] as const) clearTimer(turn, kind, contact.id);
  if (world.legs.has(contact.callerLeg))
    command(turn, { type: 'hangup', node: contact.node, leg: contact.callerLeg, reason });

  stopFlow(turn, contact, true);
  giveUpCalling(turn, contact);
  const offered = takeOffer(turn, contact, 'callerLeft', 0);
  const talked = closeTalk(turn, contact);
  record(turn, {
    type: 'contactEnded',
    contactId: contact.id,
    serviceId: contact.serviceId,
    campaignId: contact.humanCampaignId ?? contact.campaignId,
    agentId: talked?.agentId ?? null,
    outcome,
    endedBy,
    waitMs: contact.waitMs,
    talkMs: contact.talkMs,
    holdMs: contact.holdMs,
    durationMs: at - contact.arrivedAt,
  });
  countEnded(turn, contact.serviceId, outcome, {
    wait: contact.waitMs,
    talk: contact.talkMs,
    hold: contact.holdMs,
  });

  const offeredTo =
    offered && offered.agentId !== talked?.agentId ? world.sessions.get(offered.agentId) : undefined;
  if (offeredTo) agentFree(turn, offeredTo, offeredTo.idleSince);
  const talkedTo = talked && world.sessions.get(talked.agentId);
  if (talked && talkedTo) startWrapUp(turn, talkedTo, contact, talked.campaignId);
}

/** A caller who leaves while waiting: short before the campaign's threshold, abandoned after it. */
export function outcomeOfLeaving(turn: Turn, contact: Contact): Outcome {
  if (contact.talk || contact.talkMs > 0) return 'handled';
  if (contact.ending) return contact.ending;
  if (contact.served) return 'served';
  if (contact.waitingSince === null) return 'left';
  const campaign = humanCampaign(turn.world.configuration, contact.distributedBy);
  return turn.at - contact.waitingSince < (campaign?.shortSeconds ?? 0) * 1000 ? 'short' : 'abandoned';
}
