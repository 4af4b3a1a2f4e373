/** Waiting for conditions instead of sleeping. */
import { setTimeout as after } from 'node:timers/promises';

export interface UntilOptions {
  /** Longest wait; default 10 s. */
  timeoutMs?: number;
  /** Time between two looks; default 20 ms. */
  everyMs?: number;
  /** More to say when it does not come true, computed only then. */
  explain?: () => unknown;
}

type Truthy<T> = Exclude<T, undefined | null | false | '' | 0>;

/**
 * Looks until `condition` gives something truthy and returns that. Rejects after the timeout with `what`,
 * the last error of the condition and whatever `explain` says.
 */
export async function until<T>(
  what: string,
  condition: () => T | Promise<T>,
  options: UntilOptions = {},
): Promise<Truthy<T>> {
  const { timeoutMs = 10_000, everyMs = 20, explain } = options;
  const deadline = performance.now() + timeoutMs;
  let lastError: unknown;
  for (;;) {
    try {
      const value = await condition();
      lastError = undefined;
      if (value) return value as Truthy<T>;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() >= deadline) {
      const more = explain ? `\n${describe(await explain())}` : '';
      throw new Error(`waited ${timeoutMs} ms in vain until ${what}${more}`, { cause: lastError });
    }
    await after(everyMs);
  }
}

function describe(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 1);
}
