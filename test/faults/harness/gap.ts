/** What a party heard while a fault went on: no gap above 100 ms (F1). */
import { expect } from 'chai';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { silences, toneShare } from '../../support/audio.ts';
import type { Call } from '../../support/media-peer.ts';

export const longestGapMs = 100;

interface Ear {
  name: string;
  call: Call;
  /** Tone of the other side, Hz. */
  hz: number;
}

/** Listens from now on to parties that hear each other's tones. */
export class GapWatch {
  readonly #ears: Ear[];
  readonly #lost: number[];
  readonly #from = performance.now();
  /** The test's own process plays both parties: it may be late to send a packet, and late to look at one. */
  readonly #ownDelay = monitorEventLoopDelay({ resolution: 10 });

  constructor(ears: Ear[]) {
    this.#ears = ears;
    this.#lost = ears.map(({ call }) => call.audio.statistics.lost);
    for (const { call } of ears) call.audio.statistics.maxGapMs = 0;
    this.#ownDelay.enable();
  }

  /** Checks what was heard since: every packet, none later than 100 ms after the one before, the tone
   * throughout. (A sender that was held up skips frames, which spoils the tone for a moment.) */
  expectUnbroken(): { ms: number; longestGapMs: number } {
    this.#ownDelay.disable();
    const limit = longestGapMs + (2 * this.#ownDelay.max) / 1e6;
    let longest = 0;
    for (const [index, { name, call, hz }] of this.#ears.entries()) {
      const { statistics } = call.audio;
      const heard = call.audio.recording(this.#from, performance.now() - 200);
      longest = Math.max(longest, statistics.maxGapMs);
      expect(statistics.lost - (this.#lost[index] ?? 0), `packets lost to ${name}`).to.equal(0);
      expect(statistics.maxGapMs, `ms between two packets to ${name}`).to.be.below(limit);
      expect(silences(heard, limit), `gaps heard by ${name}`).to.deep.equal([]);
      expect(toneShare(heard, hz), `share of ${hz} Hz heard by ${name}`).to.be.at.least(0.8);
    }
    return { ms: Math.round(performance.now() - this.#from), longestGapMs: Math.round(longest) };
  }
}
