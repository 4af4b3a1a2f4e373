/**
 * Contacts that wait for an agent, per human campaign, in the order of order.ts: all of them, for places in the
 * queue, and apart those who ask for the same (demand.ts), for the choice. A contact that comes back from an
 * unanswered offer keeps `waitingSince` and so its place (I6).
 */
import type { AgentSession } from '../agents/session.ts';
import { campaignsOf } from '../agents/session.ts';
import { packed } from '../configuration/lookup.ts';
import type { Contact } from '../contacts/contact.ts';
import type { AgentId, ContactId } from '../ids.ts';
import { groupFor, noteWaiting } from '../queues/expected-wait.ts';
import { clearTimer, setTimer, timerId, type Turn } from '../turn.ts';
import type { World } from '../world.ts';
import { assess } from './demand.ts';
import { before, dueAt } from './order.ts';
import { anyone, demandOf, hasLevels, type Demand } from './timeline.ts';
import { insertSorted, removeSorted } from './sorted.ts';

/** Those who ask for the same, in the order of the queue. No list is empty. */
export interface DemandList {
  demand: Demand;
  /** The agents who meet it (queues/able.ts). */
  group: number;
  contacts: Contact[];
  /** Of the first one, beside the list, so that an agent who looks for its next contact reads no other memory. */
  first: { order: number; since: number };
}

/** Who waits for a campaign, by what they ask for: those whom several agents may serve, and those who wait for one alone. */
export interface DemandLists {
  open: DemandList[];
  personal: Map<AgentId, DemandList>;
}

export interface DemandIndex {
  /** By campaign. */
  lists: Map<number, DemandLists>;
  /**
   * For each human campaign, by its ordinal: no first one of its lists has waited since earlier, or has an earlier
   * order, than these two numbers. Nobody waits: infinity. Side by side, because every agent who looks for its
   * next contact reads them all.
   */
  bounds: Float64Array;
}

export function createDemandIndex(campaigns = 0): DemandIndex {
  return { lists: new Map(), bounds: new Float64Array(2 * campaigns).fill(Number.POSITIVE_INFINITY) };
}

/** Puts a contact into the lists of the campaign, and sees to it that the end of its present step is not missed. */
export function addWaiting(turn: Turn, campaignId: number, contact: Contact): void {
  const { world } = turn;
  contact.due = dueAt(world, contact, campaignId);
  let list = world.waiting.get(campaignId);
  if (!list) world.waiting.set(campaignId, (list = []));
  insert(world, list, contact);
  const { demand, until } = assess(world, contact, campaignId);
  join(world, campaignId, contact, demand);
  noteWaiting(world, campaignId, list.length);
  if (until !== null) setTimer(turn, 'step', contact.id, Math.max(until, turn.at + 1));
}

export function removeWaiting(world: World, campaignId: number, contact: Contact): void {
  const list = contact.stage === 'waiting' ? world.waiting.get(campaignId) : undefined;
  if (!list || !takeOut(world, list, contact)) return;
  part(world, campaignId, contact);
  noteWaiting(world, campaignId, list.length);
  // Only a demand that asks for something has an end.
  if (contact.demand !== '') world.timers.delete(timerId('step', contact.id));
}

/** What a contact that waits asks for. */
export function demandFor(world: World, campaignId: number, contact: Contact): Demand {
  if (contact.demand === '') return anyone;
  const lists = world.demands.lists.get(campaignId);
  return (lists && listOf(lists, contact.demand)?.demand) ?? demandOf(contact.demand);
}

/** What the contact asks for may have changed. True = it asks for something else than before. */
export function reassess(turn: Turn, campaignId: number, contact: Contact): boolean {
  const { world } = turn;
  const { demand, until } = assess(world, contact, campaignId);
  if (until !== null) setTimer(turn, 'step', contact.id, Math.max(until, turn.at + 1));
  else if (contact.demand !== '') clearTimer(turn, 'step', contact.id);
  if (demand.key === contact.demand) return false;
  part(world, campaignId, contact);
  join(world, campaignId, contact, demand);
  noteWaiting(world, campaignId, world.waiting.get(campaignId)?.length ?? 0);
  return true;
}

/** Timer `step`: a step has expired, or the preferred agent was waited for long enough. */
export function stepIsOver(turn: Turn, contact: Contact): void {
  const { distributedBy, stage, preferred } = contact;
  if (stage !== 'waiting' || distributedBy === null) return;
  if (preferred && turn.at >= preferred.untilAt) contact.preferred = null;
  if (reassess(turn, distributedBy, contact)) turn.arrivals.add(contact.id);
}

/** The agent cannot be waited for any more: those who do wait for anyone who has their skills. */
export function releasePersonal(turn: Turn, agentId: AgentId): void {
  const { world } = turn;
  for (const { campaignId } of world.configuration.memberships.get(agentId) ?? [])
    for (const contact of [...(world.demands.lists.get(campaignId)?.personal.get(agentId)?.contacts ?? [])])
      if (reassess(turn, campaignId, contact) || contact.preferred?.only) turn.arrivals.add(contact.id);
}

/** A contact, also one that waits, asks for other skills than before. */
export function setSkills(turn: Turn, contact: Contact, skills: Contact['skills']): void {
  contact.skills = skills;
  const { distributedBy, stage } = contact;
  if (stage !== 'waiting' || distributedBy === null) return;
  if (reassess(turn, distributedBy, contact)) turn.arrivals.add(contact.id);
  turn.thinned.add(distributedBy);
}

/** Another priority gives a waiting contact another place. */
export function setPriority(world: World, contact: Contact, priority: number): void {
  const { distributedBy, stage } = contact;
  const list = distributedBy === null || stage !== 'waiting' ? undefined : world.waiting.get(distributedBy);
  if (distributedBy === null || !list || !takeOut(world, list, contact)) {
    contact.priority = priority;
    return;
  }
  part(world, distributedBy, contact);
  contact.priority = priority;
  contact.due = dueAt(world, contact, distributedBy);
  insert(world, list, contact);
  join(world, distributedBy, contact, demandOf(contact.demand));
}

/** Campaigns, agents or skills changed: places and demands of all who wait are found anew. */
export function reorderWaiting(turn: Turn): void {
  const { world } = turn;
  for (const [campaignId, list] of world.waiting)
    for (const id of list) {
      const contact = world.contacts.get(id);
      if (contact) contact.due = dueAt(world, contact, campaignId);
    }
  rebuildWaiting(world);
  for (const [campaignId, list] of world.waiting)
    for (const id of list) {
      const contact = world.contacts.get(id);
      if (!contact) continue;
      reassess(turn, campaignId, contact);
      if (contact.preferred?.only) turn.arrivals.add(contact.id);
    }
  for (const [campaignId, list] of world.waiting) {
    noteWaiting(world, campaignId, list.length);
    if (list.length > 0) turn.thinned.add(campaignId);
  }
}

/** Lists in the order of what the contacts say, also after an earlier version with another order; see decodeWorld. */
export function rebuildWaiting(world: World): void {
  const { contacts } = world;
  world.demands = createDemandIndex(world.configuration.ordinals.size);
  for (const [campaignId, list] of world.waiting) {
    const waiting = list.flatMap(id => contacts.get(id) ?? []).sort(before);
    list.splice(0, list.length, ...waiting.map(({ id }) => id));
    for (const contact of waiting) join(world, campaignId, contact, demandOf(contact.demand));
  }
}

/** A contact that is no more, wherever it stands. */
export function forgetWaiting(world: World, contactId: ContactId): void {
  for (const list of world.waiting.values()) removeSorted(list, contactId);
  for (const campaignId of world.demands.lists.keys()) dropFromDemands(world, campaignId, contactId);
}

/** Position from 1; 0 when it does not wait there. A long queue is not read from its beginning. */
export function positionOf(world: World, campaignId: number, contact: Contact): number {
  const list = contact.stage === 'waiting' ? world.waiting.get(campaignId) : undefined;
  return list ? indexIn(world, list, contact) + 1 : 0;
}

/** Position from 1 among those who wait for the same agent alone; 0 when it does not. */
export function positionForAgent({ demands }: World, campaignId: number, contact: Contact): number {
  const { preferred } = contact;
  if (!preferred?.only) return 0;
  const list = demands.lists.get(campaignId)?.personal.get(preferred.agentId);
  return list ? placeIn(list.contacts, contact) + 1 : 0;
}

/**
 * The contact that a free agent takes next: of those that ask for no more than the agent has, first who lost
 * their agent or have waited for too long (firstAfterMs), then by the agent's order of its campaigns, then by
 * `before`.
 */
export function nextFor(
  world: World,
  session: AgentSession,
): { contact: Contact; campaignId: number } | null {
  const { configuration, demands, at } = world;
  const { firstAfterMs } = configuration;
  const all = session.campaignIds === null ? configuration.packed.get(session.agentId) : undefined;
  const places = all ?? packed(campaignsOf(world, session));
  const seeker = { agentId: session.agentId, levels: configuration.levels.get(session.agentId) };
  let best: Best | null = null;
  for (let i = 0; i < places.length; i += 2) {
    const ordinal = places[i] ?? 0;
    const priority = places[i + 1] ?? 0;
    const order = demands.bounds[2 * ordinal + 1] ?? Number.POSITIVE_INFINITY;
    if (order === Number.POSITIVE_INFINITY) continue;
    const urgentSince = at - (firstAfterMs[ordinal] ?? 0);
    // Most campaigns have nobody who could go before the best so far: their memory is not touched.
    const rank = (demands.bounds[2 * ordinal] ?? 0) <= urgentSince || order < 0 ? 0 : priority;
    if (best && (rank > best.rank || (rank === best.rank && order > best.list.first.order))) continue;
    const campaignId = configuration.humanCampaignIds[ordinal] ?? 0;
    best = better(demands.lists.get(campaignId), seeker, campaignId, priority, urgentSince, best);
  }
  const contact = best?.list.contacts[0];
  return best && contact ? { contact, campaignId: best.campaignId } : null;
}

interface Best {
  list: DemandList;
  rank: number;
  campaignId: number;
}

/** Who looks for its next contact, and what it knows: skill -> level. */
interface Seeker {
  agentId: AgentId;
  levels: ReadonlyMap<number, number> | undefined;
}

/** The best so far, or a list of the campaign whose first one goes before it and asks for no more than the agent has. */
function better(
  lists: DemandLists | undefined,
  { agentId, levels }: Seeker,
  campaignId: number,
  priority: number,
  urgentSince: number,
  best: Best | null,
): Best | null {
  if (!lists) return best;
  let found = best;
  for (const list of lists.open) {
    const rank = rankOf(list, urgentSince, priority);
    if (found && !goesBefore(list, rank, found.list, found.rank)) continue;
    if (hasLevels(levels, list.demand)) found = { list, rank, campaignId };
  }
  const own = lists.personal.size > 0 ? lists.personal.get(agentId) : undefined;
  if (!own) return found;
  const rank = rankOf(own, urgentSince, priority);
  return found && !goesBefore(own, rank, found.list, found.rank) ? found : { list: own, rank, campaignId };
}

/** 0 = before the agent's own order of campaigns. */
function rankOf({ first }: DemandList, urgentSince: number, priority: number): number {
  return first.since <= urgentSince || first.order < 0 ? 0 : priority;
}

function goesBefore(list: DemandList, rank: number, best: DemandList, bestRank: number): boolean {
  if (rank !== bestRank) return rank < bestRank;
  if (list.first.order !== best.first.order) return list.first.order < best.first.order;
  const [one] = list.contacts;
  const [other] = best.contacts;
  return one !== undefined && other !== undefined && before(one, other) < 0;
}

/** Puts a contact into the list of those who ask for the same. */
function join(world: World, campaignId: number, contact: Contact, demand: Demand): void {
  let lists = world.demands.lists.get(campaignId);
  if (!lists) world.demands.lists.set(campaignId, (lists = { open: [], personal: new Map() }));
  contact.demand = demand.key;
  const list = listOf(lists, demand.key);
  if (list) {
    insertSorted(list.contacts, contact, before);
    // Who joins behind others changes nothing for the first.
    if (list.contacts[0] !== contact) return;
    noteFirst(list);
    return bound(world, campaignId, lists);
  }
  const first = { order: orderOf(contact), since: contact.waitingSince ?? world.at };
  const group = groupFor(world, campaignId, demand);
  const created: DemandList = { demand, group, contacts: [contact], first };
  if (demand.agentId === null) lists.open.push(created);
  else lists.personal.set(demand.agentId, created);
  bound(world, campaignId, lists);
}

function listOf({ open, personal }: DemandLists, key: string): DemandList | undefined {
  for (const list of open) if (list.demand.key === key) return list;
  const { agentId } = demandOf(key);
  return agentId === null ? undefined : personal.get(agentId);
}

/** Those who lost their agent go before all others. */
const RETURNED = -1e15;

function noteFirst({ contacts, first }: DemandList): void {
  const [contact] = contacts;
  if (!contact) return;
  first.order = orderOf(contact);
  first.since = contact.waitingSince ?? first.since;
}

function orderOf({ due, returned }: Contact): number {
  return returned ? due + RETURNED : due;
}

/** After somebody came or left: the bounds of the campaign, from what each list says of its first one. */
function bound({ demands, configuration }: World, campaignId: number, { open, personal }: DemandLists): void {
  const ordinal = configuration.ordinals.get(campaignId);
  if (ordinal === undefined) return;
  let since = Number.POSITIVE_INFINITY;
  let order = Number.POSITIVE_INFINITY;
  for (const { first } of open) {
    if (first.since < since) since = first.since;
    if (first.order < order) order = first.order;
  }
  if (personal.size > 0)
    for (const { first } of personal.values()) {
      if (first.since < since) since = first.since;
      if (first.order < order) order = first.order;
    }
  demands.bounds[2 * ordinal] = since;
  demands.bounds[2 * ordinal + 1] = order;
}

/** Takes a contact out of the list of those who ask for the same. */
function part(world: World, campaignId: number, contact: Contact): void {
  const lists = world.demands.lists.get(campaignId);
  const list = lists && listOf(lists, contact.demand);
  if (!lists || !list) return;
  const index = placeIn(list.contacts, contact);
  if (index === 0) list.contacts.shift();
  else if (index > 0) list.contacts.splice(index, 1);
  if (index === 0) tidy(world, campaignId, lists, list);
}

/** After the first left a list: it is not kept empty. */
function tidy(world: World, campaignId: number, lists: DemandLists, list: DemandList): void {
  if (list.contacts.length > 0) noteFirst(list);
  else if (list.demand.agentId !== null) lists.personal.delete(list.demand.agentId);
  else lists.open.splice(lists.open.indexOf(list), 1);
  bound(world, campaignId, lists);
}

function dropFromDemands(world: World, campaignId: number, contactId: ContactId): void {
  const lists = world.demands.lists.get(campaignId);
  if (!lists) return;
  for (const list of [...lists.open, ...lists.personal.values()]) {
    const index = list.contacts.findIndex(({ id }) => id === contactId);
    if (index < 0) continue;
    list.contacts.splice(index, 1);
    tidy(world, campaignId, lists, list);
  }
}

/** Index in a list in order; -1 = it is not there. */
function placeIn(contacts: readonly Contact[], contact: Contact): number {
  let low = 0;
  let high = contacts.length;
  if (contacts[0] === contact) return 0;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const there = contacts[middle];
    if (there === contact) return middle;
    if (there && before(there, contact) < 0) low = middle + 1;
    else high = middle;
  }
  return -1;
}

function insert(world: World, list: ContactId[], contact: Contact): void {
  insertSorted(list, contact.id, (a, b) => {
    const one = world.contacts.get(a);
    const other = world.contacts.get(b);
    return one && other ? before(one, other) : 0;
  });
}

function takeOut(world: World, list: ContactId[], contact: Contact): boolean {
  const index = indexIn(world, list, contact);
  if (index === 0) list.shift();
  else if (index > 0) list.splice(index, 1);
  return index >= 0;
}

/** Found by the order of the list, in which nothing that decides a contact's place changes while it waits. */
function indexIn(world: World, list: readonly ContactId[], contact: Contact): number {
  let low = 0;
  let high = list.length;
  // Whoever asks is mostly the next one, or has just joined the end.
  if (list[0] === contact.id) return 0;
  if (list.at(-1) === contact.id) return high - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const id = list[middle] ?? '';
    if (id === contact.id) return middle;
    const there = world.contacts.get(id);
    if (there && before(there, contact) < 0) low = middle + 1;
    else high = middle;
  }
  return -1;
}
