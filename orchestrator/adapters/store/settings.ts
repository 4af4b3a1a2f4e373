/** Small values that the server keeps for itself, by name. */
import type { Store } from '../../runtime/ports/store.ts';
import type { Database } from './database.ts';

export function createSettings(database: Database): Store['settings'] {
  return {
    async get(name) {
      const row: { value: string } | undefined = await database.read(knex =>
        knex('settings').where({ name }).first('value'),
      );
      return row?.value ?? null;
    },
    async set(name, value) {
      await database.read(knex => knex('settings').insert({ name, value }).onConflict('name').merge());
    },
  };
}
