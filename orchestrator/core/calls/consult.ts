/** Consult: the agent talks to a target aside while the customer hears music, and decides what comes of it. */
import type { AgentSession } from '../agents/session.ts';
import type { CallTarget, RefusalCode } from '../agents/requests.ts';
import { leaveBridge } from '../agents/bridge.ts';
import { mayUse } from '../configuration/lookup.ts';
import { setState } from '../agents/session.ts';
import { nextPart, setStage, type Contact, type Talk } from '../contacts/contact.ts';
import { noteHeld } from '../contacts/talk-books.ts';
import type { Party } from '../events.ts';
import type { AgentId } from '../ids.ts';
import { outboundLine } from '../flows/forward.ts';
import { firstIdle } from '../routing/idle.ts';
import { command, record, type Turn } from '../turn.ts';
import { agentLeaves, handOver } from './lead.ts';
import { callable, campaignOf, find, type Found } from './find.ts';
import {
  gather,
  moveTo,
  musicOf,
  noteStates,
  ringback,
  soothe,
  stepAside,
  stepBack,
  stopRingback,
} from './moves.ts';
import { mayDial } from './outgoing.ts';
import { closeAside, releaseTarget, takeTarget } from './release.ts';
import { call, ring, targetFailed } from './ring.ts';
import { oneLine, onTwoLines, openSecondCall } from './second-call.ts';
import { hasCustomer, joined, openTarget, type Target, type Whom } from './target.ts';
import { toCampaign, toService } from './transfer.ts';

/** More than that nobody can follow. */
const MOST_TARGETS = 8;

/** How the agent is shown to those whom it calls. */
export function partyOf({ world }: Turn, agentId: number): Party {
  const agent = world.configuration.agents.get(agentId);
  return { number: agent?.extension ?? '', name: agent?.name ?? '' };
}

/** Any free agent of a campaign, perhaps for a service. */
interface AnyOf {
  anyOf: number;
  serviceId?: number;
}

/** Whom to call, if that is possible now. A campaign or service means any free agent there. */
export function reach(
  turn: Turn,
  contact: Contact,
  found: Found,
  agentId: AgentId,
): Whom | AnyOf | RefusalCode {
  const { world } = turn;
  switch (found.kind) {
    case 'agent':
      return callable(world, world.sessions.get(found.agentId)) ? found : 'targetBusy';
    case 'number': {
      const line = outboundLine(turn.world, contact, null);
      if (!line) return 'noLine';
      const { number } = found;
      return (
        mayDial(turn, line, number, { contact, agentId }) ?? { kind: 'outside', lineId: line.id, number }
      );
    }
    case 'campaign':
      return mayUse(world.configuration, contact.serviceId, found.campaignId)
        ? { anyOf: found.campaignId }
        : 'notOfService';
    case 'service': {
      const campaignId = campaignOf(world, found.service);
      if (campaignId === 'serviceClosed') return campaignId;
      return campaignId === null ? 'unknownTarget' : { anyOf: campaignId, serviceId: found.service.id };
    }
  }
}

/** The agent dialled on a second line of its phone while it holds the customer. */
export function consultByPhone(
  turn: Turn,
  contact: Contact,
  session: AgentSession,
  number: string,
  leg: string,
): RefusalCode | null {
  if (openTarget(contact)) return 'consultOpen';
  if (!hasCustomer(contact)) return 'noCustomer';
  const found = find(turn.world, { kind: 'number', number });
  const whom = typeof found === 'string' ? found : reach(turn, contact, found, session.agentId);
  if (typeof whom === 'string') return whom;
  openSecondCall(turn, contact, session, leg);
  if ('anyOf' in whom) ask(turn, contact, whom, session.agentId);
  else call(turn, contact, whom, 'consult', calling(turn, contact, session.agentId, whom));
  return null;
}

export function consult(
  turn: Turn,
  contact: Contact,
  talk: Talk,
  session: AgentSession,
  to: CallTarget,
): RefusalCode | null {
  const refused = mayAdd(contact, talk) ?? (hasCustomer(contact) ? null : 'noCustomer');
  if (refused) return refused;
  const found = find(turn.world, to);
  const whom = typeof found === 'string' ? found : reach(turn, contact, found, session.agentId);
  if (typeof whom === 'string') return whom;
  stepAside(turn, contact, talk, session);
  ringback(turn, contact, talk);
  if ('anyOf' in whom) ask(turn, contact, whom, session.agentId);
  else call(turn, contact, whom, 'consult', calling(turn, contact, session.agentId, whom));
  return null;
}

/** A party outside sees the number that the customer called, a colleague who calls. */
function calling(turn: Turn, contact: Contact, agentId: number, whom: Whom): Party {
  return whom.kind === 'agent' ? partyOf(turn, agentId) : { number: contact.dialled, name: '' };
}

/** Why no further target can be called; null = it can. */
function mayAdd(contact: Contact, talk: Talk): RefusalCode | null {
  if (!talk.leg || talk.heldByPhone || contact.stage === 'dialling') return 'notTalking';
  if (openTarget(contact)) return 'consultOpen';
  return contact.targets.length < MOST_TARGETS ? null : 'tooManyParties';
}

/** Any free agent of the campaign, now or as soon as there is one. */
function ask(turn: Turn, contact: Contact, { anyOf: campaignId, serviceId }: AnyOf, agentId: number): void {
  const target: Target = {
    id: nextPart(contact),
    whom: null,
    campaignId,
    ...(serviceId !== undefined && { serviceId }),
    purpose: 'consult',
    stage: 'waiting',
    leg: null,
    since: turn.at,
    rang: false,
    muted: false,
  };
  contact.targets.push(target);
  turn.world.asked.push(contact.id);
  record(turn, { type: 'targetAwaited', contactId: contact.id, agentId, campaignId });
  const free = firstIdle(turn.world, campaignId);
  if (free) callAwaited(turn, contact, free);
}

/** An agent of the campaign is free: its phone rings for the colleague who waits. */
export function callAwaited(turn: Turn, contact: Contact, session: AgentSession): void {
  const target = openTarget(contact);
  if (target?.stage !== 'waiting' || !contact.talk) return;
  turn.world.asked = turn.world.asked.filter(id => id !== contact.id);
  const whom = { kind: 'agent' as const, agentId: session.agentId };
  ring(turn, contact, target, whom, partyOf(turn, contact.talk.agentId));
}

/** Adds a party to the conversation, which goes on meanwhile. */
export function addParty(
  turn: Turn,
  contact: Contact,
  talk: Talk,
  session: AgentSession,
  to: CallTarget,
): RefusalCode | null {
  const refused = mayAdd(contact, talk) ?? (talk.heldSince === null ? null : 'notTalking');
  if (refused) return refused;
  const found = find(turn.world, to);
  const whom = typeof found === 'string' ? found : reach(turn, contact, found, session.agentId);
  if (typeof whom === 'string') return whom;
  if ('anyOf' in whom) return 'unknownTarget';
  call(turn, contact, whom, 'join', calling(turn, contact, session.agentId, whom));
  return null;
}

/** Between the customer and the target; whoever is left hears music. */
export function swap(turn: Turn, contact: Contact, talk: Talk, session: AgentSession): RefusalCode | null {
  const { aside, node } = contact;
  const open = openTarget(contact);
  if (!aside || !open || talk.leg === null) return 'noConsult';
  const onPhone = onTwoLines(contact);
  if (onPhone) return onPhone;
  const answered = open.stage === 'aside';
  if (aside.agentHere) {
    if (answered)
      command(turn, { type: 'startBridgeMusic', node, bridge: aside.bridge, music: musicOf(turn, contact) });
    else stopRingback(turn, contact, talk);
    stepBack(turn, contact, talk, session);
    noteStates(turn, contact);
  } else {
    leaveBridge(turn, session, node, talk.bridge, talk.leg);
    noteHeld(turn, contact, talk);
    soothe(turn, contact);
    aside.agentHere = true;
    if (answered) {
      command(turn, { type: 'stopBridgeMusic', node, bridge: aside.bridge });
      moveTo(turn, contact, aside.bridge, talk.leg, session);
    } else ringback(turn, contact, talk);
    setState(turn, session, 'consulting');
  }
  return null;
}

/** Customer, agent and target talk together. */
export function merge(turn: Turn, contact: Contact, talk: Talk, session: AgentSession): RefusalCode | null {
  if (openTarget(contact)?.stage !== 'aside' || talk.leg === null) return 'noConsult';
  oneLine(turn, contact, talk, session);
  gather(turn, contact, talk, session);
  record(turn, { type: 'conferenceBegan', contactId: contact.id, agentId: session.agentId });
  return null;
}

/** The target is given up, and the agent is with the customer again. */
export function cancel(turn: Turn, contact: Contact, talk: Talk, session: AgentSession): RefusalCode | null {
  const open = openTarget(contact);
  if (!open) return 'noConsult';
  if (open.purpose !== 'consult') {
    targetFailed(turn, contact, open, 'cancelled');
    return null;
  }
  const here = contact.aside?.agentHere ?? false;
  if (here && open.stage !== 'aside') stopRingback(turn, contact, talk);
  releaseTarget(turn, contact, open, 'cancelled');
  oneLine(turn, contact, talk, session);
  if (here && talk.heldSince !== null && talk.leg !== null) stepBack(turn, contact, talk, session);
  closeAside(turn, contact);
  noteStates(turn, contact);
  return null;
}

/** The customer goes to the target; one that still rings takes over when it answers. */
export function complete(turn: Turn, contact: Contact, talk: Talk): RefusalCode | null {
  const open = openTarget(contact);
  if (!open || open.purpose !== 'consult') return 'noConsult';
  if (open.stage === 'aside') {
    handOver(turn, contact, talk, open, 'consult');
    return null;
  }
  if (joined(contact).length > 0) return 'inConference';
  if (open.stage === 'waiting') {
    const since = open.since;
    takeTarget(turn, contact, open);
    closeAside(turn, contact);
    const service = turn.world.configuration.services.get(open.serviceId ?? 0);
    if (service) toService(turn, contact, talk, service, since);
    else toCampaign(turn, contact, talk, open.campaignId ?? 0, since);
    return null;
  }
  leaveRinging(turn, contact, talk, open);
  return null;
}

function leaveRinging(turn: Turn, contact: Contact, talk: Talk, open: Target): void {
  const { agentId, campaignId } = talk;
  const to = {
    toAgentId: open.whom?.kind === 'agent' ? open.whom.agentId : null,
    number: open.whom?.kind === 'outside' ? open.whom.number : '',
  };
  record(turn, {
    type: 'contactTransferred',
    contactId: contact.id,
    agentId,
    how: 'blind',
    ...to,
    toCampaignId: null,
    toServiceId: null,
  });
  open.purpose = 'transfer';
  contact.transfer = { agentId, campaignId };
  agentLeaves(turn, contact, talk);
  closeAside(turn, contact);
  setStage(contact, 'forwarded', turn.at);
  contact.ringing = true;
  command(turn, { type: 'ring', node: contact.node, leg: contact.callerLeg });
}
