/** What drivers throw, as the rest of the server understands it; and transactions that lost a race, once more (F9). */
import { setTimeout as delay } from 'node:timers/promises';
import { PhonesError, Unavailable } from '../../runtime/errors.ts';

/** Rolled back by the database because somebody else was first; the same work may succeed now. */
const lostRace = new Set([
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
  'ER_CHECKREAD',
  'SQLITE_BUSY',
  'SQLITE_BUSY_SNAPSHOT',
]);

const gone = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  'ER_CON_COUNT_ERROR',
  'ER_SERVER_SHUTDOWN',
  'ER_CONNECTION_KILLED',
  'SQLITE_CANTOPEN',
  'SQLITE_FULL',
  'SQLITE_IOERR',
]);

/** Longest time that a transaction is repeated for, ms. */
const patienceMs = 5000;

/** Runs `work` again, with growing random pauses, while it loses races. */
export async function repeatLost<T>(work: () => Promise<T>): Promise<T> {
  const until = performance.now() + patienceMs;
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!lostRace.has(codeOf(error)) || performance.now() > until) throw translate(error);
      await delay(Math.min(250, 10 * 2 ** attempt) * (0.5 + Math.random() / 2));
    }
  }
}

/** The driver's code of an error: ER_DUP_ENTRY, SQLITE_FULL, ECONNREFUSED... */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if (error.name === 'KnexTimeoutError' || error.name === 'TimeoutError') return 'ETIMEDOUT';
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Our own errors as they are; a database that is away as Unavailable; others without the statement's values. */
export function translate(error: unknown): unknown {
  if (error instanceof PhonesError || !(error instanceof Error)) return error;
  if ('sql' in error) error.sql = undefined;
  const code = codeOf(error);
  return gone.has(code) || lostRace.has(code) || code.startsWith('SQLITE_IOERR')
    ? new Unavailable('the database', error)
    : error;
}
