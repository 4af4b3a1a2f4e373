/**
 * Which agents can take a contact now: per human campaign a list in the order of the distribution strategy.
 * An agent is listed exactly while it is ready, reachable, without contact and not resting. The lists follow
 * from the rest of the world: they are no part of snapshots.
 */
import { campaignsOf, reachable, type AgentSession } from '../agents/session.ts';
import { humanCampaign } from '../configuration/lookup.ts';
import type { AgentId } from '../ids.ts';
import type { World } from '../world.ts';
import { anyone, meets, type Demand } from './demand.ts';
import { hash32 } from './hash.ts';
import { strategies } from './strategies/index.ts';

/** Free agents of one campaign, first one first, and beside each its place as the strategy gave it. */
export interface IdleList {
  agents: AgentId[];
  places: number[];
}

export function isFree(world: World, session: AgentSession): boolean {
  const connected = session.standing?.up ?? true;
  const free = session.state === 'ready' && session.contactId === null && !session.resting;
  return free && connected && reachable(world, session);
}

/** How many agents of the campaign are free. */
export function countIdle(world: World, campaignId: number): number {
  return world.idle.get(campaignId)?.agents.length ?? 0;
}

/** Lists a free agent in all its campaigns. Listing twice is harmless. */
export function listIdle(world: World, session: AgentSession): void {
  if (session.listed) return;
  session.listed = true;
  for (const membership of campaignsOf(world, session)) {
    const { campaignId, strategy } = membership;
    let list = world.idle.get(campaignId);
    if (!list) world.idle.set(campaignId, (list = { agents: [], places: [] }));
    insert(list, session.agentId, strategies[strategy].place(session, membership));
  }
}

export function unlistIdle(world: World, session: AgentSession): void {
  if (!session.listed) return;
  session.listed = false;
  for (const { campaignId } of campaignsOf(world, session)) {
    const list = world.idle.get(campaignId);
    const index = list?.agents.indexOf(session.agentId) ?? -1;
    if (list && index >= 0) removeAt(list, index);
  }
}

/** Before campaigns or members change: who belongs where is found anew. */
export function clearIdle(world: World): void {
  world.idle.clear();
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
 * `seed` differs for each choice: strategies of chance follow it.
 */
export function firstIdle(
  world: World,
  campaignId: number,
  demand: Demand = anyone,
  seed = '',
): AgentSession | null {
  const list = world.idle.get(campaignId);
  const campaign = humanCampaign(world.configuration, campaignId);
  if (!list || list.agents.length === 0 || !campaign) return null;
  const { pick } = strategies[campaign.strategy];
  let agentId: AgentId | undefined;
  if (pick) {
    const fitting = demand === anyone ? list.agents : list.agents.filter(id => meets(world, id, demand));
    agentId = fitting.length > 0 ? fitting[pick(fitting.length, hash32(seed))] : undefined;
  } else agentId = demand === anyone ? list.agents[0] : list.agents.find(id => meets(world, id, demand));
  return agentId === undefined ? null : (world.sessions.get(agentId) ?? null);
}

/** By place, then by id. */
function insert({ agents, places }: IdleList, agentId: AgentId, place: number): void {
  let low = 0;
  let high = agents.length;
  // Newcomers belong to the end nearly always.
  if (high > 0 && isBefore(places[high - 1], agents[high - 1], place, agentId)) low = high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(places[middle], agents[middle], place, agentId)) low = middle + 1;
    else high = middle;
  }
  if (low === agents.length) {
    agents.push(agentId);
    places.push(place);
  } else {
    agents.splice(low, 0, agentId);
    places.splice(low, 0, place);
  }
}

function isBefore(place = 0, agentId: AgentId = 0, otherPlace: number, otherId: AgentId): boolean {
  return place < otherPlace || (place === otherPlace && agentId < otherId);
}

function removeAt({ agents, places }: IdleList, index: number): void {
  // The first goes nearly always, and shift moves nothing in a long array.
  if (index === 0) {
    agents.shift();
    places.shift();
  } else {
    agents.splice(index, 1);
    places.splice(index, 1);
  }
}
