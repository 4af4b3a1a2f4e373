/** Who waits until Asterisk has begun what it was asked for: before, nothing can be done with it. */
import { AriError, noAnswer } from './ari-error.ts';

const deadlineMs = 3_000;

export interface Entrance {
  /** Rejects with AriError when it does not come. */
  promise: Promise<void>;
  /** Nobody waits any more. */
  cancel(): void;
}

export interface Entrances {
  /** To be called before Asterisk is asked. */
  expect(name: string): Entrance;
  came(name: string): void;
}

export function createEntrances(): Entrances {
  const expected = new Map<string, Set<() => void>>();

  return {
    expect(name) {
      let settle = (): void => undefined;
      let timer: NodeJS.Timeout | undefined;
      const promise = new Promise<void>((resolve, reject) => {
        settle = resolve;
        timer = setTimeout(
          () => reject(new AriError(noAnswer, `${name} did not come in ${deadlineMs} ms`)),
          deadlineMs,
        );
      });
      // Whoever does not wait for it after all need not hear of it.
      promise.catch(() => undefined);
      const waiting = expected.get(name) ?? new Set();
      waiting.add(settle);
      expected.set(name, waiting);
      return {
        promise,
        cancel() {
          clearTimeout(timer);
          waiting.delete(settle);
          if (waiting.size === 0 && expected.get(name) === waiting) expected.delete(name);
        },
      };
    },
    came(name) {
      for (const settle of expected.get(name) ?? []) settle();
    },
  };
}
