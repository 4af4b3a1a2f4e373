/**
 * Which agents at work are of use to those who wait, where skills are asked for (see pace.ts). The agents who meet
 * one demand are a group, and every agent who begins or ends work is counted in its groups: so a queue never looks
 * through the agents.
 */
import type { AgentSession } from '../agents/session.ts';
import { isAtWork } from '../agents/state.ts';
import type { Membership } from '../configuration/lookup.ts';
import { demandOf, hasLevels, type Demand } from '../routing/timeline.ts';
import type { World } from '../world.ts';
import { notePace, type Pace } from './pace.ts';

/** In place of the number of a group: all agents at work in the campaign. */
export const EVERYONE = -1;

const nothing: readonly string[] = [];

/** The groups of the demands of the campaign's steps, counted. */
export function countGroups(world: World, campaignId: number): number[] {
  const asked = world.configuration.asked.get(campaignId) ?? nothing;
  return asked.map(key => countAble(world, campaignId, demandOf(key)));
}

/** The number of the group that meets a demand. One that a flow made up is counted when it is met first. */
export function groupOf(world: World, campaignId: number, pace: Pace, { key, agentId }: Demand): number {
  if (key === '' || agentId !== null) return EVERYONE;
  const asked = world.configuration.asked.get(campaignId) ?? nothing;
  const own = asked.indexOf(key);
  if (own >= 0) return own;
  const other = pace.others.indexOf(key);
  if (other >= 0) return asked.length + other;
  pace.others.push(key);
  pace.groups.push(countAble(world, campaignId, demandOf(key)));
  return pace.groups.length - 1;
}

function countAble(world: World, campaignId: number, demand: Demand): number {
  let count = 0;
  for (const session of world.sessions.values())
    if (isAtWork(session.state) && has(world, session, demand) && isMember(world, session, campaignId))
      count += 1;
  return count;
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

/** The agent is at work in the campaign from now on (1), or not any more (-1). */
export function countAtWork(
  world: World,
  session: AgentSession,
  { met }: Membership,
  pace: Pace,
  change: 1 | -1,
): void {
  const { groups, others } = pace;
  for (const group of met) count(groups, group, change);
  const first = groups.length - others.length;
  for (let i = 0; i < others.length; i++)
    if (has(world, session, demandOf(others[i] ?? ''))) count(groups, first + i, change);
  const agents = pace.agents + change;
  notePace(pace, world.at, pace.waiting, agents, sizeOf(pace, pace.widest, agents));
}

function count(groups: number[], group: number, change: 1 | -1): void {
  groups[group] = (groups[group] ?? 0) + change;
}

function sizeOf({ groups }: Pace, group: number, agents: number): number {
  return group === EVERYONE ? agents : (groups[group] ?? 0);
}

/**
 * So many contacts wait for the campaign from now on. Of use to them is the largest group that one of them asks for,
 * since levels of one skill lie within one another. Those who wait for one agent alone do not count.
 */
export function noteQueue(world: World, campaignId: number, pace: Pace, waiting: number): void {
  const lists = world.demands.lists.get(campaignId);
  let widest = EVERYONE;
  let able = -1;
  if (lists)
    for (const { group } of lists.open) {
      const size = sizeOf(pace, group, pace.agents);
      if (size <= able) continue;
      able = size;
      widest = group;
    }
  pace.widest = widest;
  notePace(pace, world.at, waiting, pace.agents, sizeOf(pace, widest, pace.agents));
}
