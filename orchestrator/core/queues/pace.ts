/**
 * How quickly a queue moves, and from it the wait that a caller may expect.
 *
 * Predictor: queue length with abandonment, QL_m of Ibrahim and Whitt, "Real-Time Delay Estimation in
 * Overloaded Multiserver Queues with Abandonments", Management Science 55 (2009). Who is at position p waits
 * for p contacts to go (those before it, and then itself into the hands of an agent); while i others stand
 * before it, contacts go at the rate of the agents plus that of i impatient callers:
 *
 *   E[W_p] = sum over i = 0 ... p - 1 of 1 / (agents * mu + i * theta)
 *
 * The rates are learnt from this queue itself, while somebody waits: mu = contacts taken per agent at work
 * and ms, theta = contacts that left per waiting contact and ms. So agents who also serve other campaigns,
 * wrap-up, ringing and pauses need no model, and agents who come or go change the prediction at once. Old
 * observations fade with each contact taken.
 */

export interface Pace {
  /** Up to here the sums are made. */
  at: number;
  /** Contacts that wait, since `at`. */
  waiting: number;
  /** Agents at work in the campaign, since `at`. */
  agents: number;
  /** Those of them who are of use to somebody who waits, since `at`: where skills are asked for, not all. */
  able: number;
  /** Which group they are (able.ts). */
  widest: number;
  /** Agents at work who meet each demand: those of the campaign's steps, then those that flows made up. */
  groups: number[];
  /** Keys of the latter. */
  others: string[];
  /** Contacts connected after they had queued, faded. */
  taken: number;
  /** Agents of use x time while somebody waited, ms, faded. */
  agentMs: number;
  /** Contacts that left the queue by themselves, faded. */
  left: number;
  /** Waiting contacts x time, ms, faded. */
  waitingMs: number;
}

/** What was seen before the last so many contacts counts for little (about a third of it all). */
const MEMORY = 250;
/** Contacts that must have been taken before anything is said. */
const ENOUGH = 8;

/** `widest` and `groups` as in Pace; all agents at work are of use. */
export function createPace(at: number, agents: number, widest: number, groups: number[]): Pace {
  return {
    at,
    waiting: 0,
    agents,
    able: agents,
    widest,
    groups,
    others: [],
    taken: 0,
    agentMs: 0,
    left: 0,
    waitingMs: 0,
  };
}

/** The queue, or who works on it, changes now. */
export function notePace(
  pace: Pace,
  at: number,
  waiting: number,
  agents: number,
  able: number = agents,
): void {
  const ms = at - pace.at;
  if (pace.waiting > 0) {
    pace.agentMs += pace.able * ms;
    pace.waitingMs += pace.waiting * ms;
  }
  pace.at = at;
  pace.waiting = waiting;
  pace.agents = agents;
  pace.able = Math.max(0, able);
}

/** A contact that had queued was connected. */
export function noteTaken(pace: Pace): void {
  const kept = 1 - 1 / MEMORY;
  pace.taken = pace.taken * kept + 1;
  pace.agentMs *= kept;
  pace.left *= kept;
  pace.waitingMs *= kept;
}

/** A contact left the queue by itself. */
export function noteLeft(pace: Pace): void {
  pace.left += 1;
}

/**
 * Wait that a contact at `position` (from 1) may expect of so many agents, ms; null = nobody works, or too little
 * was seen. A part of a position counts as that part of its time.
 */
export function expectedWaitMs(pace: Pace, position: number, agents: number = pace.agents): number | null {
  if (agents === 0 || pace.taken < ENOUGH || pace.agentMs === 0) return null;
  const service = (agents * pace.taken) / pace.agentMs;
  const impatience = pace.waitingMs === 0 ? 0 : pace.left / pace.waitingMs;
  let ms = 0;
  for (let before = 0; before < position; before++)
    ms += Math.min(1, position - before) / (service + before * impatience);
  return ms;
}
