/**
 * The end of every step: brings free agents and waiting contacts together. Handlers only note what changed
 * (turn.agents, arrivals, thinned); nothing is offered anywhere else. Invariant afterwards: no campaign has
 * both a waiting contact and a free agent who meets its demand.
 */
import type { AgentSession } from '../agents/session.ts';
import type { Contact } from '../contacts/contact.ts';
import { humanCampaign, queueOf } from '../configuration/lookup.ts';
import { callAwaited } from '../calls/consult.ts';
import { askedFor } from '../calls/find.ts';
import { connect } from '../contacts/talk.ts';
import { endRunaway, runFlow } from '../flows/run.ts';
import type { ContactId } from '../ids.ts';
import { leaveDesertedQueue, queueUp, tellOfQueue, waitOn } from '../queues/wait.ts';
import { guard } from '../quarantine.ts';
import { command, type Turn } from '../turn.ts';
import { waitsInVain } from './demand.ts';
import { firstIdle, isFree, listIdle, unlistIdle } from './idle.ts';
import { offer } from './offer.ts';
import { before } from './order.ts';
import { demandFor, nextFor, reassess, releasePersonal } from './waiting.ts';

export function settle(turn: Turn): void {
  let told: Map<ContactId, number> | null = null;
  while (isBusy(turn)) {
    if (turn.inputs.length > 0) tellFlows(turn, (told ??= new Map()));
    for (const session of takeAgents(turn)) reconsider(turn, session);
    for (const agentId of take(turn.gone)) releasePersonal(turn, agentId);
    for (const contact of takeArrivals(turn)) assign(turn, contact);
    for (const contactId of take(turn.pickups)) pickUp(turn, contactId);
    for (const campaignId of take(turn.thinned)) leaveDesertedQueue(turn, campaignId);
  }
}

function isBusy({ inputs, agents, gone, arrivals, pickups, thinned }: Turn): boolean {
  return inputs.length + agents.size + gone.size + arrivals.size + pickups.size + thinned.size > 0;
}

/** Inputs that one flow may get within one step: more than that is a flow that goes round without waiting. */
const MOST_INPUTS = 100;

function tellFlows(turn: Turn, told: Map<ContactId, number>): void {
  for (const { contactId, input } of turn.inputs.splice(0)) {
    const contact = turn.world.contacts.get(contactId);
    if (!contact) continue;
    const count = (told.get(contactId) ?? 0) + 1;
    told.set(contactId, count);
    guard(turn, 'flow', contact, () =>
      count > MOST_INPUTS ? endRunaway(turn, contact) : runFlow(turn, contact, input),
    );
  }
}

/** Most of what is asked for is empty. */
const nothing: never[] = [];

function take<T>(noted: Set<T>): readonly T[] {
  if (noted.size === 0) return nothing;
  const items = [...noted];
  noted.clear();
  return items;
}

/** Those of the noted that are still there. */
function found<K, T>(noted: Set<K>, all: ReadonlyMap<K, T>): T[] {
  const items: T[] = [];
  for (const id of noted) {
    const item = all.get(id);
    if (item) items.push(item);
  }
  noted.clear();
  return items;
}

/** Longest idle first, whatever the order in which they were noted. */
function takeAgents(turn: Turn): readonly AgentSession[] {
  const { agents, world } = turn;
  if (agents.size === 0) return nothing;
  const sessions = found(agents, world.sessions);
  return sessions.length < 2
    ? sessions
    : sessions.sort((a, b) => a.idleSince - b.idleSince || a.agentId - b.agentId);
}

/** In the order in which they would be served, whatever the order in which they were noted. */
function takeArrivals(turn: Turn): readonly Contact[] {
  const { arrivals, world } = turn;
  if (arrivals.size === 0) return nothing;
  const contacts = found(arrivals, world.contacts);
  return contacts.length < 2 ? contacts : contacts.sort(before);
}

/** Auto-answer on a standing leg: a tone tells its agent that somebody is there, before anything else. */
function pickUp(turn: Turn, contactId: ContactId): void {
  const contact = turn.world.contacts.get(contactId);
  const session = contact?.offer ? turn.world.sessions.get(contact.offer.agentId) : undefined;
  if (!contact?.offer || !session) return;
  const { node, offer: taken } = contact;
  if (!taken.resume) command(turn, { type: 'alert', node, leg: taken.leg, playback: `${contact.id}-tone` });
  connect(turn, contact, session);
}

/** Offers a free agent its next contact, or lists it as idle; unlists one that is not free. */
function reconsider(turn: Turn, session: AgentSession): void {
  const { world } = turn;
  if (!isFree(world, session)) {
    unlistIdle(world, session);
    return;
  }
  // A colleague whose customer hears music meanwhile goes before those who wait.
  const asked = askedFor(world, session);
  if (asked) return callAwaited(turn, asked, session);
  const next = nextFor(world, session);
  if (next) offer(turn, next.contact, session, next.campaignId);
  else listIdle(world, session);
}

/** Offers a contact that waits to the first idle agent of its campaign, or lets it queue up. */
function assign(turn: Turn, contact: Contact): void {
  const campaignId = contact.distributedBy;
  if (campaignId === null || contact.offer || contact.talk) return;
  if (waitsInVain(turn.world, contact, campaignId)) return tellOfQueue(turn, contact, 'busy');
  const session = idleFor(turn, contact, campaignId);
  if (session && announcesFirst(turn, contact, campaignId)) queueUp(turn, contact, campaignId);
  // The queue may have let it go at once.
  if (contact.distributedBy !== campaignId || contact.stage !== 'waiting') return;
  if (session) offer(turn, contact, session, campaignId);
  else if (!contact.queued) queueUp(turn, contact, campaignId);
  else waitOn(turn, contact);
}

/** The free agent for a contact that waits. */
function idleFor(turn: Turn, contact: Contact, campaignId: number): AgentSession | null {
  const { world } = turn;
  // Whether it is worth waiting for the preferred agent may have changed since the contact was listed.
  if (contact.preferred && contact.stage === 'waiting') reassess(turn, campaignId, contact);
  return firstIdle(world, campaignId, demandFor(world, campaignId, contact), contact.id);
}

/** Preventive queueing: also a contact that need not wait hears the queue's flow before it is connected. */
function announcesFirst({ world }: Turn, contact: Contact, campaignId: number): boolean {
  const { configuration } = world;
  if (contact.queued || !humanCampaign(configuration, campaignId)?.preventiveQueueing) return false;
  return contact.flow === null && queueOf(configuration, campaignId) !== null;
}

/** Campaigns, members or services changed: every agent is looked at anew. */
export function noteEveryone(turn: Turn): void {
  for (const session of turn.world.sessions.values()) turn.agents.add(session.agentId);
}
