/**
 * What a party heard while a fault went on: no gap above 100 ms (F1). The parties' sockets and clock have a
 * thread of their own, so nothing is allowed for the test itself.
 */
import { expect } from 'chai';
import { silences, toneShare } from '../../support/audio.ts';
import type { Call } from '../../support/media-peer.ts';
import { expectFigure } from './figures.ts';

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

  constructor(ears: Ear[]) {
    this.#ears = ears;
    this.#lost = ears.map(({ call }) => call.audio.statistics.lost);
    for (const { call } of ears) call.audio.statistics.measureGaps();
  }

  /** Checks what was heard since: every packet, none later than 100 ms after the one before, the tone throughout. */
  expectUnbroken(during: string): void {
    let longest = 0;
    const late = Math.max(...this.#ears.map(({ call }) => call.audio.statistics.maxLateMs));
    for (const [index, { name, call, hz }] of this.#ears.entries()) {
      const { statistics } = call.audio;
      const heard = call.audio.recording(this.#from, performance.now() - 200);
      longest = Math.max(longest, statistics.maxGapMs);
      expect(statistics.lost - (this.#lost[index] ?? 0), `packets lost to ${name}`).to.equal(0);
      expect(silences(heard, longestGapMs + 1), `gaps heard by ${name}`).to.deep.equal([]);
      expect(toneShare(heard, hz), `share of ${hz} Hz heard by ${name}`).to.be.at.least(0.95);
    }
    const seconds = ((performance.now() - this.#from) / 1000).toFixed(1);
    const own = `the parties themselves were ${Math.round(late)} ms late`;
    const what = `longest gap heard in ${seconds} s, ${during} (${own})`;
    expectFigure(what, longest, longestGapMs, { scaled: false });
  }
}
