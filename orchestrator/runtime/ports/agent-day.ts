/** What an agent did today, from the intervals of its states: the same for the agent and its supervisor. */
import type { AgentState } from '../../core/agents/state.ts';

/** One definition each: docs/figures.md. Durations in ms; what has begun counts up to `at`. */
export interface AgentDay {
  agentId: number;
  /** Midnight with which the day began, epoch ms. */
  from: number;
  at: number;
  /** Contacts that the agent began to talk to today. */
  contacts: number;
  loggedInMs: number;
  readyMs: number;
  offeredMs: number;
  talkMs: number;
  holdMs: number;
  wrapUpMs: number;
  /** No answer and unreachable. */
  awayMs: number;
  /** By reason, the longest first; null = without one. */
  pauses: { pauseId: number | null; ms: number }[];
  /** (talk + hold + wrap-up) / contacts; null without contacts. */
  averageHandlingMs: number | null;
  /** (offered + talk + hold + wrap-up) / (the same + ready), 0 to 1; null when there is neither. */
  occupancy: number | null;
}

/** The agent's state now, which may not be in the database yet. */
export interface PresentState {
  state: AgentState;
  since: number;
  pauseId: number | null;
  contactId: string | null;
}

export interface AgentDayStore {
  /** From `from` to `at`, epoch ms. */
  read(agentId: number, from: number, at: number, present: PresentState): Promise<AgentDay>;
}
