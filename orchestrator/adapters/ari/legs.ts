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
  /** It was not there when the node was observed last; the event of its end may be on the way. */
  missed: boolean;
  /** It was sent through the dialplan and comes back by itself. */
  away: boolean;
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
      notes = { hangingUp: false, rang: false, dialStatus: '', missed: false, away: false };
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

  /**
   * Legs that are observed in our application are known from now on. Those whose channel is gone are forgotten
   * when they are missed twice: Asterisk's list of channels is ahead of its events.
   */
  correct(legs: readonly LegId[], channels: ReadonlySet<LegId>): void {
    for (const [leg, notes] of this.#legs) {
      if (notes.missed && !channels.has(leg)) this.#legs.delete(leg);
      notes.missed = !channels.has(leg);
    }
    for (const leg of legs) this.of(leg);
  }
}
