/**
 * An operator calls: a colleague or a service inside, or a number outside for a service. First its own phone is
 * called (a standing leg is there already, and who dials on its phone has it in hand), then the other.
 */
import type { CallTarget, RefusalCode } from '../agents/requests.ts';
import { leaveBridge, openBridge } from '../agents/bridge.ts';
import { reachable, type AgentSession } from '../agents/session.ts';
import { nodeOf } from '../agents/standing.ts';
import type { Service } from '../configuration/schemas.ts';
import { arrive } from '../contacts/arrive.ts';
import { newTalk, nextPart, setStage, type Contact } from '../contacts/contact.ts';
import { newContact, nextContactId } from '../contacts/new-contact.ts';
import type { Event, Party } from '../events.ts';
import type { LegId, NodeId } from '../ids.ts';
import { enterService } from '../flows/enter.ts';
import { resume } from '../routing/offer.ts';
import { command, record, type Turn } from '../turn.ts';
import { countOffered } from '../counters.ts';
import { consultByPhone, partyOf } from './consult.ts';
import type { Dictation } from '../dictation/dictation.ts';
import { dictationAnswered } from '../dictation/go-on.ts';
import { callable, find } from './find.ts';
import { ringback } from './moves.ts';
import { callerIdsOf, mayDial, outboundServices, type CallerId } from './outgoing.ts';
import { engage, ring, targetFailed } from './ring.ts';
import { openTarget, type Purpose, type Whom } from './target.ts';

/** How long the operator may take to lift its own phone. */
const OWN_PHONE_MS = 30_000;
/** What is kept for redialling. */
const MOST_CALLED = 10;

export interface CallRequest {
  to: CallTarget;
  serviceId?: number | undefined;
  callerId?: string | undefined;
}

/** `leg`: the phone on which the operator dialled; null = its phone is called first. */
export function placeCall(
  turn: Turn,
  session: AgentSession,
  { to, serviceId, callerId }: CallRequest,
  leg: { node: NodeId; leg: LegId } | null = null,
): RefusalCode | null {
  const { world } = turn;
  const refused = mayCall(turn, session);
  if (refused) return refused;
  const node = leg?.node ?? nodeOf(world, session);
  if (!node) return 'switchAway';
  const found = find(world, to);
  if (typeof found === 'string') return found;
  const caller = partyOf(turn, session.agentId);
  switch (found.kind) {
    case 'campaign':
      return 'unknownTarget';
    case 'agent': {
      const other = world.sessions.get(found.agentId);
      if (found.agentId === session.agentId) return 'unknownTarget';
      if (!callable(world, other)) return 'targetBusy';
      const dialled = partyOf(turn, found.agentId).number;
      const contact = begin(turn, session, { node, caller, dialled, direction: 'internal' }, leg);
      return plan(turn, contact, session, found, 'join', leg);
    }
    case 'service': {
      const { service } = found;
      const dialled = service.virtualExtension ?? '';
      const contact = begin(turn, session, { node, caller, dialled, direction: 'internal', service }, leg);
      return goOn(turn, contact, session, leg);
    }
    case 'number': {
      const chosen = choose(turn, session, serviceId, callerId);
      if (typeof chosen === 'string') return chosen;
      const { service, from } = chosen;
      const line = world.configuration.lines.get(from.lineId);
      const { number } = found;
      const barred = line ? mayDial(turn, line, number, { agentId: session.agentId }) : 'noLine';
      if (barred) return barred;
      const whom = { kind: 'outside' as const, lineId: from.lineId, number };
      const party = { number, name: '' };
      const call = { node, caller: party, dialled: from.number, direction: 'outbound' as const, service };
      const contact = begin(turn, session, { ...call, lineId: from.lineId }, leg);
      return plan(turn, contact, session, whom, 'customer', leg);
    }
  }
}

/** The operator's own phone is called to record a prompt on it. */
export function callOwnPhone(turn: Turn, session: AgentSession, dictation: Dictation): Contact | RefusalCode {
  const refused = mayCall(turn, session);
  const node = nodeOf(turn.world, session);
  if (refused || !node) return refused ?? 'switchAway';
  const caller = partyOf(turn, session.agentId);
  const contact = begin(turn, session, { node, caller, dialled: '', direction: 'internal' }, null);
  contact.dictation = dictation;
  goOn(turn, contact, session, null);
  return contact;
}

export function mayCall({ world }: Turn, session: AgentSession): RefusalCode | null {
  if (world.draining) return 'switchAway';
  if (session.contactId !== null || session.wrapUp) return 'inContact';
  if (session.state !== 'ready' && session.state !== 'pause') return 'inContact';
  // A standing leg that is still on its way would be a second leg of the same phone.
  const there = reachable(world, session) && (session.standing?.up ?? true);
  return there ? null : 'phoneNotReachable';
}

/** The service of a manual call, and the number that it presents: those that are allowed, the first unless named. */
function choose(
  { world }: Turn,
  { agentId }: AgentSession,
  serviceId: number | undefined,
  callerId: string | undefined,
): { service: Service; from: CallerId } | RefusalCode {
  const services = outboundServices(world, agentId);
  const service = serviceId === undefined ? services[0] : services.find(({ id }) => id === serviceId);
  if (!service) return 'noOutboundService';
  const numbers = callerIdsOf(world, service);
  const from = callerId === undefined ? numbers[0] : numbers.find(({ number }) => number === callerId);
  if (!from) return callerId === undefined ? 'noLine' : 'unknownCallerId';
  return { service, from };
}

interface Begun {
  node: NodeId;
  caller: Party;
  dialled: string;
  direction: 'internal' | 'outbound';
  service?: Service;
  lineId?: number;
}

function begin(
  turn: Turn,
  session: AgentSession,
  { node, caller, dialled, direction, service, lineId }: Begun,
  leg: { leg: LegId } | null,
): Contact {
  const { world, at } = turn;
  const { agentId } = session;
  const campaignId = direction === 'outbound' ? (service?.outboundCampaignId ?? 0) : 0;
  const contact = newContact(world, nextContactId(world), {
    node,
    lineId: lineId ?? null,
    direction,
    serviceId: service?.id ?? 0,
    dialled,
    caller,
    language: service?.language ?? 'it',
    callerLeg: '',
    priority: service?.priority ?? 0,
  });
  contact.campaignId = campaignId || null;
  contact.humanCampaignId = campaignId || null;
  record(turn, {
    type: 'contactArrived',
    contactId: contact.id,
    media: 'audio',
    direction,
    node,
    lineId: lineId ?? null,
    serviceId: service?.id ?? null,
    dialled,
    caller,
  });
  const number = direction === 'outbound' ? caller.number : dialled;
  if (number !== '')
    session.called = [number, ...session.called.filter(other => other !== number)].slice(0, MOST_CALLED);
  record(turn, { type: 'callPlaced', contactId: contact.id, agentId, dialled: number });
  setStage(contact, 'dialling', at);
  engage(turn, session, contact, 'talking');
  const { id: bridge } = openBridge(turn, session, node);
  // Until somebody answers, that is neither talk nor hold.
  contact.talk = { ...newTalk(agentId, campaignId, leg?.leg ?? null, bridge, at), lostSince: at };
  return contact;
}

/** Who is called once the operator's phone is up. */
function plan(
  turn: Turn,
  contact: Contact,
  session: AgentSession,
  whom: Whom,
  purpose: Purpose,
  leg: { leg: LegId } | null,
): null {
  contact.targets.push({
    id: nextPart(contact),
    whom,
    campaignId: null,
    purpose,
    stage: 'waiting',
    leg: null,
    since: turn.at,
    rang: false,
    muted: false,
  });
  return goOn(turn, contact, session, leg);
}

function goOn(turn: Turn, contact: Contact, session: AgentSession, leg: { leg: LegId } | null): null {
  if (leg) {
    turn.world.legs.set(leg.leg, { node: contact.node, contactId: contact.id, standingOf: null });
    command(turn, { type: 'answer', node: contact.node, leg: leg.leg });
    ownPhoneUp(turn, contact, session, leg.leg);
  } else resume(turn, contact, session, contact.talk?.campaignId ?? 0, OWN_PHONE_MS);
  return null;
}

/** The operator's phone is up: now the other is called. */
export function ownPhoneUp(turn: Turn, contact: Contact, session: AgentSession, leg: LegId): void {
  const { talk, node } = contact;
  if (!talk) return;
  talk.leg = leg;
  const target = openTarget(contact);
  if (!target?.whom) return becomeCaller(turn, contact, session, leg);
  if (session.bridge?.leg === leg) leaveBridge(turn, session, node, session.bridge.id, leg);
  const { whom } = target;
  if (whom.kind === 'agent' && !callable(turn.world, turn.world.sessions.get(whom.agentId)))
    return targetFailed(turn, contact, target, 'busy');
  ringback(turn, contact, talk);
  const from =
    target.purpose === 'customer' ? { number: contact.dialled, name: '' } : partyOf(turn, session.agentId);
  ring(turn, contact, target, whom, from);
}

/** A service inside: from now on the operator is its caller, like any other. */
function becomeCaller(turn: Turn, contact: Contact, session: AgentSession, leg: LegId): void {
  const service = turn.world.configuration.services.get(contact.serviceId);
  if (session.bridge?.leg === leg) leaveBridge(turn, session, contact.node, session.bridge.id, leg);
  contact.talk = null;
  contact.callerLeg = leg;
  contact.callerAgentId = session.agentId;
  contact.answered = true;
  setStage(contact, 'flow', turn.at);
  if (contact.dictation) return dictationAnswered(turn, contact, contact.dictation);
  if (!service) return;
  countOffered(turn, service.id);
  enterService(turn, contact, service);
}

/** What an operator dials on its own phone is a request like any other; who is not logged in only reaches services. */
export function agentDialled(turn: Turn, event: Extract<Event, { type: 'agentCallArrived' }>): void {
  const { node, leg, agentId, dialled } = event;
  const { world } = turn;
  const session = world.sessions.get(agentId);
  if (world.legs.has(leg)) return;
  if (world.draining || !session) return arrive(turn, { ...event, lineId: null });
  const contact = session.contactId === null ? undefined : world.contacts.get(session.contactId);
  if (contact?.talk?.heldByPhone && contact.talk.agentId === agentId && contact.node === node) {
    if (consultByPhone(turn, contact, session, dialled, leg) === null) return;
  }
  const standing = session.standing?.up === true;
  const to = { kind: 'number' as const, number: dialled };
  const refused = placeCall(turn, session, { to }, standing ? null : { node, leg });
  if (!refused && !standing) return;
  // The call goes over the standing leg instead; the phone has no need of a second one.
  world.legs.set(leg, { node, contactId: null, standingOf: null });
  command(turn, { type: 'hangup', node, leg, reason: refused ? 'busy' : 'normal' });
}
