/** Watches the Asterisk process and starts it again when it ends by itself. */
import { setTimeout as after } from 'node:timers/promises';
import type { Log } from '../orchestrator/runtime/log.ts';
import { isAlive, type ProcessRef } from './processes.ts';

const lookEveryMs = 200;
/** One look in so many reads /proc: only that tells a pid that was given to another process, or a zombie. */
const closeLook = 10;
const firstPauseMs = 200;
const longestPauseMs = 30_000;
/** A process that lived this long was healthy: the next pause is the first one again. */
const healthyMs = 60_000;

export interface Supervisor {
  /** Ends the process by `end` and watches no more. Calling it again awaits the same end. */
  stop(end: (ref: ProcessRef) => Promise<void>): Promise<void>;
  release(): void;
  /** Resolves after stop(). */
  ended: Promise<void>;
}

/**
 * `restart` starts the process anew and resolves with it; when it rejects, it is tried again after a longer
 * pause. The process may be another's child (after a takeover), so its end is seen by looking, not by an event.
 */
export function supervise({
  first,
  restart,
  log,
}: {
  first: ProcessRef;
  restart: () => Promise<ProcessRef>;
  log: Pick<Log, 'info' | 'warn' | 'error'>;
}): Supervisor {
  const halt = new AbortController();
  let current: ProcessRef | null = first;
  let resolveEnded: () => void = () => undefined;
  const ended = new Promise<void>(resolve => {
    resolveEnded = resolve;
  });

  /** Resolves with false when watching was halted meanwhile. */
  const pause = (ms: number): Promise<boolean> =>
    after(ms, true, { signal: halt.signal, ref: false }).catch(() => false);

  let looks = 0;
  const lives = async (ref: ProcessRef): Promise<boolean> => {
    looks += 1;
    return hasPid(ref.pid) && (looks % closeLook !== 0 || isAlive(ref));
  };

  async function watch(): Promise<void> {
    let pauseMs = firstPauseMs;
    let startedAt = performance.now();
    while (await pause(lookEveryMs)) {
      if (current && (await lives(current))) continue;
      if (halt.signal.aborted) return;
      if (current) log.error({ pid: current.pid }, 'Asterisk has ended by itself: it is started again');
      current = null;
      if (performance.now() - startedAt > healthyMs) pauseMs = firstPauseMs;
      if (!(await pause(pauseMs))) return;
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      startedAt = performance.now();
      try {
        current = await restart();
      } catch (error) {
        log.error({ err: error, againInMs: pauseMs }, 'Asterisk could not be started again');
      }
    }
  }
  const watching = watch();

  let stopping: Promise<void> | undefined;
  return {
    stop(end) {
      stopping ??= (async () => {
        halt.abort();
        // A restart under way is awaited, so that what it started is ended too.
        await watching;
        if (current) await end(current);
        resolveEnded();
      })();
      return stopping;
    },
    release: () => halt.abort(),
    ended,
  };
}

/** Asks the kernel without reading anything: a hundredth of what a look into /proc costs. */
function hasPid(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It is another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
