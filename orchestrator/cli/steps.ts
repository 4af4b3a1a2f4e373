/** Names each step of a set-up on the terminal, with its progress and how long it took. */

/** One report of a step, in the order begun, any number of going, then done or skipped. */
export interface StepReport {
  /** What is done, e.g. `Asterisk: unpacking`. The same name in all reports of one step. */
  name: string;
  state: 'begun' | 'going' | 'done' | 'skipped' | 'failed';
  /** How far it is (going), what came of it (done) or why nothing was to do (skipped). */
  detail?: string;
}

export interface Steps {
  report(step: StepReport): void;
  /** Runs `work` as a step; a returned text says what came of it, `{ skipped }` that nothing was to do. */
  run<T extends string | void | { skipped: string }>(name: string, work: () => Promise<T> | T): Promise<T>;
}

interface Terminal {
  write(text: string): unknown;
  isTTY?: boolean;
}

/** How often a running step shows its time on a terminal. */
const tickMs = 200;

/** On a terminal a step rewrites its own line as time passes; elsewhere (a log of CI) only its end is written. */
export function createSteps(out: Terminal, now: () => number = () => performance.now()): Steps {
  /** Running steps; the last one has the line. */
  const running = new Map<string, { since: number; detail: string }>();
  const live = out.isTTY === true;
  let ticker: NodeJS.Timeout | undefined;

  const seconds = (since: number): string => `${((now() - since) / 1000).toFixed(1)} s`;

  function draw(): void {
    const last = [...running].at(-1);
    if (!last) return;
    const [name, { since, detail }] = last;
    out.write(`\r\u001b[K  ${name} ... ${detail === '' ? '' : `${detail}, `}${seconds(since)}`);
  }

  function report({ name, state, detail = '' }: StepReport): void {
    if (state === 'begun' || state === 'going') {
      running.set(name, { since: running.get(name)?.since ?? now(), detail });
      if (!live) return;
      ticker ??= setInterval(draw, tickMs).unref();
      draw();
      return;
    }
    const since = running.get(name)?.since ?? now();
    running.delete(name);
    const what = state === 'skipped' ? detail || 'already done' : `${detail || state}, ${seconds(since)}`;
    out.write(`${live ? '\r\u001b[K' : ''}  ${name}: ${what}\n`);
    if (running.size > 0) return;
    clearInterval(ticker);
    ticker = undefined;
  }

  return {
    report,
    async run(name, work) {
      report({ name, state: 'begun' });
      try {
        const result = await work();
        if (typeof result === 'object') report({ name, state: 'skipped', detail: result.skipped });
        else report({ name, state: 'done', detail: result || undefined });
        return result;
      } catch (error) {
        report({ name, state: 'failed' });
        throw error;
      }
    },
  };
}
