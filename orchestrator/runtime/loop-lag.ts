/** How late the event loop runs: the longest delay of the last 10 s. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

export function watchLoopLag(): { lagMs: () => number; stop: () => void } {
  const histogram = monitorEventLoopDelay({ resolution: 20 });
  histogram.enable();
  let last = 0;
  const timer = setInterval(() => {
    last = histogram.max / 1e6;
    histogram.reset();
  }, 10_000).unref();
  return {
    lagMs: () => Math.round(Math.max(last, histogram.max / 1e6)),
    stop: () => {
      clearInterval(timer);
      histogram.disable();
    },
  };
}
