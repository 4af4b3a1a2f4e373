/** Medians and percentiles. */

/** Nearest-rank percentile, `p` from 0 to 100; NaN without values. Does not change `values`. */
export function percentile(values: ArrayLike<number>, p: number): number {
  const sorted = Float64Array.from(values).sort();
  const rank = Math.max(1, Math.ceil((p / 100) * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}

export function median(values: ArrayLike<number>): number {
  return percentile(values, 50);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Median of one member over several runs. */
export function medianOf<T>(runs: readonly T[], pick: (run: T) => number): number {
  return median(runs.map(pick));
}

/**
 * Durations of many short actions, in microseconds. `performance.now()` counts nanoseconds and costs about
 * 50 ns, which is part of every figure. An action during which the kernel gave our core to another process
 * says nothing about the action: it is counted apart and left out.
 */
export class Stopwatch {
  #micros: Float64Array;
  #count = 0;
  /** Actions left out. */
  interrupted = 0;

  constructor(capacity = 1024) {
    this.#micros = new Float64Array(capacity);
  }

  time<T>(action: () => T): T {
    const before = process.resourceUsage().involuntaryContextSwitches;
    const from = performance.now();
    const result = action();
    const micros = (performance.now() - from) * 1000;
    if (process.resourceUsage().involuntaryContextSwitches === before) this.add(micros);
    else this.interrupted += 1;
    return result;
  }

  add(micros: number): void {
    if (this.#count === this.#micros.length) {
      const larger = new Float64Array(2 * this.#count + 1);
      larger.set(this.#micros);
      this.#micros = larger;
    }
    this.#micros[this.#count] = micros;
    this.#count += 1;
  }

  get count(): number {
    return this.#count;
  }

  micros(p: number): number {
    return percentile(this.#micros.subarray(0, this.#count), p);
  }
}
