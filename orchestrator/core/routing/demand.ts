/**
 * What a contact that waits asks of its agent now: one agent alone (the preferred one), or skills at levels. It
 * changes as steps expire. Contacts that ask for the same stand in one list (waiting.ts), so that an agent looks
 * at the first of each list and never at all who wait.
 */
import { campaignsOf, type AgentSession } from '../agents/session.ts';
import { isAtWork } from '../agents/state.ts';
import { humanCampaign } from '../configuration/lookup.ts';
import type { SkillStep } from '../configuration/routing.ts';
import type { Contact } from '../contacts/contact.ts';
import type { AgentId } from '../ids.ts';
import type { World } from '../world.ts';

export interface Demand {
  /** Equal for equal demands: '' = anyone, `a7` = agent 7, `3:8,5:2` = skill 3 at level 8 and skill 5 at level 2. */
  readonly key: string;
  readonly agentId: AgentId | null;
  readonly skills: readonly { readonly skillId: number; readonly level: number }[];
}

/** Every agent of the campaign will do. */
export const anyone: Demand = { key: '', agentId: null, skills: [] };

/** The demand that a key names. */
export function demandOf(key: string): Demand {
  if (key === '') return anyone;
  if (key.startsWith('a')) return { key, agentId: Number(key.slice(1)), skills: [] };
  const skills = key.split(',').map(part => {
    const [skillId, level] = part.split(':');
    return { skillId: Number(skillId), level: Number(level) };
  });
  return { key, agentId: null, skills };
}

/** The demand at this moment, and until when it holds at the longest (epoch ms; null = no end). */
export interface Assessed {
  demand: Demand;
  until: number | null;
}

const undemanding: Assessed = { demand: anyone, until: null };

export function assess(world: World, contact: Contact, campaignId: number): Assessed {
  const { preferred } = contact;
  if (preferred && waitsFor(world, preferred, campaignId)) {
    const { agentId, untilAt } = preferred;
    return { demand: { key: `a${agentId}`, agentId, skills: [] }, until: untilAt };
  }
  const steps = humanCampaign(world.configuration, campaignId)?.skills ?? [];
  if (steps.length === 0 && contact.skills.length === 0) return undemanding;
  return holding(stepsFor(world, contact, steps), contact.clock?.since ?? world.at, world.at);
}

/** The preferred agent works here and is free, or will be and there is time left. */
function waitsFor(
  world: World,
  { agentId, untilAt }: NonNullable<Contact['preferred']>,
  campaignId: number,
): boolean {
  const session = world.sessions.get(agentId);
  if (!session || !worksIn(world, session, campaignId)) return false;
  return session.listed || (isAtWork(session.state) && world.at < untilAt);
}

export function worksIn(world: World, session: AgentSession, campaignId: number): boolean {
  return campaignsOf(world, session).some(membership => membership.campaignId === campaignId);
}

/** Steps of the contact; where it asks for no level of a skill, those of the campaign. Unknown names ask for nothing. */
function stepsFor(world: World, { skills }: Contact, ofCampaign: readonly SkillStep[]): SkillStep[] {
  const own = skills.flatMap(({ skill, level, seconds = 0 }) => {
    const skillId = world.configuration.skillByName.get(skill);
    return skillId === undefined ? [] : [{ skillId, level, seconds }];
  });
  return [...own, ...ofCampaign.filter(({ skillId }) => own.every(step => step.skillId !== skillId))];
}

/** Of each skill the step that holds now. */
function holding(steps: readonly SkillStep[], since: number, at: number): Assessed {
  const begins = new Map<number, number>();
  const skills: { skillId: number; level: number }[] = [];
  let until: number | null = null;
  for (const { skillId, level, seconds } of steps) {
    const from = begins.get(skillId) ?? since;
    const to = seconds === 0 ? Number.POSITIVE_INFINITY : from + seconds * 1000;
    begins.set(skillId, to);
    if (at < from || at >= to) continue;
    skills.push({ skillId, level });
    if (to < (until ?? Number.POSITIVE_INFINITY)) until = to;
  }
  if (skills.length === 0) return undemanding;
  skills.sort((a, b) => a.skillId - b.skillId);
  const key = skills.map(({ skillId, level }) => `${skillId}:${level}`).join(',');
  return { demand: { key, agentId: null, skills }, until };
}

/** Whether the agent is one that the contact asks for. */
export function meets(world: World, agentId: AgentId, demand: Demand): boolean {
  if (demand.agentId !== null) return demand.agentId === agentId;
  if (demand.skills.length === 0) return true;
  const levels = world.configuration.levels.get(agentId);
  return (
    levels !== undefined && demand.skills.every(({ skillId, level }) => (levels.get(skillId) ?? 0) >= level)
  );
}
