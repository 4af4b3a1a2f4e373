/** What flows work with: prompts with their recordings, connections to services outside, and what each flow uses. */
import type { Knex } from 'knex';
import { createCollectionTable } from './collection-table.ts';
import { createTable, dropTables } from './table.ts';

export async function up(knex: Knex): Promise<void> {
  await createCollectionTable(knex, 'prompts');
  await createCollectionTable(knex, 'connections', table => table.string('kind', 20).notNullable());
  // Versions of a language are never changed; the newest is the one that is played.
  await createTable(knex, 'prompt_recordings', table => {
    table
      .integer('prompt_id')
      .unsigned()
      .notNullable()
      .references('id')
      .inTable('prompts')
      .onDelete('CASCADE');
    table.string('language', 2).notNullable();
    table.integer('version').unsigned().notNullable();
    /** SHA-256 of the 16 kHz file in hexadecimal digits: the name of its files. */
    table.string('checksum', 64).notNullable().index('prompt_recordings_checksum');
    table.integer('duration_ms').unsigned().notNullable();
    table.string('made', 20).notNullable();
    /** What synthetic speech says; '' otherwise. */
    table.text('text').notNullable();
    table.bigInteger('at').notNullable();
    table.string('by', 100).notNullable();
    table.primary(['prompt_id', 'language', 'version']);
  });
  // What the published version of a flow refers to. Prompts and connections by name, the others by id.
  await createTable(knex, 'flow_uses', table => {
    table.integer('flow_id').unsigned().notNullable().references('id').inTable('flows').onDelete('CASCADE');
    table.string('collection', 20).notNullable();
    table.string('key', 100).notNullable();
    table.primary(['flow_id', 'collection', 'key']);
    table.index(['collection', 'key'], 'flow_uses_key');
  });
}

export async function down(knex: Knex, kept?: ReadonlySet<string>): Promise<void> {
  await dropTables(knex, ['prompts', 'connections', 'prompt_recordings', 'flow_uses'], kept);
}
