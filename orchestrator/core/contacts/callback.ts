/**
 * A caller who is called back: it hung up and its contact keeps its place in the queue. When an operator is
 * reserved (its phone was answered) the number is called, once, and both are connected.
 *
 *   asked for (the caller still there) -> waiting (no leg) -> calling (operator reserved) -> talk | ended
 */
import { humanCampaign } from '../configuration/lookup.ts';
import { mayDial } from '../calls/outgoing.ts';
import { outboundLine } from '../flows/forward.ts';
import type { LegId } from '../ids.ts';
import { leaveQueue } from '../queues/leave.ts';
import { backToWaiting } from '../routing/offer.ts';
import { positionOf } from '../routing/waiting.ts';
import { command, record, setTimer, type Turn } from '../turn.ts';
import { nextPart, type Contact } from './contact.ts';

/** How long the number may ring. */
const RING_MS = 30_000;
const RING_MARGIN_MS = 5_000;
/** Nobody waits longer than this to be called back. */
const LONGEST_MS = 24 * 3_600_000;

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
  backToWaiting(turn, contact, campaign.id);
  contact.queued = true;
  setTimer(turn, 'wait', contact.id, turn.at + LONGEST_MS);
  record(turn, {
    type: 'contactQueued',
    contactId: contact.id,
    campaignId: campaign.id,
    queueCampaignId: null,
    position: positionOf(turn.world, campaign.id, contact),
  });
  return true;
}

/** The operator's phone was answered: now the number is called. True = the operator waits for that. */
export function callBack(turn: Turn, contact: Contact): boolean {
  const { callback, offer, node } = contact;
  if (!callback?.waits || !offer || offer.resume) return false;
  if (callback.leg !== null) return true;
  const found = outboundLine(turn, contact, null);
  const line = found && mayDial(turn, found, callback.number, contact.id) === null ? found : null;
  offer.reserved = true;
  record(turn, { type: 'agentReserved', contactId: contact.id, agentId: offer.agentId });
  // Without a line that calls out the timer ends it, as with a number that does not answer.
  setTimer(turn, 'offer', contact.id, turn.at + (line ? RING_MS : 0));
  if (!line) return true;
  const leg = nextPart(contact);
  callback.leg = leg;
  turn.world.legs.set(leg, { node, contactId: contact.id, standingOf: null });
  command(turn, {
    type: 'originate',
    node,
    leg,
    destination: { kind: 'line', lineId: line.id, number: callback.number },
    from: { number: contact.dialled, name: '' },
    ringMs: RING_MS + RING_MARGIN_MS,
  });
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
