/** Call-backs as the database knows them: those still to be made, and what became of the others. */
import type { CallbackResult } from '../../core/facts.ts';
import type { Page } from './store.ts';

export interface CallbackRow {
  id: string;
  /** The contact in which it was promised or asked for. */
  fromId: string;
  /** promised: by an operator; asked: by the caller, in a flow. */
  kind: 'promised' | 'asked';
  campaignId: number | null;
  serviceId: number | null;
  /** Who calls; null = anyone of the campaign. */
  agentId: number | null;
  /** The operator who promised it. */
  promisedBy: number | null;
  number: string;
  name: string;
  /** Epoch ms, as all moments here. */
  madeAt: number;
  /** What was asked for in a flow is due at once. */
  dueAt: number;
  /** calling: an operator is reserved; replaced: it goes on under another id, after a journal was lost. */
  state: 'open' | 'calling' | 'reached' | 'cancelled' | 'givenUp' | 'replaced';
  attempts: number;
  /** What the last attempt came to, and when it ended; null = there was none. */
  result: CallbackResult | null;
  triedAt: number | null;
  /** The operator who reached the customer, tried last, or cancelled it. */
  calledBy: number | null;
  /** Null while it is still to be made. */
  endedAt: number | null;
  /** The supervisor who cancelled it, and why. */
  endedBy: string | null;
  reason: string;
}

/**
 * open: still to be made, the soonest first (calling ones too); overdue: of these, those due before
 * `overdueBefore` and not being made now. All others are those that ended, the last one first; `done` is all of
 * them.
 */
export const callbackStates = ['open', 'overdue', 'done', 'reached', 'cancelled', 'givenUp'] as const;
export type CallbackState = (typeof callbackStates)[number];

export interface CallbackFilter {
  /** Default open. */
  state?: CallbackState;
  /** For `overdue`, epoch ms; default now. */
  overdueBefore?: number;
  campaignId?: number;
  serviceId?: number;
  /** Who is to call; of those that ended, who called. 'anyone' = nobody in particular. */
  agentId?: number | 'anyone';
  /** Due in [from, to), epoch ms; of those that ended: ended. */
  from?: number;
  to?: number;
  /** Number of the customer, or part of it. */
  search?: string;
  cursor?: string;
  /** 1 to 200, default 50. */
  limit?: number;
}

export interface CallbackFigures {
  open: number;
  calling: number;
  overdue: number;
  /** Due before `until`, as asked. */
  dueUntil: number;
}

export interface CallbackStore {
  list(filter: CallbackFilter): Promise<Page<CallbackRow>>;
  get(id: string): Promise<CallbackRow | null>;
  /** Of those still to be made. */
  figures(query: { overdueBefore: number; until: number }): Promise<CallbackFigures>;
}
