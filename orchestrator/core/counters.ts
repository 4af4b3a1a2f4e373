/** Counters of the day per service, for the live pages. Reports are computed from facts, not from these. */
import { beginDay } from './calls/spending.ts';
import { dayAt } from './configuration/calendar.ts';
import type { Outcome } from './facts.ts';
import type { Turn } from './turn.ts';
import type { Counters } from './views.ts';

export function emptyCounters(): Counters {
  return {
    offered: 0,
    handled: 0,
    handledWithin: 0,
    abandoned: 0,
    short: 0,
    other: 0,
    waitMsHandled: 0,
    longestWaitMs: 0,
    talkMs: 0,
    holdMs: 0,
    wrapUpMs: 0,
  };
}

/** Begins a new day when its midnight has passed. */
export function turnDay(turn: Turn): void {
  const { world, at } = turn;
  if (at < world.day.endsAt) return;
  world.day = { ...dayAt(at, world.timeZone), services: new Map(), blocks: new Map(), spent: new Map() };
  beginDay(world, at);
}

/** What contacts did today in a block of a published flow. */
export interface BlockDay {
  campaignId: number;
  flowId: number;
  version: number;
  block: string;
  entered: number;
  exits: Record<string, number>;
}

/** A block was entered, or left by an exit. */
export function countBlock(turn: Turn, at: Omit<BlockDay, 'entered' | 'exits'>, exit: string | null): void {
  const { blocks } = turn.world.day;
  const key = `${at.campaignId}/${at.flowId}/${at.version}/${at.block}`;
  let day = blocks.get(key);
  if (!day) blocks.set(key, (day = { ...at, entered: 0, exits: {} }));
  if (exit === null) day.entered += 1;
  else day.exits[exit] = (day.exits[exit] ?? 0) + 1;
}

function countersOf(turn: Turn, serviceId: number): Counters {
  const { services } = turn.world.day;
  let counters = services.get(serviceId);
  if (!counters) services.set(serviceId, (counters = emptyCounters()));
  return counters;
}

export function countOffered(turn: Turn, serviceId: number): void {
  countersOf(turn, serviceId).offered += 1;
}

/** A contact was connected to its first agent within or after T. */
export function countConnected(turn: Turn, serviceId: number, waitMs: number, within: boolean): void {
  const counters = countersOf(turn, serviceId);
  counters.handled += 1;
  if (within) counters.handledWithin += 1;
  counters.waitMsHandled += waitMs;
  counters.longestWaitMs = Math.max(counters.longestWaitMs, waitMs);
}

export function countEnded(
  turn: Turn,
  serviceId: number,
  outcome: Outcome,
  ms: { wait: number; talk: number; hold: number },
): void {
  const counters = countersOf(turn, serviceId);
  if (outcome === 'abandoned') counters.abandoned += 1;
  else if (outcome === 'short') counters.short += 1;
  else if (outcome !== 'handled') counters.other += 1;
  counters.longestWaitMs = Math.max(counters.longestWaitMs, ms.wait);
  counters.talkMs += ms.talk;
  counters.holdMs += ms.hold;
}

export function countWrapUp(turn: Turn, serviceId: number, wrapUpMs: number): void {
  countersOf(turn, serviceId).wrapUpMs += wrapUpMs;
}
