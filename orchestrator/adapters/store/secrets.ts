/** Secrets of lines and agents, apart from their objects: no list, page, audit row or journal has them. */
import { randomInt } from 'node:crypto';
import { secretFields, type Collection } from '../../core/configuration/schemas.ts';
import type { Secrets } from '../../runtime/ports/store.ts';
import type { Transaction } from './database.ts';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** 24 characters, 142 bits; letters and digits only, so that it can be typed into any telephone. */
export function makeSipSecret(): string {
  return Array.from({ length: 24 }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}

/** The secrets that a collection knows, of those that were given. */
export function knownSecrets(collection: Collection, secrets: Secrets): Secrets {
  return Object.fromEntries(
    secretFields[collection].flatMap(name => (secrets[name] === undefined ? [] : [[name, secrets[name]]])),
  );
}

export async function saveSecrets(
  trx: Transaction,
  collection: Collection,
  id: number,
  secrets: Secrets,
): Promise<void> {
  for (const [name, value] of Object.entries(secrets))
    await trx('secrets')
      .insert({ collection, object_id: id, name, value })
      .onConflict(['collection', 'object_id', 'name'])
      .merge();
}
