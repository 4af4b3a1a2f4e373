/**
 * Backoff against guessing, per name (S8). Names without an account are counted in the same way, so that the
 * answer does not tell which names exist. An attempt is counted before the password is looked at: many at
 * once gain nothing.
 */
import { createHash } from 'node:crypto';
import { TooManyAttempts } from '../../runtime/errors.ts';
import type { Database, Transaction } from './database.ts';

/** Failures that cost nothing yet. */
const free = 5;
const longestBlockMs = 15 * 60_000;
/** After so long without an attempt the count begins anew. */
const forgottenMs = 24 * 3_600_000;

/** How long the name is blocked after its nth failure in a row: 1 s, 2 s, 4 s ... 15 min. */
export function blockMs(failures: number): number {
  return failures < free ? 0 : Math.min(longestBlockMs, 1000 * 2 ** (failures - free));
}

/** Counts an attempt as failed until `forgetAttempts` says otherwise. Throws TooManyAttempts. */
export async function countAttempt(database: Database, username: string, now: number): Promise<void> {
  await database.write('signIn', async trx => {
    await trx('sign_in_attempts')
      .where('last_at', '<', now - forgottenMs)
      .delete();
    const name_hash = hashName(username);
    const row = await trx('sign_in_attempts').where({ name_hash }).first();
    if (row && row.blocked_until > now) throw new TooManyAttempts(row.blocked_until - now);
    const failures = (row?.failures ?? 0) + 1;
    await trx('sign_in_attempts')
      .insert({ name_hash, failures, last_at: now, blocked_until: now + blockMs(failures) })
      .onConflict('name_hash')
      .merge();
  });
}

export async function forgetAttempts(trx: Transaction, username: string): Promise<void> {
  await trx('sign_in_attempts')
    .where({ name_hash: hashName(username) })
    .delete();
}

function hashName(username: string): string {
  return createHash('sha256').update(username).digest('hex');
}
