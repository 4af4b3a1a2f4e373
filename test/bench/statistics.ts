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

/** So many actions are kept or left out together: asking the kernel after each would cost more than the action. */
const batchSize = 32;

/**
 * Durations of many short actions, in microseconds. `performance.now()` counts nanoseconds and costs about
 * 50 ns, which is part of every figure. A batch of actions during which the kernel gave our core to another
 * process says nothing about the actions: it is counted apart and left out, unless there is no other.
 */
export class Stopwatch {
  #micros = new Float64Array(1024);
  #count = 0;
  readonly #batch: number[] = [];
  #switches = interruptions();
  readonly #doubtful: number[] = [];

  time<T>(action: () => T): T {
    const from = performance.now();
    const result = action();
    this.#batch.push((performance.now() - from) * 1000);
    if (this.#batch.length === batchSize) this.#closeBatch();
    return result;
  }

  /** For actions that wait: whatever happens meanwhile is part of them. */
  add(micros: number): void {
    if (this.#count === this.#micros.length) {
      const larger = new Float64Array(2 * this.#count);
      larger.set(this.#micros);
      this.#micros = larger;
    }
    this.#micros[this.#count] = micros;
    this.#count += 1;
  }

  /** Actions that count. */
  get count(): number {
    this.#closeBatch();
    return this.#count;
  }

  /** Actions left out. */
  get interrupted(): number {
    return this.#doubtful.length;
  }

  /** The p-th percentile; of the doubtful ones when the machine left no others. */
  micros(p: number): number {
    const counted = this.#micros.subarray(0, this.count);
    return percentile(counted.length > 0 ? counted : Float64Array.from(this.#doubtful), p);
  }

  #closeBatch(): void {
    const switches = interruptions();
    if (switches === this.#switches) for (const micros of this.#batch) this.add(micros);
    else this.#doubtful.push(...this.#batch);
    this.#batch.length = 0;
    this.#switches = switches;
  }
}

/** How often the kernel has taken our core away. */
function interruptions(): number {
  return process.resourceUsage().involuntaryContextSwitches;
}
