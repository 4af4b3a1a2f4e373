/** A target is called: its phone rings, and it answers, or does not. */
import { bringTogether, enterBridge } from '../agents/bridge.ts';
import { phoneFor } from '../agents/phone.ts';
import { setState, type AgentSession } from '../agents/session.ts';
import { answeredOutside, takeLead } from './lead.ts';
import { comeBack } from './come-back.ts';
import {
  asideOver,
  hearAnew,
  joinConversation,
  moveTo,
  musicOf,
  noteStates,
  soothe,
  stopRingback,
} from './moves.ts';
import { originate } from './originate.ts';
import { releaseTarget, sessionOf, takeTarget } from './release.ts';
import { hasCustomer, joined, named, type Purpose, type Target, type Whom } from './target.ts';
import type { Party } from '../events.ts';
import type { TargetEnd } from '../facts.ts';
import { nextPart, setStage, type Contact } from '../contacts/contact.ts';
import { endContact } from '../contacts/end.ts';
import { closeLost } from '../contacts/talk-books.ts';
import { unlistIdle } from '../routing/idle.ts';
import { clearTimer, command, record, setTimer, type Turn } from '../turn.ts';

/** How long a colleague's phone, and a number outside, may ring. */
const AGENT_RING_MS = 25_000;
const OUTSIDE_RING_MS = 45_000;
const RING_MARGIN_MS = 5_000;

/** The agent has a contact from now on; one that was in pause goes back to it afterwards. */
export function engage(
  turn: Turn,
  session: AgentSession,
  contact: Contact,
  state: 'offered' | 'talking',
): void {
  const { agentId } = session;
  if (session.state === 'pause' && !session.next) {
    session.next = { state: 'pause', pauseId: session.pauseId, by: 'system' };
    record(turn, { type: 'agentNextChanged', agentId });
  }
  unlistIdle(turn.world, session);
  turn.agents.add(agentId);
  session.contactId = contact.id;
  setState(turn, session, state);
}

/** Adds a target that is called at once, presenting `from`. */
export function call(turn: Turn, contact: Contact, whom: Whom, purpose: Purpose, from: Party): Target {
  const target: Target = {
    id: nextPart(contact),
    whom,
    campaignId: null,
    purpose,
    stage: 'calling',
    leg: null,
    since: turn.at,
    rang: false,
    muted: false,
  };
  contact.targets.push(target);
  ring(turn, contact, target, whom, from);
  return target;
}

/** The phone of a target rings. */
export function ring(turn: Turn, contact: Contact, target: Target, whom: Whom, from: Party): void {
  const { world, at } = turn;
  const { node } = contact;
  target.whom = whom;
  target.stage = 'calling';
  target.since = at;
  const ringMs = whom.kind === 'agent' ? AGENT_RING_MS : OUTSIDE_RING_MS;
  setTimer(turn, 'target', contact.id, at + ringMs);
  record(turn, {
    type: 'targetCalled',
    contactId: contact.id,
    agentId: contact.talk?.agentId ?? contact.transfer?.agentId ?? null,
    ...named(target),
    purpose: target.purpose,
  });
  const calling = world.sessions.get(contact.talk?.agentId ?? contact.transfer?.agentId ?? 0);
  if (calling) calling.notReached = null;
  const session = sessionOf(world, target);
  if (session) engage(turn, session, contact, 'offered');
  if (session?.standing?.up) {
    target.leg = session.standing.leg;
    return;
  }
  const destination = whom.kind === 'agent' ? session && phoneFor(turn, session, contact) : toLine(whom);
  // As with a phone that does not ring, but at once.
  if (!destination) return setTimer(turn, 'target', contact.id, at);
  const leg = nextPart(contact);
  target.leg = leg;
  const agentId = contact.talk?.agentId ?? contact.transfer?.agentId ?? null;
  const owner = { node, contactId: contact.id, standingOf: null };
  const wanted = { destination, from, ringMs: ringMs + RING_MARGIN_MS };
  originate(turn, leg, owner, wanted, whom.kind === 'agent' ? 'phone' : agentId);
}

function toLine({ lineId, number }: Extract<Whom, { kind: 'outside' }>) {
  return { kind: 'line' as const, lineId, number };
}

export function targetRinging(turn: Turn, contact: Contact, target: Target): void {
  if (target.rang) return;
  target.rang = true;
  const { toAgentId: agentId } = named(target);
  if (agentId !== null) record(turn, { type: 'phoneRang', contactId: contact.id, agentId });
}

export function targetAnswered(turn: Turn, contact: Contact, target: Target): void {
  const { talk } = contact;
  const { leg } = target;
  if (target.stage !== 'calling' || leg === null) return;
  clearTimer(turn, 'target', contact.id);
  record(turn, {
    type: 'targetAnswered',
    contactId: contact.id,
    agentId: talk?.agentId ?? contact.transfer?.agentId ?? null,
    ...named(target),
    purpose: target.purpose,
  });
  const session = sessionOf(turn.world, target);
  switch (target.purpose) {
    case 'transfer':
      takeTarget(turn, contact, target);
      if (session) return takeLead(turn, contact, session, leg, contact.transfer?.campaignId ?? 0);
      return answeredOutside(turn, contact, target);
    case 'customer':
      return customerAnswered(turn, contact, target, leg);
    case 'consult':
      return meetAside(turn, contact, target, leg, session);
    case 'join':
      if (contact.stage === 'dialling') beginTalk(turn, contact);
      joinConversation(turn, contact, target);
      soothe(turn, contact);
      if (joined(contact).length > 1 || hasCustomer(contact)) hearAnew(turn, contact);
      return noteStates(turn, contact);
  }
}

/** The number of a manual call answered: whoever answered is the customer from now on. */
function customerAnswered(turn: Turn, contact: Contact, target: Target, leg: string): void {
  const { talk, node } = contact;
  const session = talk ? turn.world.sessions.get(talk.agentId) : undefined;
  takeTarget(turn, contact, target);
  contact.callerLeg = leg;
  contact.answered = true;
  if (!talk?.leg || !session) return endContact(turn, contact, 'failed', 'system');
  beginTalk(turn, contact);
  bringTogether(turn, session, node, leg, talk.leg);
  record(turn, {
    type: 'contactConnected',
    contactId: contact.id,
    agentId: talk.agentId,
    campaignId: talk.campaignId,
    waitMs: 0,
  });
}

/** Somebody answered the agent who called: what came before was neither talk nor hold. */
function beginTalk(turn: Turn, contact: Contact): void {
  const { talk } = contact;
  const session = talk ? turn.world.sessions.get(talk.agentId) : undefined;
  if (!talk || !session) return;
  stopRingback(turn, contact, talk);
  closeLost(turn, talk);
  setStage(contact, 'talking', turn.at);
  if (talk.leg !== null && contact.direction === 'internal')
    enterBridge(turn, session, contact.node, talk.bridge, talk.leg);
}

function meetAside(
  turn: Turn,
  contact: Contact,
  target: Target,
  leg: string,
  session: AgentSession | null,
): void {
  const { aside, talk, node } = contact;
  if (!aside || !talk) return;
  target.stage = 'aside';
  target.since = turn.at;
  moveTo(turn, contact, aside.bridge, leg, session);
  const own = aside.agentLeg ?? talk.leg;
  if ((aside.agentHere || aside.agentLeg) && own !== null) {
    stopRingback(turn, contact, talk);
    moveTo(turn, contact, aside.bridge, own, turn.world.sessions.get(talk.agentId) ?? null);
  } else
    command(turn, { type: 'startBridgeMusic', node, bridge: aside.bridge, music: musicOf(turn, contact) });
  if (session) setState(turn, session, 'consulting');
}

/** It did not answer, or is called no longer. */
export function targetFailed(turn: Turn, contact: Contact, target: Target, result: TargetEnd): void {
  noteNotReached(turn, contact, target, result);
  releaseTarget(turn, contact, target, result);
  if (target.purpose === 'transfer') return comeBack(turn, contact, result);
  const alone = !hasCustomer(contact) && joined(contact).length === 0;
  if (alone) return endContact(turn, contact, 'unanswered', result === 'cancelled' ? 'agent' : 'system');
  if (target.purpose === 'consult') asideOver(turn, contact);
}

/** Its page tells the operator why nobody is there. */
function noteNotReached(turn: Turn, contact: Contact, { whom }: Target, result: TargetEnd): void {
  const { sessions, configuration } = turn.world;
  const session = sessions.get(contact.talk?.agentId ?? contact.transfer?.agentId ?? 0);
  if (!session || !whom || result === 'cancelled') return;
  const colleague = whom.kind === 'agent' ? configuration.agents.get(whom.agentId) : undefined;
  const party = {
    number: whom.kind === 'agent' ? (colleague?.extension ?? '') : whom.number,
    name: colleague?.name ?? '',
  };
  session.notReached = { whom: party, result, at: turn.at };
}

/** Timer `target`. */
export function targetRangOut(turn: Turn, contact: Contact): void {
  const target = contact.targets.find(({ stage }) => stage === 'calling');
  if (target) targetFailed(turn, contact, target, 'noAnswer');
}
