/** Who changed what, when. Rows of a change are written in the same transaction as the change. */
import type { Knex } from 'knex';
import type { AuditRow, AuditStore, Page } from '../../runtime/ports/store.ts';
import type { Database } from './database.ts';
import type { AuditRecord } from './tables.ts';
import { checkLimit, decodeCursor, encodeCursor, pageOf } from './paging.ts';
import { clip, containing } from './text.ts';

export type AuditEntry = Omit<AuditRow, 'id' | 'at'>;

export async function addAudit(knex: Knex, entry: AuditEntry, at: number): Promise<void> {
  await knex('audit').insert({
    at,
    by: clip(entry.by, 100),
    action: clip(entry.action, 50),
    object: clip(entry.object, 100),
    detail: JSON.stringify(entry.detail),
  });
}

/** What differs between two versions of an object, `{ member: [before, after] }`; null = there is none. */
export function differences(before: object | null, after: object | null): Record<string, [unknown, unknown]> {
  const old = new Map<string, unknown>(Object.entries(before ?? {}));
  const young = new Map<string, unknown>(Object.entries(after ?? {}));
  const changed: Record<string, [unknown, unknown]> = {};
  for (const member of new Set([...old.keys(), ...young.keys()])) {
    const pair: [unknown, unknown] = [old.get(member) ?? null, young.get(member) ?? null];
    if (JSON.stringify(pair[0]) !== JSON.stringify(pair[1])) changed[member] = pair;
  }
  return changed;
}

/** That secrets were written, never what they are. */
export function secretsWritten(names: string[]): Record<string, [null, string]> {
  return Object.fromEntries(names.map(name => [name, [null, '(set)']]));
}

export function createAudit(database: Database, clock: () => number): AuditStore {
  return {
    async add(entry) {
      await database.read(knex => addAudit(knex, entry, clock()));
    },

    /** Newest first. `object` finds that object, or all of a collection. */
    async list({ object, cursor, limit: wanted }): Promise<Page<AuditRow>> {
      const limit = checkLimit(wanted);
      const [before] = decodeCursor(cursor, 'audit', ['number']) ?? [];
      const rows: AuditRecord[] = await database.read(knex => {
        const query = knex('audit')
          .orderBy('id', 'desc')
          .limit(limit + 1);
        if (object !== undefined)
          query.where(either =>
            either
              .where({ object })
              .orWhereRaw("?? like ? escape '!'", ['object', containing(`${object}/`).slice(1)]),
          );
        if (before !== undefined) query.where('id', '<', before);
        return query;
      });
      const item = (row: AuditRecord): AuditRow => ({ ...row, detail: JSON.parse(row.detail) });
      return pageOf(rows, limit, item, row => encodeCursor('audit', [row.id]));
    },
  };
}
