/** Frames are read from a trace as Chromium writes it. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { readFrames } from './designer/frames.ts';

describe('frames of a trace', () => {
  const event = (name: string, ts: number, dur?: number, tid = 1) => ({ name, pid: 7, tid, ts, dur });
  const marks = [event('phones-from', 500), event('phones-to', 60_000)];

  it('have the work of their main thread, a task that lasts longer shared out', () => {
    const { work, longestTask } = readFrames([
      ...marks,
      ...[1000, 17_000, 33_000].map(ts => event('BeginMainThreadFrame', ts)),
      event('RunTask', 2000, 4000),
      event('RunTask', 10_000, 9000),
      event('RunTask', 20_000, 1000),
      // Of another thread, and before the gesture.
      event('RunTask', 2000, 9000, 2),
      event('RunTask', 100, 300),
    ]);
    expect(work).to.deep.equal([4 + 7, 2 + 1]);
    expect(longestTask).to.equal(9);
  });

  it('are not made up where a trace has none', () => {
    expect(() => readFrames([...marks, event('RunTask', 2000, 4000)])).to.throw('no frames');
    expect(() => readFrames([])).to.throw('marks');
  });
});
