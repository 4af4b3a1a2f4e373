/** What agents know. */
import type { Knex } from 'knex';
import { createTable, dropTables } from './table.ts';

export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'skills', table => {
    table.increments('id');
    table.string('name', 100).notNullable();
    table.string('name_key', 300).notNullable().unique({ indexName: 'skills_name_key' });
    table.string('sort_name', 200).notNullable();
    table.text('search_text', 'mediumtext').notNullable();
    table.text('document', 'longtext').notNullable();
    table.integer('revision').unsigned().notNullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('updated_at').notNullable();
    table.index(['sort_name', 'id'], 'skills_sort_name');
  });
}

export async function down(knex: Knex, kept?: ReadonlySet<string>): Promise<void> {
  await dropTables(knex, ['skills'], kept);
}
