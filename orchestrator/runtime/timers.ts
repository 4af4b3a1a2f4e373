/** Wakes the core at the moments that it asked for. One process timer for the earliest; the world knows which are valid. */
import { insertSorted } from '../core/routing/sorted.ts';

interface Alarm {
  timerId: string;
  at: number;
}

/** setTimeout's longest delay. */
const LONGEST_MS = 2 ** 31 - 1;

export interface Timers {
  set(timerId: string, at: number): void;
  stop(): void;
}

export function createTimers(now: () => number, fire: (timerId: string, dueAt: number) => void): Timers {
  const alarms: Alarm[] = [];
  let handle: NodeJS.Timeout | null = null;
  let armedFor = Number.POSITIVE_INFINITY;

  const arm = (): void => {
    const first = alarms[0];
    if (!first || first.at === armedFor) return;
    if (handle) clearTimeout(handle);
    armedFor = first.at;
    handle = setTimeout(run, Math.min(Math.max(first.at - now(), 0), LONGEST_MS));
  };
  const run = (): void => {
    armedFor = Number.POSITIVE_INFINITY;
    const due = now();
    for (let first = alarms[0]; first && first.at <= due; first = alarms[0]) {
      alarms.shift();
      fire(first.timerId, first.at);
    }
    arm();
  };
  return {
    set(timerId, at) {
      insertSorted(alarms, { timerId, at }, (a, b) => a.at - b.at);
      arm();
    },
    stop() {
      if (handle) clearTimeout(handle);
      alarms.length = 0;
    },
  };
}
