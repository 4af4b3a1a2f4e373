/**
 * The connection as the rest of this folder uses it. Every statement runs in `read`, `snapshot` or `write`,
 * so errors are translated and transactions that lost a race are repeated in one place (F9).
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Knex } from 'knex';
import { Unavailable } from '../../runtime/errors.ts';
import type { Log } from '../../runtime/log.ts';
import { createKnex, knexConfig } from './connection.ts';
import type { ConnectionOptions } from './drivers.ts';
import { repeatLost, translate } from './failures.ts';
import { createTurns } from './turns.ts';

/** What is changed by one transaction at a time; a row each in the table `locks`. */
export type LockName = 'configuration' | 'signIn';

export type Transaction = Knex.Transaction;

export class Database {
  readonly knex: Knex;
  readonly dialect: 'sqlite' | 'mysql';
  readonly options: ConnectionOptions;
  /**
   * SQLite has one writer at a time: those of this process wait here for one another, without blocking the
   * thread, instead of losing races in the file.
   */
  readonly #turns = createTurns();
  #closed = false;

  constructor(options: ConnectionOptions, log: Log) {
    this.options = options;
    this.dialect = options.database.kind;
    this.knex = createKnex({ ...knexConfig(options), log: knexLog(log) });
  }

  /** Fails at once when the store is closed, which knex would only say in words. */
  #open(): Knex {
    if (this.#closed) throw new Unavailable('the database', new Error('the store is closed'));
    return this.knex;
  }

  /** Statements that change nothing, or one that changes a single row and needs no lock. */
  async read<T>(work: (knex: Knex) => Promise<T>): Promise<T> {
    const knex = this.#open();
    return repeatLost(() => work(knex));
  }

  /** Several reads that see the same moment. */
  async snapshot<T>(work: (trx: Transaction) => Promise<T>): Promise<T> {
    const isolation = this.dialect === 'mysql' ? { isolationLevel: 'repeatable read' as const } : {};
    const knex = this.#open();
    return repeatLost(() => knex.transaction(work, isolation));
  }

  /**
   * A transaction that holds `lock`: those of one lock run one after another, also across processes, so
   * `work` may check and then write. The lock is taken by a write, which makes SQLite take its write lock
   * before anything is read; otherwise it would have to give up in the middle. `work` may run several times.
   */
  async write<T>(lock: LockName, work: (trx: Transaction) => Promise<T>): Promise<T> {
    const knex = this.#open();
    const write = (): Promise<T> =>
      repeatLost(() =>
        knex.transaction(async trx => {
          await trx('locks').where({ name: lock }).increment('taken', 1);
          return work(trx);
        }),
      );
    return this.alone(write);
  }

  /** Runs `write` when it is its turn among the writers of this process; on MySQL at once. */
  alone<T>(write: () => Promise<T>): Promise<T> {
    return this.dialect === 'sqlite' ? this.#turns(write) : write();
  }

  /** Resolves when the database answers a real query, rejects within 2 s otherwise. */
  async ping(): Promise<void> {
    const knex = this.#open();
    const question = this.dialect === 'sqlite' ? 'select count(*) from sqlite_master' : 'select 1';
    const abort = new AbortController();
    const tooLate = delay(1800, undefined, { signal: abort.signal }).then(() => {
      throw new Unavailable('the database', new Error('no answer within 1.8 s'));
    });
    const answer = knex.raw(question).then(
      () => undefined,
      (error: unknown) => {
        throw translate(error);
      },
    );
    try {
      await Promise.race([answer, tooLate]);
    } finally {
      abort.abort();
      // Whichever lost the race may still reject; nobody waits for it.
      tooLate.catch(() => undefined);
      answer.catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.knex.destroy();
  }
}

/** While a database is away knex says the same at each attempt: it is passed on once in this time. */
const repeatMs = 60_000;

export function knexLog(log: Log): Knex.Logger {
  let last = { text: '', at: Number.NEGATIVE_INFINITY };
  const warn = (text: string): void => {
    const now = performance.now();
    const repeated = text === last.text && now - last.at < repeatMs;
    if (!repeated) last = { text, at: now };
    log[repeated ? 'debug' : 'warn']({ part: 'store' }, text);
  };
  return {
    warn: (message: unknown) => warn(String(message)),
    error: (message: unknown) => log.error({ part: 'store' }, String(message)),
    debug: (message: unknown) => log.debug({ part: 'store' }, String(message)),
    deprecate: (method, alternative) =>
      log.debug({ part: 'store' }, `${method} is deprecated, use ${alternative}`),
  };
}
