/** How late the event loop runs: the longest delay of the last 10 s. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** The loop is woken so often to see whether it comes. What is measured is the time from one to the next. */
const resolution = 50;

export function watchLoopLag(): { lagMs: () => number; stop: () => void } {
  const histogram = monitorEventLoopDelay({ resolution });
  histogram.enable();
  let last = 0;
  const timer = setInterval(() => {
    last = histogram.max / 1e6;
    histogram.reset();
  }, 10_000).unref();
  return {
    lagMs: () => Math.max(0, Math.round(Math.max(last, histogram.max / 1e6)) - resolution),
    stop: () => {
      clearInterval(timer);
      histogram.disable();
    },
  };
}
