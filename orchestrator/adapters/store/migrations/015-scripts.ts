/** Scripts of human campaigns: a collection with the published document beside it, its versions, and what contacts hold. */
import type { Knex } from 'knex';
import { createTable, dropTables } from './table.ts';

export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'scripts', table => {
    table.increments('id');
    table.string('name', 100).notNullable();
    table.string('name_key', 300).notNullable().unique({ indexName: 'scripts_name_key' });
    table.string('sort_name', 200).notNullable();
    table.text('search_text', 'mediumtext').notNullable();
    table.text('document', 'longtext').notNullable();
    /** The published version as JSON. */
    table.text('published', 'longtext');
    table.integer('revision').unsigned().notNullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('updated_at').notNullable();
    table.index(['sort_name', 'id'], 'scripts_sort_name');
  });
  // Kept when the script is deleted: contacts were filled in with them.
  await createTable(knex, 'script_versions', table => {
    table.integer('script_id').unsigned().notNullable();
    table.integer('number').unsigned().notNullable();
    table.text('document', 'longtext').notNullable();
    table.text('note').notNullable();
    table.bigInteger('at').notNullable();
    table.string('by', 100).notNullable();
    table.primary(['script_id', 'number']);
  });
  // A row for each value that was written; the last one of a field counts.
  await createTable(knex, 'contact_script_values', table => {
    table.bigInteger('seq').notNullable();
    table.integer('idx').notNullable();
    table.string('field', 40).notNullable();
    table.string('contact_id', 64).notNullable();
    table.integer('script_id').unsigned().notNullable();
    table.integer('version').unsigned().notNullable();
    table.integer('agent_id').unsigned().notNullable();
    table.bigInteger('at').notNullable();
    /** JSON: a text or a list of texts. */
    table.text('value', 'mediumtext').notNullable();
    table.integer('is_sensitive').notNullable();
    table.primary(['seq', 'idx', 'field']);
    table.index(['contact_id', 'seq', 'idx'], 'contact_script_values_contact');
  });
}

export async function down(knex: Knex, kept?: ReadonlySet<string>): Promise<void> {
  await dropTables(knex, ['scripts', 'script_versions', 'contact_script_values'], kept);
}
