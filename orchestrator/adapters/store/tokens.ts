/** Bearer tokens of the API. Only their SHA-256 is kept: 256 random bits need no slow hash. */
import { createHash, randomBytes } from 'node:crypto';
import { NotFound } from '../../runtime/errors.ts';
import type { AccountStore } from '../../runtime/ports/store.ts';
import { addAudit } from './audit.ts';
import type { Database } from './database.ts';
import { clip } from './text.ts';

/** The time of last use is written at most so often. */
const lastUseMs = 60_000;

type Tokens = Pick<AccountStore, 'createToken' | 'byToken' | 'listTokens' | 'removeToken'>;

export function createTokens(database: Database, clock: () => number): Tokens {
  return {
    async createToken(role, name, by) {
      // The beginning lets scanners for leaked secrets know it.
      const token = `phones_${randomBytes(32).toString('base64url')}`;
      const row = {
        role,
        name: clip(name, 100),
        hash: hashToken(token),
        created_at: clock(),
        last_used_at: null,
      };
      await database.write('configuration', async trx => {
        const [id = 0] = await trx('tokens').insert(row);
        const detail = { name: [null, row.name], role: [null, role] };
        await addAudit(trx, { by, action: 'create', object: `tokens/${id}`, detail }, row.created_at);
      });
      return token;
    },

    async byToken(token) {
      const row = await database.read(knex =>
        knex('tokens')
          .where({ hash: hashToken(token) })
          .first(),
      );
      if (!row) return null;
      const now = clock();
      if (now - (row.last_used_at ?? 0) >= lastUseMs)
        await database.read(knex => knex('tokens').where({ id: row.id }).update({ last_used_at: now }));
      return { name: row.name, role: row.role };
    },

    async listTokens() {
      const rows = await database.read(knex => knex('tokens').orderBy('id'));
      return rows.map(row => ({
        id: row.id,
        name: row.name,
        role: row.role,
        createdAt: row.created_at,
        lastUsedAt: row.last_used_at,
      }));
    },

    async removeToken(id, by) {
      await database.write('configuration', async trx => {
        const row = await trx('tokens').where({ id }).first();
        if (!row) throw new NotFound(`tokens/${id}`);
        await trx('tokens').where({ id }).delete();
        const detail = { name: [row.name, null], role: [row.role, null] };
        await addAudit(trx, { by, action: 'delete', object: `tokens/${id}`, detail }, clock());
      });
    },
  };
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
