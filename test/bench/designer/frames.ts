/**
 * What a page's main thread does for each frame, from a trace that Chromium writes of itself (the format is
 * Google's "Trace Event Format"; times are microseconds).
 */
import type { Page } from 'playwright-core';
import { percentile } from '../statistics.ts';

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
}

export interface Frames {
  /** Main thread's work from the beginning of a frame to the beginning of the next, ms. */
  work: number[];
  /** The longest time that the main thread was not to be had, ms. */
  longestTask: number;
}

const categories = [
  'toplevel',
  'blink.user_timing',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
];
const from = 'phones-from';
const to = 'phones-to';

/** Does `gesture` and tells of the frames meanwhile. */
export async function framesOf(page: Page, gesture: () => Promise<void>): Promise<Frames> {
  const browser = page.context().browser();
  if (!browser) throw new Error('the page has no browser');
  await browser.startTracing(page, { categories });
  await page.evaluate(`void performance.mark('${from}')`);
  await gesture();
  await page.evaluate(`new Promise(requestAnimationFrame).then(() => void performance.mark('${to}'))`);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[];
  };
  return readFrames(traceEvents);
}

/** Throws when the trace tells of no frames. */
export function readFrames(events: readonly TraceEvent[]): Frames {
  const begin = events.find(({ name }) => name === from);
  const end = events.find(({ name }) => name === to);
  if (!begin || !end) throw new Error('the trace has not the marks of its beginning and end');
  const ours = events.filter(
    ({ pid, tid, ts }) => pid === begin.pid && tid === begin.tid && ts >= begin.ts && ts <= end.ts,
  );
  const begins = ours
    .filter(({ name }) => name === 'BeginMainThreadFrame')
    .map(({ ts }) => ts)
    .sort((one, other) => one - other);
  const tasks = ours.filter(({ name, dur }) => name === 'RunTask' && dur !== undefined);
  if (begins.length < 2 || tasks.length === 0) throw new Error('the trace tells of no frames');
  const work = new Float64Array(begins.length - 1);
  for (const { ts, dur = 0 } of tasks)
    for (let frame = 0; frame < work.length; frame++) {
      const since = Math.max(ts, begins[frame] ?? 0);
      const until = Math.min(ts + dur, begins[frame + 1] ?? 0);
      if (until > since) work[frame] = (work[frame] ?? 0) + (until - since) / 1000;
    }
  return {
    work: [...work],
    longestTask: Math.max(...tasks.map(({ dur = 0 }) => dur)) / 1000,
  };
}

/** All frames of several runs together. */
export function worked(runs: readonly Frames[], p: number): number {
  return percentile(
    runs.flatMap(({ work }) => work),
    p,
  );
}
