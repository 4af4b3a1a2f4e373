/** Who changed what, and the settings that the server keeps for itself. */
import type { Knex } from 'knex';
import { createTable, dropTables } from './table.ts';

export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'audit', table => {
    table.increments('id');
    table.bigInteger('at').notNullable();
    table.string('by', 100).notNullable();
    table.string('action', 50).notNullable();
    /** For example agents/12. */
    table.string('object', 100).notNullable();
    table.text('detail', 'longtext').notNullable();
    table.index(['object', 'id'], 'audit_object');
  });
  await createTable(knex, 'settings', table => {
    table.string('name', 100).primary();
    table.text('value', 'longtext').notNullable();
  });
}

export async function down(knex: Knex, kept?: ReadonlySet<string>): Promise<void> {
  await dropTables(knex, ['audit', 'settings'], kept);
}
