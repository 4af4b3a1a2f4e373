/**
 * Demands, and how those of a list of steps follow one another. Contacts that ask for the same have equal keys:
 * they stand in one list (waiting.ts), and so do the free agents who meet them (idle.ts).
 */
import type { SkillStep } from '../configuration/routing.ts';
import type { AgentId } from '../ids.ts';

/** What a contact asks of its agent: one agent alone (the preferred one), or skills at levels. */
export interface Demand {
  /** Equal for equal demands: '' = anyone, `a7` = agent 7, `3:8,5:2` = skill 3 at level 8 and skill 5 at level 2. */
  readonly key: string;
  readonly agentId: AgentId | null;
  readonly skills: readonly { readonly skillId: number; readonly level: number }[];
}

/** Every agent of the campaign will do. */
export const anyone: Demand = { key: '', agentId: null, skills: [] };

/** Read once: an agent who begins or ends work is counted in a group for each demand of its campaigns. */
const demands = new Map<string, Demand>([['', anyone]]);

/** The demand that a key names. */
export function demandOf(key: string): Demand {
  let demand = demands.get(key);
  if (!demand) demands.set(key, (demand = readDemand(key)));
  return demand;
}

function readDemand(key: string): Demand {
  if (key.startsWith('a')) return { key, agentId: Number(key.slice(1)), skills: [] };
  const skills = key.split(',').map(part => {
    const [skillId, level] = part.split(':');
    return { skillId: Number(skillId), level: Number(level) };
  });
  return { key, agentId: null, skills };
}

/** Whether somebody with these levels (skill -> level) has what is asked for. */
export function hasLevels(levels: ReadonlyMap<number, number> | undefined, { skills }: Demand): boolean {
  if (skills.length === 0) return true;
  if (levels === undefined) return false;
  for (const { skillId, level } of skills) if ((levels.get(skillId) ?? 0) < level) return false;
  return true;
}

export const FOREVER = Number.POSITIVE_INFINITY;

/** A demand, and until how long after the beginning of the wait it holds, ms. */
export interface Stretch {
  demand: Demand;
  untilMs: number;
}

/** Steps of campaigns do not change: what they come to is found once. */
const timelines = new WeakMap<readonly SkillStep[], readonly Stretch[]>();

/** The timeline of a campaign's steps. */
export function timelineOf(steps: readonly SkillStep[]): readonly Stretch[] {
  let timeline = timelines.get(steps);
  if (!timeline) timelines.set(steps, (timeline = laidOut(steps)));
  return timeline;
}

/** What is asked for from one end of a step to the next; behind the last stretch, nothing. */
function laidOut(steps: readonly SkillStep[]): Stretch[] {
  const ends = new Map<number, number>();
  const spans = steps.map(({ skillId, level, seconds }) => {
    const fromMs = ends.get(skillId) ?? 0;
    const toMs = seconds === 0 ? FOREVER : fromMs + seconds * 1000;
    ends.set(skillId, toMs);
    return { skillId, level, fromMs, toMs };
  });
  const moments = [...new Set(spans.map(({ toMs }) => toMs))].sort((a, b) => a - b);
  return moments.map((untilMs, index) => {
    const atMs = index === 0 ? 0 : (moments[index - 1] ?? 0);
    const skills = spans
      .filter(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs)
      .map(({ skillId, level }) => ({ skillId, level }))
      .sort((a, b) => a.skillId - b.skillId);
    const key = skills.map(({ skillId, level }) => `${skillId}:${level}`).join(',');
    return { demand: key === '' ? anyone : { key, agentId: null, skills }, untilMs };
  });
}
