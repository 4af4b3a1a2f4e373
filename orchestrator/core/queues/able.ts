/** Which agents at work are of use to those who wait, where skills are asked for (see pace.ts). */
import type { AgentSession } from '../agents/session.ts';
import { isAtWork } from '../agents/state.ts';
import { anyone, demandOf, hasLevels, type Demand } from '../routing/timeline.ts';
import type { World } from '../world.ts';
import type { Pace } from './pace.ts';

/**
 * Of `agents` at work in the campaign: the largest group that somebody who waits asks for, since levels of one
 * skill lie within one another. Those who wait for one agent alone do not count.
 */
export function ableFor(world: World, campaignId: number, pace: Pace, agents: number): number {
  const lists = world.demands.lists.get(campaignId);
  if (!lists || lists.open.length === 0) return agents;
  let able = 0;
  for (const { demand } of lists.open) {
    const count = demand === anyone ? agents : groupOf(world, campaignId, pace, demand);
    if (count > able) able = count;
  }
  return able;
}

/** How many agents at work in the campaign meet the demand: counted once, and kept up to date by `countInGroups`. */
function groupOf(world: World, campaignId: number, { groups }: Pace, demand: Demand): number {
  let count = groups.get(demand.key);
  if (count !== undefined) return count;
  count = 0;
  for (const session of world.sessions.values())
    if (isAtWork(session.state) && has(world, session, demand) && isMember(world, session, campaignId))
      count += 1;
  groups.set(demand.key, count);
  return count;
}

/** The agent is at work in the campaign from now on (1), or not any more (-1). */
export function countInGroups(world: World, session: AgentSession, { groups }: Pace, change: 1 | -1): void {
  for (const [key, count] of groups) if (has(world, session, demandOf(key))) groups.set(key, count + change);
}

function has({ configuration }: World, { agentId }: AgentSession, demand: Demand): boolean {
  return hasLevels(configuration.levels.get(agentId), demand);
}

function isMember(
  { configuration }: World,
  { agentId, campaignIds }: AgentSession,
  campaignId: number,
): boolean {
  if (campaignIds && !campaignIds.includes(campaignId)) return false;
  return configuration.memberships.get(agentId)?.some(each => each.campaignId === campaignId) ?? false;
}
