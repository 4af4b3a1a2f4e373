/** Timers of the traffic generator by name: one replaces the other, and all stop together. */
export interface Alarms {
  /** Does `what` after `seconds`, instead of what was set under the same name. */
  set(name: string, seconds: number, what: () => void): void;
  clear(name: string): void;
  clearAll(): void;
}

export function createAlarms(): Alarms {
  const timers = new Map<string, NodeJS.Timeout>();
  const clear = (name: string): void => {
    clearTimeout(timers.get(name));
    timers.delete(name);
  };
  return {
    set(name, seconds, what) {
      clear(name);
      const fire = (): void => {
        timers.delete(name);
        what();
      };
      timers.set(name, setTimeout(fire, seconds * 1000));
    },
    clear,
    clearAll() {
      for (const name of timers.keys()) clear(name);
    },
  };
}
