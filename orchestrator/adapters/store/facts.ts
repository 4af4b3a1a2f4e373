/** Facts on their way into the tables: each lands once, whatever is repeated or interrupted (F8, F9). */
import { NotFound } from '../../runtime/errors.ts';
import type { FactStore } from '../../runtime/ports/store.ts';
import type { Database } from './database.ts';
import { loadBatch, saveBatch } from './projection/batch.ts';
import { applyFact } from './projection/projections.ts';

const projection = { name: 'facts' };

export function createFacts(database: Database): FactStore {
  return {
    async position() {
      const row = await database.read(knex => knex('projection').where(projection).first());
      if (!row) throw new NotFound('the position of the facts');
      return row.position;
    },

    async project(facts, upTo) {
      await database.write('facts', async trx => {
        const row = await trx('projection').where(projection).first();
        if (!row) throw new NotFound('the position of the facts');
        if (upTo <= row.position) return;
        const fresh = facts.filter(({ seq }) => seq > row.position && seq <= upTo);
        const batch = await loadBatch(trx, fresh);
        for (const placed of fresh) applyFact(batch, placed);
        await saveBatch(trx, batch);
        await trx('projection').where(projection).update({ position: upTo });
      });
    },
  };
}
