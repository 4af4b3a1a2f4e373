/** Work that is looked for again and again, one round after the other, and tried again when it fails. */
import type { Log } from '../../runtime/log.ts';

export interface RoundsOptions {
  /** Between two rounds, ms. */
  everyMs: number;
  log: Pick<Log, 'error' | 'info'>;
  /** Said once when a round fails, and once when one succeeds again. */
  failed: string;
  again: string;
}

/** Does a piece of work; one that fails holds up no other, but the round counts as failed. */
export type Attempt = (work: Promise<void>) => Promise<void>;

export class Rounds {
  readonly #options: RoundsOptions;
  readonly #round: (attempt: Attempt) => Promise<void>;
  #working: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;
  #failing = false;

  constructor(options: RoundsOptions, round: (attempt: Attempt) => Promise<void>) {
    this.#options = options;
    this.#round = round;
  }

  /** True: the round that is under way shall end with the piece it is at. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** A round now, after the one under way; never rejects. */
  work(): Promise<void> {
    this.#working = this.#working.then(() => this.#try());
    return this.#working;
  }

  start(): void {
    this.#timer = setInterval(() => void this.work(), this.#options.everyMs).unref();
    void this.work();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearInterval(this.#timer);
    await this.#working;
  }

  async #try(): Promise<void> {
    if (this.#stopped) return;
    const { log, failed, again } = this.#options;
    const failures: unknown[] = [];
    await this.#round(work => work.catch((error: unknown) => void failures.push(error))).catch(
      (error: unknown) => void failures.unshift(error),
    );
    const [err] = failures;
    // The database or Asterisk is away, or the disk is full: the next round tries again.
    if (failures.length > 0 && !this.#failing) log.error({ err }, failed);
    if (failures.length === 0 && this.#failing) log.info(again);
    this.#failing = failures.length > 0;
  }
}
