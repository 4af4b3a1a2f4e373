/** The one end of a contact (I1): hangs up what is left of it and closes its books. */
import { agentFree } from '../agents/after-contact.ts';
import { seatStanding } from '../agents/bridge.ts';
import { releaseAll } from '../calls/release.ts';
import { joined } from '../calls/target.ts';
import { startWrapUp } from '../agents/wrap-up.ts';
import type { HangupReason } from '../commands.ts';
import { humanCampaign } from '../configuration/lookup.ts';
import { countEnded } from '../counters.ts';
import type { Outcome } from '../facts.ts';
import { noteGone } from '../queues/expected-wait.ts';
import { closeDictation } from '../dictation/close.ts';
import { stopFlow } from '../flows/stop.ts';
import { endRecording } from '../recording/keep.ts';
import { takeOffer } from '../routing/offer.ts';
import { removeWaiting } from '../routing/waiting.ts';
import { tellScript } from '../scripts/work.ts';
import { clearQueueTimers, clearTimer, command, record, type Turn } from '../turn.ts';
import { giveUpCalling } from './calling-back.ts';
import { noteWait, type Contact, type Talk } from './contact.ts';
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
  closeDictation(turn, contact);
  if (contact.distributedBy !== null) removeWaiting(world, contact.distributedBy, contact);
  if (contact.queued && !contact.talk && contact.distributedBy !== null)
    noteGone(world, contact.distributedBy, 'left');
  // Those of the queue ended with the connection, the others are only set while the agent is lost.
  if (!contact.talk) clearQueueTimers(turn, contact);
  if (contact.stage === 'agentLost')
    for (const kind of ['lost', 'recall'] as const) clearTimer(turn, kind, contact.id);
  if (world.legs.get(contact.callerLeg)?.contactId === contact.id)
    command(turn, { type: 'hangup', node: contact.node, leg: contact.callerLeg, reason });

  endRecording(turn, contact, 'contact');
  stopFlow(turn, contact, true);
  for (const recording of contact.recorded)
    command(turn, { type: 'discardRecording', node: contact.node, recording });
  giveUpCalling(turn, contact);
  const offered = takeOffer(turn, contact, 'callerLeft', 0);
  partTargets(turn, contact);
  const talked = closeTalk(turn, contact);
  for (const work of contact.scripts) tellScript(turn, contact.id, work);
  record(turn, {
    type: 'contactEnded',
    contactId: contact.id,
    serviceId: contact.serviceId || null,
    campaignId: contact.humanCampaignId ?? contact.campaignId,
    agentId: talked?.agentId ?? null,
    outcome,
    endedBy,
    waitMs: contact.waitMs,
    talkMs: contact.talkMs,
    holdMs: contact.holdMs,
    durationMs: at - contact.arrivedAt,
  });
  // Calls of operators are no demand of customers.
  if (contact.direction !== 'outbound' && contact.serviceId > 0)
    countEnded(turn, contact.serviceId, outcome, {
      wait: contact.waitMs,
      talk: contact.talkMs,
      hold: contact.holdMs,
    });

  const offeredTo =
    offered && offered.agentId !== talked?.agentId ? world.sessions.get(offered.agentId) : undefined;
  if (offeredTo) agentFree(turn, offeredTo, offeredTo.idleSince);
  const talkedTo = talked && world.sessions.get(talked.agentId);
  if (talked && talkedTo)
    startWrapUp(turn, talkedTo, contact, calledNobody(contact, talked, outcome) ? 0 : talked.campaignId);
  freeCaller(turn, contact);
}

/**
 * The operator wanted to call, and its own phone was not answered: no after-work. A number that was called and was
 * busy or did not answer is worth a disposition like any other contact.
 */
function calledNobody({ direction }: Contact, { leg }: Talk, outcome: Outcome): boolean {
  return outcome === 'unanswered' && (direction !== 'outbound' || leg === null);
}

/** Targets go before the agent's bridge is left as it was: nobody of this contact may hear the next one. */
function partTargets(turn: Turn, contact: Contact): void {
  const { talk, node, targets, aside } = contact;
  if (targets.length === 0 && !aside) return;
  const legs = joined(contact).flatMap(({ leg }) => leg ?? []);
  if (talk && legs.length > 0) command(turn, { type: 'removeFromBridge', node, bridge: talk.bridge, legs });
  releaseAll(turn, contact);
}

/** The agent that was the caller of a service is free again; its standing leg stays up. */
function freeCaller(turn: Turn, contact: Contact): void {
  const session = contact.callerAgentId === null ? undefined : turn.world.sessions.get(contact.callerAgentId);
  if (session?.contactId !== contact.id) return;
  seatStanding(turn, session);
  agentFree(turn, session);
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
