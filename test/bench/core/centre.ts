/** A large contact centre as configuration: agents, human campaigns with queues, a service for each. */
import {
  Agent,
  HumanCampaign,
  QueueCampaign,
  Service,
  Skill,
  type SkillStep,
  WelcomeCampaign,
  type Configuration,
} from '../../../orchestrator/core/configuration/schemas.ts';
import { below } from './random.ts';

export interface CentreSize {
  agents: number;
  campaigns: number;
  /** Campaigns in which each agent works. */
  memberships: number;
  /** After-contact work, seconds. */
  wrapUpSeconds: number;
  /** Callers are welcomed with a prompt before they are distributed. */
  welcome: boolean;
  /**
   * How many skills there are; absent = none. Each agent has about half of them, at levels from 1 to 10; every
   * campaign asks for one: 20 s at level 8, 20 s at level 5, then for nothing.
   */
  skills?: number;
}

const firstWelcome = 1000;
const firstHuman = 2000;
const firstQueue = 3000;

/** The number that leads to campaign `index`. */
export function numberOf(index: number): string {
  return `800${String(index).padStart(3, '0')}`;
}

export function humanCampaignId(index: number): number {
  return firstHuman + index;
}

export function configurationOf(size: CentreSize, random: () => number): Configuration {
  const indexes = [...Array(size.campaigns).keys()];
  const skillIds = Array.from({ length: size.skills ?? 0 }, (_, i) => i + 1);
  const members = indexes.map((): { agentId: number; priority: number }[] => []);
  for (let agentId = 1; agentId <= size.agents; agentId++)
    for (const index of some(indexes, size.memberships, random))
      members[index]?.push({ agentId, priority: 1 + below(random, 3) });
  return {
    pauses: [{ id: 1, name: 'Coffee', paid: true, maximumSeconds: null }],
    dispositions: [],
    calendars: [],
    lines: [],
    skills: skillIds.map(id => Skill.parse({ id, name: `Skill ${id}` })),
    agents: Array.from({ length: size.agents }, (_, i) =>
      Agent.parse({
        id: i + 1,
        name: `Agent ${i + 1}`,
        username: `agent${i + 1}`,
        extension: String(10_000 + i),
        defaultPhone: 'sip',
        sipPhone: {},
        skills: skillIds.flatMap(skillId =>
          random() < 0.5 ? [{ skillId, level: 1 + below(random, 10) }] : [],
        ),
      }),
    ),
    prompts: [],
    connections: [],
    flows: [],
    scripts: [],
    campaigns: indexes.flatMap(i => [
      WelcomeCampaign.parse({
        id: firstWelcome + i,
        name: `Welcome ${i}`,
        kind: 'welcome',
        message: { it: 'Benvenuti', en: 'Welcome' },
        nextCampaignId: firstHuman + i,
      }),
      HumanCampaign.parse({
        id: firstHuman + i,
        name: `Operators ${i}`,
        kind: 'human',
        members: members[i],
        queueCampaignId: firstQueue + i,
        skills: stepsOf(skillIds[i % Math.max(1, skillIds.length)]),
        wrapUp: { defaultSeconds: size.wrapUpSeconds, minimumSeconds: 0, maximumSeconds: 600 },
      }),
      QueueCampaign.parse({ id: firstQueue + i, name: `Queue ${i}`, kind: 'queue' }),
    ]),
    services: indexes.map(i =>
      Service.parse({
        id: i + 1,
        name: `Service ${i}`,
        entryCampaignId: (size.welcome ? firstWelcome : firstHuman) + i,
        numbers: [numberOf(i)],
        priority: below(random, 3),
      }),
    ),
  };
}

function stepsOf(skillId: number | undefined): SkillStep[] {
  if (skillId === undefined) return [];
  return [8, 5].map(level => ({ skillId, level, seconds: 20 }));
}

/** `count` different items. */
function some<T>(items: readonly T[], count: number, random: () => number): T[] {
  const left = [...items];
  return Array.from({ length: Math.min(count, items.length) }, () =>
    left.splice(below(random, left.length), 1),
  ).flat();
}
