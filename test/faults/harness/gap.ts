/**
 * What a party heard while a fault went on: no gap above 100 ms (F1). The parties' sockets and clock have a
 * thread of their own, so nothing is allowed for the test itself. Where we may (root), Asterisk goes before the
 * other programs of the machine meanwhile: what is measured is what #phones does to a call, not what they do.
 */
import { readdirSync } from 'node:fs';
import { setPriority } from 'node:os';
import { expect } from 'chai';
import { silences, toneShare } from '../../support/audio.ts';
import { findAsterisk } from '../../../asterisk-config/process-start.ts';
import { foldersOf } from '../../../asterisk-config/folders.ts';
import type { Instance } from '../../support/instance.ts';
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
  readonly #first: boolean;

  private constructor(ears: Ear[], first: boolean) {
    this.#ears = ears;
    this.#first = first;
    this.#lost = ears.map(({ call }) => call.audio.statistics.lost);
    for (const { call } of ears) call.audio.statistics.measureGaps();
  }

  static async start(instance: Instance, ears: Ear[]): Promise<GapWatch> {
    const asterisks = await findAsterisk(foldersOf(instance.pbxHome));
    return new GapWatch(ears, asterisks.length > 0 && asterisks.every(({ pid }) => putFirst(pid)));
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
    const asterisk = this.#first ? 'Asterisk first' : 'Asterisk as any program';
    const own = `${asterisk}, the parties themselves ${Math.round(late)} ms late`;
    const what = `longest gap heard in ${seconds} s, ${during} (${own})`;
    expectFigure(what, longest, longestGapMs, { scaled: false });
  }
}

/** All threads of a process, and those that they start, before others: setpriority(2). False = not allowed. */
function putFirst(pid: number): boolean {
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`)) setPriority(Number(thread), -15);
    return true;
  } catch {
    return false;
  }
}
