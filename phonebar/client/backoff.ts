/**
 * Waits between tries: doubling from half a second to 5 s, never giving up, with jitter so that a thousand
 * pages do not come back in the same moment.
 */
export const longestWaitMs = 5000;

/** ms before the try after `failures` (from 1) failed ones; `random` is in [0, 1). */
export function backoffMs(failures: number, random: number): number {
  const ceiling = Math.min(longestWaitMs, 500 * 2 ** (failures - 1));
  return Math.round(ceiling * (0.5 + random / 2));
}
