/**
 * What a party heard while a fault went on: no gap above 100 ms (F1). The parties' sockets and clock have a
 * thread of their own, so nothing is allowed for the test itself. Where we may (root), Asterisk is scheduled in
 * real time meanwhile, as `asterisk -p` would be: what is measured is what #phones does to a call, not what
 * other programs do to the machine.
 */
import { execFile } from 'node:child_process';
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
  readonly #realTime: boolean;

  private constructor(ears: Ear[], realTime: boolean) {
    this.#ears = ears;
    this.#realTime = realTime;
    this.#lost = ears.map(({ call }) => call.audio.statistics.lost);
    for (const { call } of ears) call.audio.statistics.measureGaps();
  }

  static async start(instance: Instance, ears: Ear[]): Promise<GapWatch> {
    const asterisks = await findAsterisk(foldersOf(instance.pbxHome));
    const granted = await Promise.all(asterisks.map(({ pid }) => inRealTime(pid)));
    return new GapWatch(ears, granted.length > 0 && granted.every(Boolean));
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
    const asterisk = this.#realTime ? 'Asterisk in real time' : 'Asterisk as any program';
    const own = `${asterisk}, the parties themselves ${Math.round(late)} ms late`;
    const what = `longest gap heard in ${seconds} s, ${during} (${own})`;
    expectFigure(what, longest, longestGapMs, { scaled: false });
  }
}

/** All threads of a process, and those that they start, by turns before all others (chrt(1)). False = not allowed. */
function inRealTime(pid: number): Promise<boolean> {
  return new Promise(resolve => {
    execFile('chrt', ['--all-tasks', '--rr', '--pid', '1', String(pid)], error => resolve(error === null));
  });
}
