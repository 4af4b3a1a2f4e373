/** Chance that is the same in every run. */

/** mulberry32: a 32-bit generator of good quality for simulations, not for secrets. 0 <= value < 1. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function exponential(random: () => number, meanMs: number): number {
  return -Math.log(1 - random()) * meanMs;
}

/** One of 0 ... count - 1. */
export function below(random: () => number, count: number): number {
  return Math.floor(random() * count);
}
