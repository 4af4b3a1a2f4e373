/** The day of an agent from its intervals (agent_states) and what its contacts became. */
import type { AgentState } from '../../core/agents/state.ts';
import type { AgentDay, AgentDayStore, PresentState } from '../../runtime/ports/agent-day.ts';
import type { Database } from './database.ts';
import type { AgentStateRecord } from './tables.ts';

type Sum = 'readyMs' | 'offeredMs' | 'talkMs' | 'holdMs' | 'wrapUpMs' | 'awayMs' | 'pauseMs';
type Interval = Pick<AgentStateRecord, 'state' | 'pause_id' | 'contact_id' | 'from_at' | 'to_at'>;

/** What the time in each state counts as; null = nothing. */
const sums: Readonly<Record<AgentState, Sum | null>> = {
  ready: 'readyMs',
  offered: 'offeredMs',
  talking: 'talkMs',
  consulting: 'talkMs',
  conference: 'talkMs',
  onHold: 'holdMs',
  wrapUp: 'wrapUpMs',
  noAnswer: 'awayMs',
  unreachable: 'awayMs',
  pause: 'pauseMs',
  loggedOut: null,
};
const sumOf = (state: string): Sum | null => (Object.hasOwn(sums, state) ? sums[state as AgentState] : null);
const talks = ({ state }: Interval): boolean => sumOf(state) === 'talkMs' || state === 'onHold';

export function createAgentDay(database: Database): AgentDayStore {
  return {
    read: (agentId, from, at, present) =>
      database.snapshot(async trx => {
        const rows = await trx('agent_states')
          .where({ agent_id: agentId })
          .where('from_at', '<', at)
          .where(end => end.whereNull('to_at').orWhere('to_at', '>', from))
          .orderBy(['seq', 'idx'])
          .select('state', 'pause_id', 'contact_id', 'from_at', 'to_at');
        const intervals = upToNow(rows, present);
        const begun = begunIn(intervals, from);
        const connected = await trx('contacts')
          .whereIn('id', [...begun])
          .whereNotNull('connected_at')
          .pluck('id');
        return dayOf(agentId, from, at, intervals, connected.length);
      }),
  };
}

/** Facts reach the database a moment later: the present state ends the last interval there and begins its own. */
function upToNow(rows: readonly Interval[], present: PresentState): Interval[] {
  const { state, since, pauseId, contactId } = present;
  const last = rows.at(-1);
  if (last && last.from_at >= since) return [...rows];
  const before = rows.map(row => (row.to_at === null ? { ...row, to_at: since } : row));
  if (state === 'loggedOut') return before;
  return [...before, { state, pause_id: pauseId, contact_id: contactId, from_at: since, to_at: null }];
}

/** Contacts whose first interval of talking began in the day. */
function begunIn(intervals: readonly Interval[], from: number): Set<string> {
  const first = new Map<string, number>();
  for (const interval of intervals)
    if (interval.contact_id !== null && talks(interval) && !first.has(interval.contact_id))
      first.set(interval.contact_id, interval.from_at);
  return new Set([...first].flatMap(([id, at]) => (at >= from ? [id] : [])));
}

function dayOf(
  agentId: number,
  from: number,
  at: number,
  intervals: readonly Interval[],
  contacts: number,
): AgentDay {
  const ms = { readyMs: 0, offeredMs: 0, talkMs: 0, holdMs: 0, wrapUpMs: 0, awayMs: 0, pauseMs: 0 };
  const pauses = new Map<number | null, number>();
  for (const { state, pause_id: pauseId, from_at: began, to_at: ended } of intervals) {
    const sum = sumOf(state);
    const lasted = Math.max(0, Math.min(ended ?? at, at) - Math.max(began, from));
    if (sum) ms[sum] += lasted;
    if (sum === 'pauseMs') pauses.set(pauseId, (pauses.get(pauseId) ?? 0) + lasted);
  }
  const { pauseMs, ...figures } = ms;
  const handling = ms.talkMs + ms.holdMs + ms.wrapUpMs;
  const busy = ms.offeredMs + handling;
  return {
    agentId,
    from,
    at,
    contacts,
    loggedInMs: busy + ms.readyMs + ms.awayMs + pauseMs,
    ...figures,
    pauses: [...pauses].map(([pauseId, lasted]) => ({ pauseId, ms: lasted })).sort((a, b) => b.ms - a.ms),
    averageHandlingMs: contacts > 0 ? handling / contacts : null,
    occupancy: busy + ms.readyMs > 0 ? busy / (busy + ms.readyMs) : null,
  };
}
