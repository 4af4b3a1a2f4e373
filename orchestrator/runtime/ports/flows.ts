/** Call flows in the making: drafts, versions, planned publications. What is published is part of the configuration. */
import type { Problem as FlowProblem, References } from '../../../ivr-flows/block.ts';
import type { Flow, FlowKind } from '../../../ivr-flows/document.ts';
import type { Stored } from './store.ts';

/** Epoch ms, and the name of the account or token. */
export interface Authored {
  at: number;
  by: string;
}
export interface FlowDraft extends Authored {
  /** Grows by one with each save, from 1. */
  revision: number;
  document: Flow;
}
export interface FlowVersionHead extends Authored {
  /** From 1, without gaps. */
  number: number;
  note: string;
}
export interface FlowVersion extends FlowVersionHead {
  document: Flow;
}
export interface FlowSchedule extends Authored {
  note: string;
  /** When it is to be published, epoch ms. */
  dueAt: number;
  /** Why it was not published when it was due; null = it is still to come. */
  problem: string | null;
}
/** For lists of flows. */
export interface FlowStanding {
  flowId: number;
  draft: Authored & { revision: number };
  /** The draft says something else than the published version (layout does not count). */
  draftDiffers: boolean;
  published: FlowVersionHead | null;
  schedule: FlowSchedule | null;
}

/**
 * Name, description and kind in a document are those of the flow, whatever was given. Unknown flows throw
 * NotFound. Nothing here validates: see FlowPublisher.
 */
export interface FlowStore {
  create(
    flow: { name: string; kind: FlowKind; description: string },
    document: Flow,
    by: string,
  ): Promise<Stored<'flows'>>;
  draft(flowId: number): Promise<FlowDraft>;
  /** Throws Conflict with who and when, when `revision` is not the draft's. */
  saveDraft(flowId: number, revision: number, document: Flow, by: string): Promise<FlowDraft>;
  /** Newest first. */
  versions(flowId: number): Promise<FlowVersionHead[]>;
  version(flowId: number, number: number): Promise<FlowVersion | null>;
  /** Makes `document` the newest version and the published one. `action` is what the audit says. */
  publish(
    flowId: number,
    document: Flow,
    note: string,
    by: string,
    action: 'publish' | 'rollback',
  ): Promise<Stored<'flows'>>;
  /** Plans `document`, in place of what was planned. */
  schedule(flowId: number, document: Flow, note: string, dueAt: number, by: string): Promise<FlowSchedule>;
  scheduled(flowId: number): Promise<FlowSchedule | null>;
  /** Not failed, due soonest first. */
  planned(): Promise<(FlowSchedule & { flowId: number; document: Flow })[]>;
  /** Takes back what is planned; false = nothing was. */
  unschedule(flowId: number, by: string): Promise<boolean>;
  /** What was due could not be published. */
  scheduleFailed(flowId: number, problem: string): Promise<void>;
  standings(flowIds: readonly number[]): Promise<FlowStanding[]>;
}

/** Validates with the rules of ivr-flows/validate.ts, publishes, and hands the new version to the running system. */
export interface FlowPublisher {
  /** The names that flows may refer to, as things stand now. */
  references(): Promise<References>;
  /** All problems of a document as things stand now, errors and warnings. */
  check(document: Flow): Promise<FlowProblem[]>;
  /** Throws Conflict when the draft is another by now, FlowInvalid with every error. */
  publish(flowId: number, revision: number, note: string, by: string): Promise<Stored<'flows'>>;
  /** As `publish`, at `dueAt` (epoch ms, in the future). */
  plan(flowId: number, revision: number, note: string, dueAt: number, by: string): Promise<FlowSchedule>;
  /** Publishes an earlier version's document again, as a new version. */
  rollBack(flowId: number, version: number, note: string, by: string): Promise<Stored<'flows'>>;
  unplan(flowId: number, by: string): Promise<boolean>;
}
