/** The journal: every input event, in order, with the facts that came of it. */
import type { Fact } from '../../core/facts.ts';
import type { Stamped } from '../../core/events.ts';

export interface Entry extends Stamped {
  facts: Fact[];
}

export interface SavedSnapshot {
  /** Place of the last event that it holds. */
  seq: number;
  /** The world as it was saved; rejects when it cannot be read. */
  read(): Promise<string>;
}

export interface Journal {
  /** Appends the entries of one loop turn. Resolves when they are written; commands go out only then. */
  append(entries: Entry[]): Promise<void>;
  /** All entries with seq > after, in order. A torn last line (crash while writing) is dropped. */
  read(after: number): AsyncIterable<Entry>;
  /** Saves a snapshot of the world as of `seq`. */
  saveSnapshot(seq: number, world: string): Promise<void>;
  /** The snapshots that are kept, newest first. */
  snapshots(): Promise<SavedSnapshot[]>;
  /** Removes segments and snapshots that are no longer needed: all facts up to `projected` are in the database and a newer snapshot exists. */
  prune(projected: number, keepDays: number): Promise<void>;
  /** The last seq written, 0 when empty. */
  lastSeq(): number;
  health(): { ok: boolean; message: string };
  close(): Promise<void>;
}
