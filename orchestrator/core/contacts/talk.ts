/** Two people talk: connect, hold, retrieve, mute, keypad, and what happens when the agent is lost. */
import type { RefusalCode } from '../agents/requests.ts';
import { bringTogether, enterBridge, leaveBridge } from '../agents/bridge.ts';
import { reachable, setState, workIn, type AgentSession } from '../agents/session.ts';
import { dropStanding, raiseStanding } from '../agents/standing.ts';
import { humanCampaign, queueOf } from '../configuration/lookup.ts';
import { countConnected } from '../counters.ts';
import { answerCaller, hush } from '../flows/say.ts';
import { tellFlow } from '../flows/inputs.ts';
import { noteGone } from '../queues/expected-wait.ts';
import { backToWaiting, resume, takeOffer } from '../routing/offer.ts';
import { rememberAgent } from '../routing/preferred.ts';
import { clearQueueTimers, clearTimer, command, record, setTimer, type Turn } from '../turn.ts';
import { attemptEnded, callBack } from './callback.ts';
import { newTalk, setStage, type Contact, type Talk } from './contact.ts';
import { offerFailed } from './offer-failed.ts';
import { closeHold, closeLost, closeTalk, noteHeld } from './talk-books.ts';
import { ownPhoneUp } from '../calls/place.ts';
import { stateIn } from '../calls/moves.ts';
import { hasCustomer, othersInConversation } from '../calls/target.ts';

/** How long the customer waits with music for an agent whose page or phone is gone (F14). */
const LOST_MS = 30_000;
/** How often a lost agent that looks reachable is called again. */
const RECALL_MS = 3_000;

/** The agent's leg was answered: both legs into a bridge. */
export function connect(turn: Turn, contact: Contact, session: AgentSession): void {
  const { world, at } = turn;
  if (callBack(turn, contact) || reserve(turn, contact)) return;
  const answered = takeOffer(turn, contact, 'answered', 0);
  if (!answered) return;
  if (answered.resume) {
    rejoin(turn, contact, session, answered.leg);
    return;
  }
  const { campaignId } = answered;
  workIn(session, campaignId).contacts += 1;
  rememberAgent(world, contact, session.agentId, campaignId);
  const waitMs = at - (contact.waitingSince ?? at);
  const firstTalk = contact.talkMs === 0;
  if (firstTalk) {
    contact.waitMs = waitMs;
    const within =
      waitMs <= (humanCampaign(world.configuration, campaignId)?.serviceLevelSeconds ?? 0) * 1000;
    countConnected(turn, contact.serviceId, waitMs, within);
  }
  if (contact.queued) noteGone(world, campaignId, 'taken');
  contact.campaignId = campaignId;
  contact.returned = false;
  if (contact.preferred?.only) contact.preferred = null;
  contact.transfer = null;
  setStage(contact, 'talking', at);
  clearQueueTimers(turn, contact);
  hush(turn, contact);
  answerCaller(turn, contact);
  const bridge = bringTogether(turn, session, contact.node, contact.callerLeg, answered.leg);
  contact.talk = newTalk(session.agentId, campaignId, answered.leg, bridge, at);
  record(turn, {
    type: 'contactConnected',
    contactId: contact.id,
    agentId: session.agentId,
    campaignId,
    waitMs,
  });
  tellFlow(turn, contact, { type: 'queued', news: 'connected', agent: nameOf(turn, session.agentId) });
  setState(turn, session, 'talking');
}

/** How long a flow may keep an operator and a caller apart. */
const RESERVED_MS = 60_000;

/**
 * Preventive queueing: the operator's phone was answered, and the flow that the caller is in says when both are
 * connected. True = it waits for that.
 */
function reserve(turn: Turn, contact: Contact): boolean {
  const { offer } = contact;
  if (!offer || offer.resume || offer.reserved || !contact.flow) return false;
  if (!humanCampaign(turn.world.configuration, offer.campaignId)?.preventiveQueueing) return false;
  offer.reserved = true;
  setTimer(turn, 'offer', contact.id, turn.at + RESERVED_MS);
  record(turn, { type: 'agentReserved', contactId: contact.id, agentId: offer.agentId });
  tellFlow(turn, contact, { type: 'queued', news: 'reserved', agent: nameOf(turn, offer.agentId) });
  return true;
}

function nameOf({ world }: Turn, agentId: number): string {
  return world.configuration.agents.get(agentId)?.name ?? '';
}

/** Timer `offer`: it rang out, or a flow kept its operator for too long. */
export function offerIsOver(turn: Turn, contact: Contact): void {
  const session = contact.offer?.reserved ? turn.world.sessions.get(contact.offer.agentId) : undefined;
  if (contact.callback?.waits && contact.offer?.reserved) attemptEnded(turn, contact, 'noAnswer');
  else if (session) connect(turn, contact, session);
  else offerFailed(turn, contact, 'noAnswer', 19);
}

export function hold(turn: Turn, contact: Contact, talk: Talk, session: AgentSession): RefusalCode | null {
  if (!talk.leg || talk.heldSince !== null || contact.stage === 'dialling') return 'notTalking';
  const { node } = contact;
  const { bridge } = talk;
  const music = queueOf(turn.world.configuration, talk.campaignId)?.music ?? 'default';
  leaveBridge(turn, session, node, bridge, talk.leg);
  // Others who are left to themselves go on talking.
  if (othersInConversation(contact).length === 1)
    command(turn, { type: 'startBridgeMusic', node, bridge, music });
  noteHeld(turn, contact, talk);
  setState(turn, session, 'onHold');
  return null;
}

export function retrieve(
  turn: Turn,
  contact: Contact,
  talk: Talk,
  session: AgentSession,
): RefusalCode | null {
  if (!talk.leg || talk.heldSince === null || talk.heldByPhone) return 'notHeld';
  const { node } = contact;
  const { bridge } = talk;
  command(turn, { type: 'stopBridgeMusic', node, bridge });
  enterBridge(turn, session, node, bridge, talk.leg);
  noteRetrieved(turn, contact, talk, session);
  return null;
}

/** The phone itself put the call on hold or took it back; Asterisk already plays the music. */
export function heldByPhone(
  turn: Turn,
  contact: Contact,
  talk: Talk,
  session: AgentSession,
  held: boolean,
): void {
  const { aside } = contact;
  if (aside?.agentLeg) aside.agentHere = held;
  if (held && talk.heldSince === null) {
    noteHeld(turn, contact, talk);
    setState(turn, session, aside?.agentLeg ? 'consulting' : 'onHold');
    talk.heldByPhone = true;
  } else if (!held && talk.heldByPhone) noteRetrieved(turn, contact, talk, session);
}

function noteRetrieved(turn: Turn, contact: Contact, talk: Talk, session: AgentSession): void {
  closeHold(turn, contact, talk);
  setStage(contact, 'talking', turn.at);
  setState(turn, session, stateIn(contact));
}

export function setMuted(turn: Turn, contact: Contact, talk: Talk, muted: boolean): RefusalCode | null {
  if (!talk.leg) return 'notTalking';
  if (talk.muted === muted) return null;
  talk.muted = muted;
  command(turn, { type: muted ? 'mute' : 'unmute', node: contact.node, leg: talk.leg });
  record(turn, { type: 'contactMuted', contactId: contact.id, agentId: talk.agentId, muted });
  return null;
}

export function sendDigits(turn: Turn, contact: Contact, talk: Talk, digits: string): RefusalCode | null {
  if (!talk.leg || talk.heldSince !== null) return 'notTalking';
  if (!hasCustomer(contact)) return 'noCustomer';
  command(turn, { type: 'sendDigits', node: contact.node, leg: contact.callerLeg, digits });
  record(turn, { type: 'digitsSent', contactId: contact.id, agentId: talk.agentId, count: digits.length });
  return null;
}

/** The agent's page and phone are gone in mid-call: the customer hears music until they are back, at most 30 s. */
export function loseAgent(turn: Turn, contact: Contact, talk: Talk, session: AgentSession): void {
  closeHold(turn, contact, talk);
  const { node } = contact;
  const owner = talk.leg ? turn.world.legs.get(talk.leg) : undefined;
  if (talk.leg && owner?.contactId === contact.id)
    command(turn, { type: 'hangup', node, leg: talk.leg, reason: 'normal' });
  dropStanding(turn, session);
  talk.leg = null;
  talk.muted = false;
  talk.lostSince = turn.at;
  const music = queueOf(turn.world.configuration, talk.campaignId)?.music ?? 'default';
  command(turn, { type: 'startBridgeMusic', node, bridge: talk.bridge, music });
  setStage(contact, 'agentLost', turn.at);
  setTimer(turn, 'lost', contact.id, turn.at + LOST_MS);
  setTimer(turn, 'recall', contact.id, turn.at + RECALL_MS);
  record(turn, { type: 'agentLost', contactId: contact.id, agentId: talk.agentId });
  setState(turn, session, 'unreachable');
}

/** The lost agent is reachable again: its phone is called and answers by itself. */
export function callBackAgent(turn: Turn, contact: Contact, talk: Talk, session: AgentSession): void {
  const phoneThere = reachable(turn.world, session) && (session.standing?.up ?? true);
  if (talk.leg === null && contact.offer === null && phoneThere)
    resume(turn, contact, session, talk.campaignId);
}

/** Timer `recall`: the page may have come back without ever having been missed. */
export function recallLostAgent(turn: Turn, contact: Contact): void {
  if (contact.stage !== 'agentLost' || !contact.talk) return;
  const session = turn.world.sessions.get(contact.talk.agentId);
  if (session) {
    raiseStanding(turn, session);
    callBackAgent(turn, contact, contact.talk, session);
  }
  setTimer(turn, 'recall', contact.id, turn.at + RECALL_MS);
}

function rejoin(turn: Turn, contact: Contact, session: AgentSession, leg: string): void {
  const { talk, node } = contact;
  if (!talk) return;
  if (contact.stage === 'dialling') return ownPhoneUp(turn, contact, session, leg);
  talk.leg = leg;
  closeLost(turn, talk);
  for (const kind of ['lost', 'recall'] as const) clearTimer(turn, kind, contact.id);
  setStage(contact, 'talking', turn.at);
  const { bridge } = talk;
  command(turn, { type: 'stopBridgeMusic', node, bridge });
  enterBridge(turn, session, node, bridge, leg);
  record(turn, {
    type: 'contactConnected',
    contactId: contact.id,
    agentId: talk.agentId,
    campaignId: talk.campaignId,
    waitMs: contact.waitMs,
  });
  setState(turn, session, 'talking');
}

/** Timer `lost`: the agent did not come back; the contact goes to the head of its queue. */
export function giveUpLostAgent(turn: Turn, contact: Contact): void {
  if (contact.stage !== 'agentLost' || !contact.talk) return;
  takeOffer(turn, contact, 'failed', 0);
  const { node } = contact;
  const { bridge } = contact.talk;
  command(turn, { type: 'removeFromBridge', node, bridge, legs: [contact.callerLeg] });
  const talk = closeTalk(turn, contact);
  if (!talk) return;
  const session = turn.world.sessions.get(talk.agentId);
  if (session) {
    session.contactId = null;
    if (session.away) session.away.lost = contact.caller;
  }
  contact.returned = true;
  contact.queued = false;
  backToWaiting(turn, contact, talk.campaignId);
}
