/** What a contact that waits asks of its agent now. It changes as steps expire. */
import { campaignsOf, type AgentSession } from '../agents/session.ts';
import { isAtWork } from '../agents/state.ts';
import { humanCampaign } from '../configuration/lookup.ts';
import type { SkillStep } from '../configuration/routing.ts';
import type { Contact } from '../contacts/contact.ts';
import type { AgentId } from '../ids.ts';
import type { World } from '../world.ts';
import { anyone, FOREVER, hasLevels, timelineOf, type Demand, type Stretch } from './timeline.ts';

/** The demand at this moment, and until when it holds at the longest (epoch ms; null = no end). */
export interface Assessed {
  demand: Demand;
  until: number | null;
}

const undemanding: Assessed = { demand: anyone, until: null };

export function assess(world: World, contact: Contact, campaignId: number): Assessed {
  const { preferred } = contact;
  if (preferred && (preferred.only || waitsFor(world, preferred, campaignId))) {
    const { agentId, untilAt, only } = preferred;
    // The end of the wait for one alone is that of its flow (queues/flow-queue.ts).
    return { demand: oneAgent(agentId), until: only ? null : untilAt };
  }
  const timeline = timelineFor(world, contact, campaignId);
  if (timeline.length === 0) return undemanding;
  const since = contact.clock?.since ?? world.at;
  for (const { demand, untilMs } of timeline)
    if (world.at < since + untilMs)
      return demand === anyone
        ? undemanding
        : { demand, until: untilMs === FOREVER ? null : since + untilMs };
  return undemanding;
}

function oneAgent(agentId: AgentId): Demand {
  return { key: `a${agentId}`, agentId, skills: [] };
}

/** What it asks for once all steps that end are over, and the time for its preferred agent. */
export function lastDemand(world: World, contact: Contact, campaignId: number): Demand {
  if (contact.preferred?.only) return oneAgent(contact.preferred.agentId);
  const last = timelineFor(world, contact, campaignId).at(-1);
  return last?.untilMs === FOREVER ? last.demand : anyone;
}

const noSteps: readonly Stretch[] = [];

function timelineFor(world: World, contact: Contact, campaignId: number): readonly Stretch[] {
  const steps = humanCampaign(world.configuration, campaignId)?.skills ?? [];
  if (contact.skills.length > 0) return timelineOf(stepsFor(world, contact, steps));
  return steps.length > 0 ? timelineOf(steps) : noSteps;
}

/** It waits for one agent alone, who has refused it, is not at work here any more, or whose time is over. */
export function waitsInVain(world: World, { preferred }: Contact, campaignId: number): boolean {
  if (!preferred?.only) return false;
  return preferred.refused === true || !waitsFor(world, preferred, campaignId);
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

/** Whether the agent is one that the contact asks for. */
export function meets(world: World, agentId: AgentId, demand: Demand): boolean {
  if (demand.agentId !== null) return demand.agentId === agentId;
  return demand.skills.length === 0 || hasLevels(world.configuration.levels.get(agentId), demand);
}
