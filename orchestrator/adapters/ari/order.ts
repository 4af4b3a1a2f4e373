/** Carries tasks out one after another when they share a key, and at the same time when they do not. */
export interface Order {
  /**
   * Runs `task` after all earlier tasks with one of these keys: when their promises are resolved, or at once
   * after those that returned none. `task` must not reject.
   */
  run(keys: readonly string[], task: () => Promise<void> | void): void;
  /** Resolves when everything that was asked so far is done. */
  settled(): Promise<void>;
}

export function createOrder(): Order {
  /** The last task of each key. */
  const last = new Map<string, Promise<void>>();

  return {
    run(keys, task) {
      const before = keys.flatMap(key => last.get(key) ?? []);
      const begun = before.length === 0 ? task() : Promise.all(before).then(task);
      if (!begun) return;
      const done = begun.finally(() => {
        for (const key of keys) if (last.get(key) === done) last.delete(key);
      });
      for (const key of keys) last.set(key, done);
    },
    async settled() {
      await Promise.all(last.values());
    },
  };
}
