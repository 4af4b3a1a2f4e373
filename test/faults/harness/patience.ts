/** Limits of time on a machine that others use too. */
import { availableParallelism, loadavg } from 'node:os';

/**
 * `ms` on a machine that has nothing else to do; more where processes queue for the processors, by how much
 * they do (load average of the last minute per processor).
 */
export function within(ms: number): number {
  const [lastMinute = 0] = loadavg();
  return Math.round(ms * Math.max(1, lastMinute / availableParallelism()));
}
