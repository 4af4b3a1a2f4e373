/**
 * A caller who is called back: it hung up and its contact keeps its place in the queue. When an operator is
 * reserved (its phone was answered) the number is called, and both are connected. A number that does not answer
 * is called again later, with another operator, as often as the campaign says; the contact keeps its place.
 *
 *   asked for (the caller still there) -> waiting (no leg) -> calling (operator reserved) -> talk
 *                                            ^-- later (not in the queue) <--'   '-> ended, attempts used up
 */
import { agentFree } from '../agents/after-contact.ts';
import { humanCampaign } from '../configuration/lookup.ts';
import { originate } from '../calls/originate.ts';
import { mayDial, unfitFor } from '../calls/outgoing.ts';
import type { HumanCampaign, Line } from '../configuration/schemas.ts';
import type { CallbackResult } from '../facts.ts';
import { outboundLine } from '../flows/forward.ts';
import type { LegId } from '../ids.ts';
import { leaveQueue } from '../queues/leave.ts';
import { backToWaiting, takeOffer } from '../routing/offer.ts';
import { positionOf, reassess } from '../routing/waiting.ts';
import { command, record, setTimer, type Turn } from '../turn.ts';
import type { World } from '../world.ts';
import { nextPart, setStage, type Contact } from './contact.ts';
import { endContact } from './end.ts';

/** Asterisk gives up ringing this much later than we do. */
const RING_MARGIN_MS = 5_000;
/** Nobody waits longer than this to be called back. */
const LONGEST_MS = 24 * 3_600_000;
/** The operator who promised it is waited for so long while it talks to others. */
const PREFER_MS = 15 * 60_000;

/**
 * Whether the contact can be called back at the number for the campaign: 5 to 15 digits (E.164, and no emergency
 * or service number) and a line that calls out and may call it.
 */
export function canCallBack(world: World, contact: Contact, campaignId: number, number: string): boolean {
  const campaign = humanCampaign(world.configuration, campaignId);
  const line = campaign && lineFor(world, contact, campaign);
  return line !== null && /^\+?[0-9]{5,15}$/.test(number) && unfitFor(line, number) === null;
}

function lineFor(world: World, contact: Contact, { callback }: HumanCampaign): Line | null {
  return outboundLine(world, contact, callback.lineId);
}

/** Instead of its end, a contact that is to be called back waits without its caller. True = it does. */
export function waitForCallback(turn: Turn, contact: Contact): boolean {
  const { callback, node, callerLeg } = contact;
  const campaign = humanCampaign(turn.world.configuration, callback?.campaignId ?? null);
  if (!callback || callback.waits || !campaign || contact.talk) return false;
  leaveQueue(turn, contact);
  if (turn.world.legs.has(callerLeg))
    command(turn, { type: 'hangup', node, leg: callerLeg, reason: 'normal' });
  Object.assign(contact, {
    callerLeg: '',
    answered: false,
    ringing: false,
    music: null,
    playback: null,
    left: null,
  });
  callback.waits = true;
  contact.served = false;
  contact.humanCampaignId = campaign.id;
  setTimer(turn, 'wait', contact.id, turn.at + LONGEST_MS);
  queueForCallback(turn, contact, campaign.id);
  return true;
}

/** Into the queue at the place that its whole wait gives it. */
export function queueForCallback(turn: Turn, contact: Contact, campaignId: number): void {
  backToWaiting(turn, contact, campaignId);
  contact.queued = true;
  record(turn, {
    type: 'contactQueued',
    contactId: contact.id,
    campaignId,
    queueCampaignId: null,
    position: positionOf(turn.world, campaignId, contact),
  });
}

/** An operator who is to call goes before others for a while. */
export function prefer(turn: Turn, contact: Contact, campaignId: number): void {
  const agentId = contact.callback?.agentId ?? null;
  if (agentId === null) return;
  contact.preferred = { agentId, untilAt: turn.at + PREFER_MS };
  reassess(turn, campaignId, contact);
}

/** The operator's phone was answered: now the number is called. True = the operator waits for that. */
export function callBack(turn: Turn, contact: Contact): boolean {
  const { callback, offer, node } = contact;
  if (!callback?.waits || !offer || offer.resume) return false;
  if (callback.leg !== null) return true;
  const campaign = humanCampaign(turn.world.configuration, offer.campaignId);
  const line = campaign && lineFor(turn.world, contact, campaign);
  offer.reserved = true;
  callback.attempts += 1;
  record(turn, { type: 'agentReserved', contactId: contact.id, agentId: offer.agentId });
  if (!line || mayDial(turn, line, callback.number, { contact }) !== null) {
    attemptEnded(turn, contact, line ? 'refused' : 'noLine');
    return true;
  }
  const ringMs = campaign.callback.ringSeconds * 1000;
  setTimer(turn, 'offer', contact.id, turn.at + ringMs);
  const leg = nextPart(contact);
  callback.leg = leg;
  const call = {
    destination: { kind: 'line' as const, lineId: line.id, number: callback.number },
    from: { number: contact.dialled, name: '' },
    ringMs: ringMs + RING_MARGIN_MS,
  };
  originate(turn, leg, { node, contactId: contact.id, standingOf: null }, call, null);
  record(turn, {
    type: 'forwardStarted',
    contactId: contact.id,
    lineId: line.id,
    number: callback.number,
  });
  return true;
}

/** The number answered: whoever answered is the caller from now on. */
export function calledBack(contact: Contact, leg: LegId): void {
  contact.callerLeg = leg;
  contact.answered = true;
  contact.callback = null;
}

/** The call to the number ended without an answer. `cause`: Q.850; 17 busy, 21 rejected, 18 and 19 no answer. */
export function callbackLegEnded(turn: Turn, contact: Contact, cause: number): void {
  attemptEnded(
    turn,
    contact,
    cause === 17 || cause === 21 ? 'busy' : cause === 18 || cause === 19 ? 'noAnswer' : 'failed',
  );
}

/** An attempt came to nothing: the operator is free, and the number is called again later, or not any more. */
export function attemptEnded(turn: Turn, contact: Contact, result: CallbackResult): void {
  const { callback, offer } = contact;
  if (!callback || !offer) return;
  const { attempts: most, retrySeconds } = humanCampaign(turn.world.configuration, offer.campaignId)
    ?.callback ?? { attempts: 0, retrySeconds: 0 };
  const nextAt = callback.attempts < most ? turn.at + retrySeconds * 1000 : null;
  const { number, attempts: attempt } = callback;
  record(turn, {
    type: 'callbackAttemptEnded',
    contactId: contact.id,
    agentId: offer.agentId,
    number,
    attempt,
    result,
    nextAt,
  });
  // Whoever promised it failed to reach the customer; a customer who waited for it gave up.
  if (nextAt === null)
    return endContact(turn, contact, contact.direction === 'outbound' ? 'unanswered' : 'abandoned', 'system');
  const ended = takeOffer(turn, contact, 'notReached', 0);
  const session = ended ? turn.world.sessions.get(ended.agentId) : undefined;
  if (session) agentFree(turn, session, session.idleSince);
  callback.nextAt = nextAt;
  setStage(contact, 'callback', turn.at);
  setTimer(turn, 'callback', contact.id, nextAt);
}

/** Timer `callback`: time for the next attempt. */
export function callAgain(turn: Turn, contact: Contact): void {
  const { callback, stage } = contact;
  if (!callback || stage !== 'callback') return;
  callback.nextAt = null;
  if (!humanCampaign(turn.world.configuration, callback.campaignId))
    return endContact(turn, contact, 'noRoute', 'system');
  queueForCallback(turn, contact, callback.campaignId);
  prefer(turn, contact, callback.campaignId);
}
