/**
 * What a node has said about the legs that live on it, as far as a later event needs it: whether a hang-up
 * was asked for, and what came of dialling. The core's world holds all else.
 */
import type { LegId } from '../../core/ids.ts';

export interface LegNotes {
  /** Somebody hung up: the leg's leaving of our application is its end. */
  hangingUp: boolean;
  rang: boolean;
  /** Last word of dialling it: BUSY, NOANSWER, ... */
  dialStatus: string;
}

export class LegBook {
  readonly #legs = new Map<LegId, LegNotes>();

  get(leg: LegId): LegNotes | undefined {
    return this.#legs.get(leg);
  }

  /** The notes of a leg, begun when there are none. */
  of(leg: LegId): LegNotes {
    let notes = this.#legs.get(leg);
    if (!notes) {
      notes = { hangingUp: false, rang: false, dialStatus: '' };
      this.#legs.set(leg, notes);
    }
    return notes;
  }

  /** The leg comes into our application: whatever was noted of an earlier stay is over. */
  begin(leg: LegId): void {
    this.#legs.delete(leg);
    this.of(leg);
  }

  delete(leg: LegId): void {
    this.#legs.delete(leg);
  }

  /** What is observed is the truth: legs of our application are known, channels that are gone are forgotten. */
  correct(legs: readonly LegId[], channels: ReadonlySet<LegId>): void {
    for (const leg of this.#legs.keys()) if (!channels.has(leg)) this.#legs.delete(leg);
    for (const leg of legs) this.of(leg);
  }
}
