/** Settings of the routing: strategies, skills, preferred agent, order, redirection, callbacks. Rules: docs/routing.md. */
import { z } from 'zod';
import { Id, Name, Seconds } from './values.ts';

/** Distribution strategies; each is a file in core/routing/strategies. */
export const StrategyName = z.enum([
  'longest-idle',
  'most-idle-share',
  'round-robin',
  'fewest-contacts',
  'random',
  'fixed-order',
]);
export type StrategyName = z.infer<typeof StrategyName>;

/** What an agent knows, or a contact asks for; agents have it at a level. */
export const Skill = z.object({
  id: Id,
  /** By which flows name it. */
  name: Name,
  description: z.string().max(2000).default(''),
});
export type Skill = z.infer<typeof Skill>;

/** 1 = a little, 10 = as well as anybody. */
const Level = z.number().int().min(1).max(10);

export const AgentSkill = z.object({ skillId: Id, level: Level.default(5) });
export type AgentSkill = z.infer<typeof AgentSkill>;

/**
 * A step of what contacts ask for. Of one skill the rows hold one after another: 20 s at level 8, then 20 s at
 * level 5, then (no row) anyone. Rows of different skills hold at the same time.
 */
export const SkillStep = z.object({
  skillId: Id,
  level: Level.default(5),
  /** How long it holds; 0 = as long as the contact waits. */
  seconds: Seconds.default(0),
});
export type SkillStep = z.infer<typeof SkillStep>;

/** "Redirigi a": when a contact that finds no free agent goes to another campaign. The first that is true counts. */
export const Redirect = z.object({
  /**
   * hours: outside the campaign's opening hours; noAgents: nobody is logged in; length: `limit` contacts wait
   * already; expectedWait: the expected wait is known and longer than `limit` s; wait: it has waited `limit` s.
   */
  when: z.enum(['hours', 'noAgents', 'length', 'expectedWait', 'wait']),
  /** Contacts or seconds, as `when` says; without meaning for hours and noAgents. */
  limit: z.number().int().min(0).max(86_400).default(0),
  campaignId: Id,
});
export type Redirect = z.infer<typeof Redirect>;

export const CallbackRules = z.object({
  /** How often a number that does not answer is called in all. */
  attempts: z.number().int().min(1).max(10).default(3),
  /** Time until the next attempt; the place in the queue is kept. */
  retrySeconds: z.number().int().min(10).max(86_400).default(300),
  ringSeconds: z.number().int().min(5).max(120).default(30),
  /** The line that calls; null = the one over which the contact came, or else any that calls out. */
  lineId: Id.nullable().default(null),
});

/** Of a human campaign. */
export const routingSettings = {
  strategy: StrategyName.default('longest-idle'),
  /** What contacts ask for while they wait; a flow may ask for other levels of the same skills. */
  skills: z.array(SkillStep).max(50).default([]),
  /**
   * Who talked to the same caller within so many days is waited for at most so many seconds; 0 s = only if it
   * is free. null = nobody is preferred.
   */
  preferredAgent: z
    .object({ seconds: Seconds, days: z.number().int().min(1).max(365) })
    .nullable()
    .default(null),
  /** Ageing: each point of a contact's priority is worth so many seconds of waiting; 0 = priorities do not matter. */
  priorityPointSeconds: Seconds.default(60),
  /** A contact that has waited so long goes before the agents' own order of campaigns, so that none waits for ever. */
  firstAfterSeconds: z.number().int().min(1).max(86_400).default(600),
  redirects: z.array(Redirect).max(20).default([]),
  callback: CallbackRules.default({ attempts: 3, retrySeconds: 300, ringSeconds: 30, lineId: null }),
} as const;

export const Member = z.object({
  agentId: Id,
  /** The lower the number, the earlier this campaign in the agent's own order. */
  priority: z.number().int().min(1).max(100).default(1),
  /** Place in the strategy "fixed order": the lowest is first. */
  order: z.number().int().min(1).max(1000).default(1),
});
