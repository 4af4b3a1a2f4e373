/** The table of a collection of configured objects, as migrations have made it since 001. Never changed: see index.ts. */
import type { Knex } from 'knex';
import { createTable } from './table.ts';

/** `more`: columns of this collection alone. */
export async function createCollectionTable(
  knex: Knex,
  collection: string,
  more: (table: Knex.CreateTableBuilder) => void = () => undefined,
): Promise<void> {
  await createTable(knex, collection, table => {
    table.increments('id');
    table.string('name', 100).notNullable();
    /** The name as compared: two objects of a collection may not differ in case only. */
    table
      .string('name_key', 300)
      .notNullable()
      .unique({ indexName: `${collection}_name_key` });
    /** The name as sorted: lower case, without accents. */
    table.string('sort_name', 200).notNullable();
    /** Words that a search finds. */
    table.text('search_text', 'mediumtext').notNullable();
    /** The object as JSON, without id and secrets. */
    table.text('document', 'longtext').notNullable();
    more(table);
    table.integer('revision').unsigned().notNullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('updated_at').notNullable();
    table.index(['sort_name', 'id'], `${collection}_sort_name`);
  });
}
