/**
 * Call-backs that operators promise for a later time. Until then a promise is no contact: it counts nowhere and
 * may be moved or cancelled. When it is due it becomes a contact (under its own id) that waits like a caller who
 * asked to be called back (contacts/callback.ts): attempts, line and ringing time are those of the campaign.
 *
 *   promised --(due, or an operator calls now)--> contact that is to be called back
 *       '--(cancelled)--> gone
 */
import type { RefusalCode } from '../agents/requests.ts';
import type { AgentSession } from '../agents/session.ts';
import { isAtWork } from '../agents/state.ts';
import { callerIdsOf, unfitFor } from '../calls/outgoing.ts';
import { humanCampaign } from '../configuration/lookup.ts';
import type { Line } from '../configuration/schemas.ts';
import { prefer, queueForCallback } from '../contacts/callback.ts';
import type { Contact } from '../contacts/contact.ts';
import { newContact, nextContactId } from '../contacts/new-contact.ts';
import type { Party } from '../events.ts';
import { outboundLine } from '../flows/forward.ts';
import type { AgentId, ContactId, NodeId } from '../ids.ts';
import { clearTimer, record, setTimer, type Turn } from '../turn.ts';
import type { World } from '../world.ts';

export interface PromisedCallback {
  /** Of the contact that it becomes. */
  id: ContactId;
  /** The contact in which it was promised. */
  from: ContactId;
  callee: Party;
  campaignId: number;
  /** 0 = none: the one of before is not there any more. */
  serviceId: number;
  /** Who calls; null = any operator of the campaign. */
  agentId: AgentId | null;
  /** Who promised it; null = the caller asked for it in a flow, before the journal was lost. */
  by: AgentId | null;
  /** Epoch ms. */
  dueAt: number;
}

const DAY_MS = 86_400_000;
/** A promise is for a moment within a year. */
const FARTHEST_MS = 366 * DAY_MS;
/** So many promises of one operator, and of all. */
const MOST_OF_ONE = 200;
const MOST = 20_000;
/** Its own operator is waited for so long; then anybody of the campaign calls. */
const OWN_MS = 2 * 3_600_000;
/** Nobody there who could call it: looked at again after this. */
const AGAIN_MS = 60_000;
/** As long as a caller who asked to be called back waits at most. */
const LONGEST_MS = DAY_MS;

/** E.164, and no emergency or service number. */
const callable = /^\+?[0-9]{5,15}$/;

export interface Wanted {
  number: string;
  /** Epoch ms. */
  at: number;
  /** The operator itself calls, not anyone of the campaign. */
  own: boolean;
}

/** What the operator has at hand, in conversation or in wrap-up. */
interface Hand {
  contactId: ContactId;
  campaignId: number;
  serviceId: number;
  caller: Party;
}

function handOf({ world }: Turn, session: AgentSession): Hand | null {
  if (session.wrapUp) return session.wrapUp;
  const contact = session.contactId === null ? undefined : world.contacts.get(session.contactId);
  const { talk } = contact ?? {};
  if (!contact || talk?.agentId !== session.agentId || talk.campaignId === 0) return null;
  const { id: contactId, serviceId, caller } = contact;
  return { contactId, campaignId: talk.campaignId, serviceId, caller };
}

export function promiseCallback(
  turn: Turn,
  session: AgentSession,
  { number, at, own }: Wanted,
): RefusalCode | null {
  const { world } = turn;
  const hand = handOf(turn, session);
  if (!hand) return 'noContact';
  const refused = unfitMoment(turn, at) ?? unfitNumber(world, hand.campaignId, number);
  if (refused) return refused;
  const { agentId } = session;
  const mine = [...world.promised.values()].filter(({ by }) => by === agentId).length;
  if (mine >= MOST_OF_ONE || world.promised.size >= MOST) return 'tooManyCallbacks';
  const promised: PromisedCallback = {
    id: nextContactId(world),
    from: hand.contactId,
    callee: { number, name: number === hand.caller.number ? hand.caller.name : '' },
    campaignId: hand.campaignId,
    serviceId: hand.serviceId,
    agentId: own ? agentId : null,
    by: agentId,
    dueAt: at,
  };
  world.promised.set(promised.id, promised);
  setTimer(turn, 'promise', promised.id, at);
  record(turn, {
    type: 'callbackPromised',
    contactId: hand.contactId,
    callbackId: promised.id,
    agentId,
    number,
    dueAt: at,
    own,
    name: promised.callee.name,
    campaignId: hand.campaignId,
    serviceId: hand.serviceId,
  });
  return null;
}

/** What the database knows of a call-back that is still to be made. */
export interface FoundPromise extends PromisedCallback {
  /** It had become a contact, which ended with the journal: the call-back goes on under a new id. */
  begun: boolean;
}

/** The journal was lost: what was promised stands nevertheless. */
export function restorePromises(turn: Turn, found: readonly FoundPromise[]): void {
  const { world } = turn;
  for (const { begun, ...before } of found) {
    if (world.promised.has(before.id) || world.contacts.has(before.id)) continue;
    const promised = { ...before, id: begun ? nextContactId(world) : before.id };
    world.promised.set(promised.id, promised);
    setTimer(turn, 'promise', promised.id, Math.max(promised.dueAt, turn.at));
    record(turn, {
      type: 'callbackRestored',
      contactId: promised.from,
      callbackId: promised.id,
      previousId: before.id,
      agentId: promised.agentId,
      dueAt: promised.dueAt,
    });
  }
}

export function unfitMoment({ at }: Turn, wanted: number): RefusalCode | null {
  return wanted > at && wanted <= at + FARTHEST_MS ? null : 'callbackMoment';
}

function unfitNumber(world: World, campaignId: number, number: string): RefusalCode | null {
  const line = lineOf(world, campaignId);
  if (!line) return 'noLine';
  return callable.test(number) ? unfitFor(line, number) : 'numberNotValid';
}

/** The line that the campaign names, or any that calls out. */
function lineOf(world: World, campaignId: number): Line | null {
  const campaign = humanCampaign(world.configuration, campaignId);
  return campaign && outboundLine(world, { lineId: null }, campaign.callback.lineId);
}

/** Timer `promise`. */
export function promiseDue(turn: Turn, id: ContactId): void {
  const { world, at } = turn;
  const promised = world.promised.get(id);
  if (!promised) return;
  const node = nodeThatIsUp(world);
  if (!node || world.draining || waitsForOwn(world, promised))
    return setTimer(turn, 'promise', id, at + AGAIN_MS);
  becomeContact(turn, promised, node);
}

/** Its operator is not at work, and there is time left. */
function waitsForOwn({ sessions, configuration, at }: World, { agentId, dueAt }: PromisedCallback): boolean {
  if (agentId === null || !configuration.agents.has(agentId) || at >= dueAt + OWN_MS) return false;
  const session = sessions.get(agentId);
  return !session || !isAtWork(session.state);
}

function nodeThatIsUp({ nodes }: World): NodeId | null {
  for (const [node, { up }] of nodes) if (up) return node;
  return null;
}

/** It waits in its campaign from now on, like a caller who asked for it. Null = the campaign is not there any more. */
function becomeContact(turn: Turn, promised: PromisedCallback, node: NodeId): Contact | null {
  const { world, at } = turn;
  const { id, callee, campaignId, agentId, from } = promised;
  drop(turn, promised);
  const campaign = humanCampaign(world.configuration, campaignId);
  if (!campaign) {
    record(turn, { type: 'callbackCancelled', contactId: from, callbackId: id, agentId: null });
    return null;
  }
  const service = world.configuration.services.get(promised.serviceId);
  const shown = service && callerIdsOf(world, service)[0]?.number;
  const line = lineOf(world, campaignId);
  const dialled = shown ?? line?.callerId ?? '';
  const contact = newContact(world, id, {
    node,
    lineId: line?.id ?? null,
    direction: 'outbound',
    serviceId: service?.id ?? 0,
    dialled,
    caller: callee,
    language: service?.language ?? 'it',
    callerLeg: '',
    priority: service?.priority ?? 0,
  });
  contact.campaignId = campaignId;
  contact.humanCampaignId = campaignId;
  contact.callback = {
    campaignId,
    number: callee.number,
    waits: true,
    leg: null,
    attempts: 0,
    nextAt: null,
    agentId,
  };
  record(turn, {
    type: 'contactArrived',
    contactId: id,
    media: 'audio',
    direction: 'outbound',
    node,
    lineId: line?.id ?? null,
    serviceId: service?.id ?? null,
    dialled,
    caller: callee,
  });
  record(turn, { type: 'campaignEntered', contactId: id, campaignId, kind: 'human' });
  setTimer(turn, 'wait', id, at + LONGEST_MS);
  queueForCallback(turn, contact, campaignId);
  prefer(turn, contact, campaignId);
  return contact;
}

export function drop(turn: Turn, { id }: PromisedCallback): void {
  turn.world.promised.delete(id);
  clearTimer(turn, 'promise', id);
}

/** Before its time, because an operator calls now. */
export function calledEarly(turn: Turn, promised: PromisedCallback): Contact | RefusalCode {
  const node = nodeThatIsUp(turn.world);
  if (!node) return 'switchAway';
  return becomeContact(turn, promised, node) ?? 'unknownCallback';
}
