/**
 * Which agents can take a contact now. An agent is listed exactly while it is ready, reachable, without contact
 * and not resting: in the list of each of its pools (pools.ts), in the order of the distribution strategy. So the
 * choice is a look at the beginning of one list.
 *
 * An agent stands in several lists and mostly in the middle of them. It is not looked for there when it goes: its
 * entry is stale from then on, is passed over, and is swept out when it comes to the front or such are many.
 * All this follows from the sessions and is no part of snapshots.
 */
import { reachable, type AgentSession } from '../agents/session.ts';
import { humanCampaign } from '../configuration/lookup.ts';
import type { AgentId } from '../ids.ts';
import type { World } from '../world.ts';
import { meets, worksIn } from './demand.ts';
import { hash32 } from './hash.ts';
import { poolsOf, type Seat } from './pools.ts';
import { strategies } from './strategies/index.ts';
import { anyone, type Demand } from './timeline.ts';

/** An agent that is free, in all lists where it stands; one for each time that it becomes free. */
interface Entry {
  readonly agentId: AgentId;
  /** Campaigns chosen at log in; null = all of the agent's. */
  readonly only: readonly number[] | null;
  live: boolean;
  /** Where it stands. */
  readonly lists: IdleList[];
}

/** Free agents in the order of the strategy, and beside each its place as the strategy gave it. */
interface IdleList {
  entries: Entry[];
  places: number[];
  /** Entries before this one are stale. */
  head: number;
  /** Entries that are live, and those of them who chose some campaigns only. */
  live: number;
  choosy: number;
}

export interface IdleIndex {
  /** By number of the pool; where nobody has been free yet there is none. */
  lists: Map<number, IdleList>;
  /** The entries of those who are free now. */
  entries: Map<AgentId, Entry>;
}

export function createIdleIndex(): IdleIndex {
  return { lists: new Map(), entries: new Map() };
}

export function isFree(world: World, session: AgentSession): boolean {
  const connected = session.standing?.up ?? true;
  const free = session.state === 'ready' && session.contactId === null && !session.resting;
  return free && connected && reachable(world, session);
}

/** How many agents of the campaign are free. */
export function countIdle(world: World, campaignId: number): number {
  const list = listOf(world, campaignId, '');
  if (!list) return 0;
  return list.choosy === 0 ? list.live : list.entries.filter(entry => isIn(entry, campaignId)).length;
}

/** The free agents of the campaign who meet a demand of its steps; null = there are none. */
function listOf({ configuration, idle }: World, campaignId: number, key: string): IdleList | null {
  const pool = poolsOf(configuration).of.get(campaignId)?.get(key);
  return pool === undefined ? null : (idle.lists.get(pool) ?? null);
}

function isIn({ live, only }: Entry, campaignId: number): boolean {
  return live && (only === null || only.includes(campaignId));
}

/** Lists a free agent in all its campaigns. Listing twice is harmless. */
export function listIdle(world: World, session: AgentSession): void {
  if (session.listed) return;
  session.listed = true;
  const { agentId, campaignIds: only } = session;
  const entry: Entry = { agentId, only, live: true, lists: [] };
  const { entries, lists } = world.idle;
  entries.set(agentId, entry);
  for (const { pool, membership } of seatsOf(world, agentId)) {
    let list = lists.get(pool);
    if (!list) lists.set(pool, (list = { entries: [], places: [], head: 0, live: 0, choosy: 0 }));
    entry.lists.push(list);
    insert(list, entry, strategies[membership.strategy].place(session, membership));
  }
}

export function unlistIdle(world: World, session: AgentSession): void {
  if (!session.listed) return;
  session.listed = false;
  const { entries } = world.idle;
  const entry = entries.get(session.agentId);
  if (!entry) return;
  entry.live = false;
  entries.delete(session.agentId);
  for (const list of entry.lists) {
    list.live -= 1;
    if (entry.only !== null) list.choosy -= 1;
    passStale(list);
    if (list.entries.length - list.head > 2 * list.live + FEW) sweep(list);
  }
}

const nowhere: readonly Seat[] = [];

function seatsOf({ configuration }: World, agentId: AgentId): readonly Seat[] {
  return poolsOf(configuration).seats.get(agentId) ?? nowhere;
}

/** Before campaigns or members change: who belongs where is found anew. */
export function clearIdle(world: World): void {
  world.idle = createIdleIndex();
  for (const session of world.sessions.values()) session.listed = false;
}

/** The lists of a world that came out of a snapshot. */
export function rebuildIdle(world: World): void {
  const listed = [...world.sessions.values()].filter(session => session.listed);
  clearIdle(world);
  for (const session of listed) listIdle(world, session);
}

/**
 * The free agent that the strategy of the campaign chooses among those who meet the demand; null = there is none.
 * `seed` differs for each contact: strategies of chance follow it, with the place of the event.
 */
export function firstIdle(
  world: World,
  campaignId: number,
  demand: Demand = anyone,
  seed = '',
): AgentSession | null {
  if (demand.agentId !== null) {
    const session = world.sessions.get(demand.agentId);
    return session?.listed && worksIn(world, session, campaignId) ? session : null;
  }
  // What flows ask for has no list of its own.
  const ofDemand = poolsOf(world.configuration).of.get(campaignId)?.has(demand.key) ?? false;
  const list = listOf(world, campaignId, ofDemand ? demand.key : '');
  if (!list || list.live === 0) return null;
  const fits = (entry: Entry): boolean =>
    isIn(entry, campaignId) && (ofDemand || meets(world, entry.agentId, demand));
  const strategy = humanCampaign(world.configuration, campaignId)?.strategy ?? 'longest-idle';
  const { pick } = strategies[strategy];
  let entry: Entry | undefined;
  if (pick) {
    const fitting = list.entries.filter(fits);
    entry = fitting.length > 0 ? fitting[pick(fitting.length, hash32(`${seed}/${world.seq}`))] : undefined;
  } else if (ofDemand && list.choosy === 0) entry = list.entries[list.head];
  else entry = list.entries.find(fits);
  return entry ? (world.sessions.get(entry.agentId) ?? null) : null;
}

/** By place, then by id. */
function insert(list: IdleList, entry: Entry, place: number): void {
  const { entries, places } = list;
  list.live += 1;
  if (entry.only !== null) list.choosy += 1;
  let low = list.head;
  let high = entries.length;
  // Newcomers belong to the end nearly always.
  if (high > low && isBefore(places[high - 1], entries[high - 1], place, entry)) low = high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(places[middle], entries[middle], place, entry)) low = middle + 1;
    else high = middle;
  }
  if (low === entries.length) {
    entries.push(entry);
    places.push(place);
  } else {
    entries.splice(low, 0, entry);
    places.splice(low, 0, place);
  }
}

function isBefore(place = 0, entry: Entry | undefined, otherPlace: number, other: Entry): boolean {
  return place < otherPlace || (place === otherPlace && entry !== undefined && entry.agentId < other.agentId);
}

/** Most agents go from the front: the head moves on, and what is behind it goes when it is half of the list. */
function passStale(list: IdleList): void {
  const { entries, places } = list;
  while (entries[list.head]?.live === false) list.head += 1;
  if (list.head < FEW || 2 * list.head < entries.length) return;
  entries.splice(0, list.head);
  places.splice(0, list.head);
  list.head = 0;
}

/** Stale entries that a list may hold beside as many live ones. */
const FEW = 16;

/** All stale entries go. */
function sweep(list: IdleList): void {
  const { entries, places } = list;
  let kept = 0;
  // No iterator: some thousand entries in the way of a contact.
  for (let index = list.head; index < entries.length; index++) {
    const entry = entries[index];
    if (!entry?.live) continue;
    entries[kept] = entry;
    places[kept] = places[index] ?? 0;
    kept += 1;
  }
  entries.length = kept;
  places.length = kept;
  list.head = 0;
}

/** Agents of the campaign that are free and meet a demand of its steps. */
export function idleAgents(world: World, campaignId: number, key = ''): AgentId[] {
  const entries = listOf(world, campaignId, key)?.entries ?? [];
  return entries.filter(entry => isIn(entry, campaignId)).map(({ agentId }) => agentId);
}
