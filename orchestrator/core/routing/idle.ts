/**
 * Which agents can take a contact now: per human campaign a list in the order of the distribution strategy.
 * An agent is listed exactly while it is ready, reachable, without contact and not resting.
 */
import { campaignsOf, reachable, type AgentSession } from '../agents/session.ts';
import type { AgentId } from '../ids.ts';
import type { World } from '../world.ts';
import { insertSorted, removeSorted } from './sorted.ts';
import { longestIdle } from './strategies/longest-idle.ts';

export function isFree(world: World, session: AgentSession): boolean {
  const connected = session.standing?.up ?? true;
  const free = session.state === 'ready' && session.contactId === null && !session.resting;
  return free && connected && reachable(world, session);
}

/** Lists a free agent in all its campaigns. Listing twice is harmless. */
export function listIdle(world: World, session: AgentSession): void {
  if (session.listed) return;
  session.listed = true;
  const compare = order(world);
  for (const { campaignId } of campaignsOf(world, session)) {
    let list = world.idle.get(campaignId);
    if (!list) world.idle.set(campaignId, (list = []));
    insertSorted(list, session.agentId, compare);
  }
}

export function unlistIdle(world: World, session: AgentSession): void {
  if (!session.listed) return;
  session.listed = false;
  for (const { campaignId } of campaignsOf(world, session)) {
    const list = world.idle.get(campaignId);
    if (list) removeSorted(list, session.agentId);
  }
}

/** Before campaigns or members change: who belongs where is found anew. */
export function clearIdle(world: World): void {
  world.idle.clear();
  for (const session of world.sessions.values()) session.listed = false;
}

/** The agent that the strategy of the campaign puts first, or null. */
export function firstIdle(world: World, campaignId: number): AgentSession | null {
  const agentId = world.idle.get(campaignId)?.[0];
  return agentId === undefined ? null : (world.sessions.get(agentId) ?? null);
}

function order(world: World): (a: AgentId, b: AgentId) => number {
  return (a, b) => {
    const one = world.sessions.get(a);
    const other = world.sessions.get(b);
    return one && other ? longestIdle(one, other) : a - b;
  };
}
