/**
 * The books of the calls that are out: who called over which line, since when somebody talks there, and what the
 * day's calls came to. A call counts from its answer to its end, by the second.
 */
import { clearTimer, command, setTimer, type Turn } from '../turn.ts';
import type { Line } from '../configuration/schemas.ts';
import type { AgentId, LegId } from '../ids.ts';
import type { World } from '../world.ts';
import { international } from './country.ts';

export interface OutsideCall {
  lineId: number;
  number: string;
  /** The agent who called; null = a flow, a callback, or the phone of an agent. */
  agentId: AgentId | null;
  /** To the own phone of an agent: no longest call. */
  toPhone: boolean;
  /** Answered, or the day began, at (epoch ms); null while it rings. */
  since: number | null;
  centsPerMinute: number;
}

/** What the day's calls over a line came to. */
export interface Spent {
  ms: number;
  cents: number;
  /** Time of the calls of each agent, ms. */
  agents: Map<AgentId, number>;
}

const MINUTE_MS = 60_000;

/** A leg goes out over a line. */
export function noteOutside(
  { world }: Turn,
  leg: LegId,
  { lineId, number }: { lineId: number; number: string },
  agentId: AgentId | null,
  toPhone: boolean,
): void {
  const line = world.configuration.lines.get(lineId);
  const centsPerMinute = line ? rateOf(line, number) : 0;
  world.outside.set(leg, { lineId, number, agentId, toPhone, since: null, centsPerMinute });
}

/** Cents per minute, by the longest prefix that fits. */
function rateOf({ toll }: Line, number: string): number {
  const whole = plain(number);
  let best = { prefix: '', centsPerMinute: 0 };
  for (const rate of toll.rates)
    if (whole.startsWith(plain(rate.prefix)) && rate.prefix.length > best.prefix.length) best = rate;
  return best.centsPerMinute;
}

/** 00 and + both mean the international prefix. */
export function plain(number: string): string {
  const digits = international(number);
  return digits === null ? number : `+${digits}`;
}

export function outsideAnswered(turn: Turn, leg: LegId): void {
  const call = turn.world.outside.get(leg);
  if (!call || call.since !== null) return;
  call.since = turn.at;
  const minutes = turn.world.configuration.lines.get(call.lineId)?.toll.longestMinutes ?? 0;
  if (minutes > 0 && !call.toPhone) setTimer(turn, 'longest', leg, turn.at + minutes * MINUTE_MS);
}

/** A caller goes on with the number without an operator of ours: that has its own limit. */
export function watchForwarded(turn: Turn, leg: LegId): void {
  const { world, at } = turn;
  const minutes =
    world.configuration.lines.get(world.outside.get(leg)?.lineId ?? 0)?.toll.longestForwardedMinutes ?? 0;
  const due = at + minutes * MINUTE_MS;
  if (minutes > 0 && due < (world.timers.get(`longest:${leg}`) ?? Infinity))
    setTimer(turn, 'longest', leg, due);
}

/** Timer `longest`: the end of the leg does the rest. */
export function tooLong(turn: Turn, leg: LegId): void {
  const owner = turn.world.legs.get(leg);
  if (owner) command(turn, { type: 'hangup', node: owner.node, leg, reason: 'normal' });
}

export function outsideEnded(turn: Turn, leg: LegId): void {
  const call = turn.world.outside.get(leg);
  if (!call) return;
  turn.world.outside.delete(leg);
  clearTimer(turn, 'longest', leg);
  book(turn.world, call, turn.at);
}

function book({ day }: World, { since, lineId, agentId, centsPerMinute }: OutsideCall, until: number): void {
  if (since === null) return;
  const ms = until - since;
  let spent = day.spent.get(lineId);
  if (!spent) day.spent.set(lineId, (spent = { ms: 0, cents: 0, agents: new Map() }));
  spent.ms += ms;
  spent.cents += (ms / MINUTE_MS) * centsPerMinute;
  if (agentId !== null) spent.agents.set(agentId, (spent.agents.get(agentId) ?? 0) + ms);
}

/** A new day begins: what calls that are out have cost belongs to the one before. */
export function beginDay({ outside }: World, at: number): void {
  for (const call of outside.values()) if (call.since !== null) call.since = at;
}

/** What the day's calls over the line come to up to now, with those that are out; `agentMs` = those of the agent. */
export function spentOn(
  { day, outside, at }: World,
  lineId: number,
  agentId: AgentId | null,
): { ms: number; cents: number; agentMs: number; agentCalls: number } {
  const before = day.spent.get(lineId);
  const sum = {
    ms: before?.ms ?? 0,
    cents: before?.cents ?? 0,
    agentMs: agentId === null ? 0 : (before?.agents.get(agentId) ?? 0),
    agentCalls: 0,
  };
  for (const call of outside.values()) {
    if (call.lineId !== lineId) continue;
    const ms = call.since === null ? 0 : at - call.since;
    sum.ms += ms;
    sum.cents += (ms / MINUTE_MS) * call.centsPerMinute;
    if (agentId === null || call.agentId !== agentId) continue;
    sum.agentMs += ms;
    sum.agentCalls += 1;
  }
  return sum;
}
