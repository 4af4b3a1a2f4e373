/**
 * Which agents can take a contact now. An agent is listed exactly while it is ready, reachable, without contact
 * and not resting: in each of its campaigns, in the list of all and in those of the demands that it meets, each
 * in the order of the distribution strategy. So the choice is a look at the beginning of one list.
 *
 * An agent stands in many lists and mostly in the middle of them. It is not looked for there when it goes: its
 * entry is stale from then on, is passed over, and is swept out when it comes to the front or such are many.
 * All this follows from the sessions and is no part of snapshots.
 */
import { campaignsOf, reachable, type AgentSession } from '../agents/session.ts';
import { humanCampaign, type Membership } from '../configuration/lookup.ts';
import type { AgentId } from '../ids.ts';
import type { World } from '../world.ts';
import { meets, worksIn } from './demand.ts';
import { hash32 } from './hash.ts';
import { strategies } from './strategies/index.ts';
import { anyone, type Demand } from './timeline.ts';

/** An agent that is free, in all lists where it stands; one for each time that it becomes free. */
interface Entry {
  readonly agentId: AgentId;
  live: boolean;
}

/** Free agents in the order of the strategy, and beside each its place as the strategy gave it. */
interface IdleList {
  entries: Entry[];
  places: number[];
  /** Entries that are live. */
  live: number;
}

/** A list in which an agent stands while it is free, and by what its place there is found. */
interface Seat {
  list: IdleList;
  membership: Membership;
}

export interface IdleIndex {
  /** By campaign, then by the key of the demand that its members meet; '' = all. */
  lists: Map<number, Map<string, IdleList>>;
  /** The entries of those who are free now. */
  entries: Map<AgentId, Entry>;
  /** Where each agent stands when it is free. */
  seats: WeakMap<AgentSession, readonly Seat[]>;
}

export function createIdleIndex(): IdleIndex {
  return { lists: new Map(), entries: new Map(), seats: new WeakMap() };
}

export function isFree(world: World, session: AgentSession): boolean {
  const connected = session.standing?.up ?? true;
  const free = session.state === 'ready' && session.contactId === null && !session.resting;
  return free && connected && reachable(world, session);
}

/** How many agents of the campaign are free. */
export function countIdle({ idle }: World, campaignId: number): number {
  return idle.lists.get(campaignId)?.get('')?.live ?? 0;
}

/** Lists a free agent in all its campaigns. Listing twice is harmless. */
export function listIdle(world: World, session: AgentSession): void {
  if (session.listed) return;
  session.listed = true;
  const entry: Entry = { agentId: session.agentId, live: true };
  world.idle.entries.set(session.agentId, entry);
  for (const { list, membership } of seatsOf(world, session))
    insert(list, entry, strategies[membership.strategy].place(session, membership));
}

export function unlistIdle(world: World, session: AgentSession): void {
  if (!session.listed) return;
  session.listed = false;
  const { entries } = world.idle;
  const entry = entries.get(session.agentId);
  if (!entry) return;
  entry.live = false;
  entries.delete(session.agentId);
  for (const { list } of seatsOf(world, session)) {
    list.live -= 1;
    if (list.entries.length > 2 * list.live + FEW) sweep(list);
  }
}

function seatsOf(world: World, session: AgentSession): readonly Seat[] {
  const { lists, seats } = world.idle;
  const known = seats.get(session);
  if (known) return known;
  const found = campaignsOf(world, session).flatMap(membership => {
    let ofCampaign = lists.get(membership.campaignId);
    if (!ofCampaign) lists.set(membership.campaignId, (ofCampaign = new Map<string, IdleList>()));
    return membership.meets.map(key => ({ list: listOf(ofCampaign, key), membership }));
  });
  seats.set(session, found);
  return found;
}

function listOf(lists: Map<string, IdleList>, key: string): IdleList {
  let list = lists.get(key);
  if (!list) lists.set(key, (list = { entries: [], places: [], live: 0 }));
  return list;
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
  const ofCampaign = world.idle.lists.get(campaignId);
  if (!ofCampaign) return null;
  if (demand.agentId !== null) {
    const session = world.sessions.get(demand.agentId);
    return session?.listed && worksIn(world, session, campaignId) ? session : null;
  }
  // What flows ask for has no list of its own.
  const own = ofCampaign.get(demand.key);
  const list = own ?? ofCampaign.get('');
  if (!list || list.live === 0) return null;
  dropStaleHead(list);
  const strategy = humanCampaign(world.configuration, campaignId)?.strategy ?? 'longest-idle';
  const { pick } = strategies[strategy];
  const fits = ({ live, agentId }: Entry): boolean =>
    live && (own !== undefined || meets(world, agentId, demand));
  let entry: Entry | undefined;
  if (pick) {
    const fitting = list.entries.filter(fits);
    entry = fitting.length > 0 ? fitting[pick(fitting.length, hash32(`${seed}/${world.seq}`))] : undefined;
  } else entry = own ? list.entries[0] : list.entries.find(fits);
  return entry ? (world.sessions.get(entry.agentId) ?? null) : null;
}

/** By place, then by id. */
function insert(list: IdleList, entry: Entry, place: number): void {
  const { entries, places } = list;
  list.live += 1;
  let low = 0;
  let high = entries.length;
  // Newcomers belong to the end nearly always.
  if (high > 0 && isBefore(places[high - 1], entries[high - 1], place, entry)) low = high;
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

function dropStaleHead({ entries, places }: IdleList): void {
  while (entries[0]?.live === false) {
    entries.shift();
    places.shift();
  }
}

/** Stale entries that a list may hold beside as many live ones. */
const FEW = 16;

/** All stale entries go. */
function sweep({ entries, places }: IdleList): void {
  let kept = 0;
  for (const [index, entry] of entries.entries()) {
    if (!entry.live) continue;
    entries[kept] = entry;
    places[kept] = places[index] ?? 0;
    kept += 1;
  }
  entries.length = kept;
  places.length = kept;
}

/** Agents of the campaign that are free, for checks. */
export function idleAgents({ idle }: World, campaignId: number, key = ''): AgentId[] {
  const entries = idle.lists.get(campaignId)?.get(key)?.entries ?? [];
  return entries.filter(({ live }) => live).map(({ agentId }) => agentId);
}
