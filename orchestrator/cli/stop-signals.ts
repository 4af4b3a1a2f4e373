/** Ctrl-C and friends: the first one asks for an orderly end, a later one ends at once. SIGUSR2 asks to drain. */

/**
 * Ctrl-C under `npm start` arrives twice within moments: from the terminal and from npm. Only one that comes
 * later than this is a person who does not want to wait.
 */
const sameSignalMs = 2000;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Resolves with the first signal's name. From then on another one ends the process with status 130. */
export function stopRequested(): Promise<NodeJS.Signals> {
  return new Promise(resolve => {
    let first: number | null = null;
    const take = (signal: NodeJS.Signals): void => {
      const now = performance.now();
      if (first === null) {
        first = now;
        resolve(signal);
      } else if (now - first > sameSignalMs) {
        process.stderr.write('Ended at once: the next start tidies up.\n');
        process.exit(130);
      }
    };
    for (const signal of signals) process.on(signal, take);
  });
}

/** Resolves when `phones drain` asks for it. */
export function drainRequested(): Promise<void> {
  return new Promise(resolve => {
    process.on('SIGUSR2', () => resolve());
  });
}
