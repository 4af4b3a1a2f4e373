/**
 * An offer: one contact rings at one agent. It ends answered, rejected, not answered, failed (the phone
 * could not be reached), or because the caller left. Offers are atomic: nothing else runs in between.
 */
import { afterFailedOffer } from '../agents/after-contact.ts';
import { phoneFor } from '../agents/phone.ts';
import { originate } from '../calls/originate.ts';
import { setState, workIn, type AgentSession } from '../agents/session.ts';
import { humanCampaign } from '../configuration/lookup.ts';
import { giveUpCalling } from '../contacts/calling-back.ts';
import { nextPart, setStage, type Contact, type Offer } from '../contacts/contact.ts';
import type { OfferEnd } from '../facts.ts';
import { clearTimer, command, record, setTimer, type Turn } from '../turn.ts';
import { unlistIdle } from './idle.ts';
import { preferredAgent } from './preferred.ts';
import { addWaiting, removeWaiting } from './waiting.ts';

/** Asterisk gives up ringing this much later than we do, in case our hang-up is lost. */
const RING_MARGIN_MS = 5_000;
/** Longest that a call may take to come back to its own agent. */
const RESUME_RING_MS = 10_000;

export function offer(turn: Turn, contact: Contact, session: AgentSession, campaignId: number): void {
  const { world, at } = turn;
  const ringMs = (humanCampaign(world.configuration, campaignId)?.ringSeconds ?? 20) * 1000;
  unlistIdle(world, session);
  removeWaiting(world, campaignId, contact);
  workIn(session, campaignId).lastOffer = world.seq;
  session.contactId = contact.id;
  setStage(contact, 'offered', at);
  const waitMs = at - (contact.waitingSince ?? at);
  record(turn, {
    type: 'contactOffered',
    contactId: contact.id,
    agentId: session.agentId,
    campaignId,
    waitMs,
  });
  setState(turn, session, 'offered');
  // First of all the agent's phone rings. Whoever is put through at once hears nothing before.
  ring(turn, contact, session, campaignId, ringMs, false);
  // The caller hears it ring too, unless the music of a queue or a prompt plays already.
  if (
    !turn.pickups.has(contact.id) &&
    contact.music === null &&
    contact.playback === null &&
    !speaksTo(contact) &&
    !contact.callback?.waits
  ) {
    command(turn, { type: 'ring', node: contact.node, leg: contact.callerLeg });
    contact.ringing = contact.answered;
  }
}

/** A flow that speaks to the caller, and goes on while the phone rings. */
function speaksTo({ flow }: Contact): boolean {
  if (flow) for (const { does } of flow.pending.values()) if (does === 'play') return true;
  return false;
}

/** Calls the agent that was lost in mid-call, which takes its contact up again. */
export function resume(
  turn: Turn,
  contact: Contact,
  session: AgentSession,
  campaignId: number,
  ringMs = RESUME_RING_MS,
): void {
  ring(turn, contact, session, campaignId, ringMs, true);
}

function ring(
  turn: Turn,
  contact: Contact,
  session: AgentSession,
  campaignId: number,
  ringMs: number,
  resumed: boolean,
): void {
  const { world, at } = turn;
  const standing = session.standing?.up ? session.standing.leg : null;
  const leg = standing ?? nextPart(contact);
  contact.offer = { agentId: session.agentId, campaignId, leg, since: at, rang: false, resume: resumed };
  setTimer(turn, 'offer', contact.id, at + ringMs);
  if (standing !== null) {
    const auto = resumed || humanCampaign(world.configuration, campaignId)?.autoAnswer;
    if (auto) turn.pickups.add(contact.id);
    return;
  }
  const destination = phoneFor(turn, session, contact);
  if (!destination) return notCallable(turn, contact, session);
  const call = { destination, from: contact.caller, ringMs: ringMs + RING_MARGIN_MS };
  originate(turn, leg, { node: contact.node, contactId: contact.id, standingOf: null }, call, 'phone');
}

/** The line may not call the agent's phone, or there is none any more: the agent goes into pause, and the offer ends at once. */
function notCallable(turn: Turn, contact: Contact, session: AgentSession): void {
  session.next ??= { state: 'pause', pauseId: null, by: 'system' };
  setTimer(turn, 'offer', contact.id, turn.at);
}

/** Ends an offer that was not answered: the contact goes back to its place in the queue. */
export function endOffer(
  turn: Turn,
  contact: Contact,
  reason: Exclude<OfferEnd, 'answered' | 'callerLeft' | 'notReached'>,
  cause: number,
): void {
  const ended = takeOffer(turn, contact, reason, cause);
  // A resumed call goes on waiting for its agent until the timer `lost`.
  if (!ended || ended.resume) return;
  const { preferred } = contact;
  if (preferred?.agentId === ended.agentId)
    contact.preferred = preferred.only ? { ...preferred, refused: true } : null;
  backToWaiting(turn, contact, ended.campaignId);
  const session = turn.world.sessions.get(ended.agentId);
  if (session)
    afterFailedOffer(turn, session, humanCampaign(turn.world.configuration, ended.campaignId), reason);
}

/** Puts a contact (back) into the waiting list of a human campaign, at the place that its wait gives it. */
export function backToWaiting(turn: Turn, contact: Contact, campaignId: number): void {
  contact.distributedBy = campaignId;
  contact.waitingSince ??= turn.at;
  if (contact.clock?.campaignId !== campaignId) {
    contact.clock = { campaignId, since: turn.at };
    contact.preferred = preferredAgent(turn.world, contact, campaignId);
  }
  setStage(contact, 'waiting', turn.at);
  addWaiting(turn, campaignId, contact);
  turn.arrivals.add(contact.id);
}

/** Closes the books of the offer and, unless it was answered, hangs up its leg; null when there was none. */
export function takeOffer(turn: Turn, contact: Contact, reason: OfferEnd, cause: number): Offer | null {
  const ended = contact.offer;
  if (!ended) return null;
  contact.offer = null;
  if (reason !== 'answered') giveUpCalling(turn, contact);
  clearTimer(turn, 'offer', contact.id);
  // A standing leg stays up, whatever becomes of the offer.
  const owner = turn.world.legs.get(ended.leg);
  if (reason !== 'answered' && owner?.contactId === contact.id)
    command(turn, { type: 'hangup', node: contact.node, leg: ended.leg, reason: 'normal' });
  if (!ended.resume)
    record(turn, {
      type: 'offerEnded',
      contactId: contact.id,
      agentId: ended.agentId,
      campaignId: ended.campaignId,
      reason,
      ringMs: turn.at - ended.since,
      cause,
    });
  return ended;
}
