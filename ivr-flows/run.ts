/** A flow that runs for one contact: plain data, part of the world and of its snapshots. */
import type { BlockId } from './document.ts';
import type { Fault } from './faults.ts';
import type { Language, Value } from './values.ts';

export interface FlowRun {
  /** The block where it stands. */
  block: BlockId;
  /** The block's own notes while it waits. */
  state: Value;
  /** Transfer properties by name, custom ones only. */
  properties: Record<string, Value>;
  callData: Record<string, Value>;
  language: Language;
  /** Loop counters by block. */
  counters: Record<BlockId, number>;
  /** Digits pressed before anybody asked, oldest first. */
  typedAhead: string;
  /** Number of the last effect with an id. */
  lastId: number;
  /** Blocks entered so far. */
  entered: number;
  /** State of the run's own pseudo-random numbers, 32 bits. */
  seed: number;
  startedAt: number;
  hungUp: boolean;
  /** Operator and caller talk: data blocks may still run, then the flow is over. */
  connected: boolean;
}

/** One line of what happened, for the steps of the contact, the simulator and flow tests. */
export type Trace =
  | { at: number; block: BlockId; type: 'entered' }
  | { at: number; block: BlockId; type: 'left'; exit: string }
  | { at: number; block: BlockId; type: 'failed'; fault: Fault };
