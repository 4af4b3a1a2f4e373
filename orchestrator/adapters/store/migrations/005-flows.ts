/** Call flows: a collection with the published document beside it, and their drafts, versions and planned publications. */
import type { Knex } from 'knex';
import { createCollectionTable } from './collection-table.ts';
import { createTable, dropTables } from './table.ts';

export async function up(knex: Knex): Promise<void> {
  await createCollectionTable(knex, 'flows', table => {
    table.string('kind', 20).notNullable();
    /** The published version as JSON, apart from `document`: lists do not read it. */
    table.text('published', 'longtext');
  });
  const ofFlow = (table: Knex.CreateTableBuilder): Knex.ReferencingColumnBuilder =>
    table.integer('flow_id').unsigned().notNullable().references('id').inTable('flows').onDelete('CASCADE');
  const written = (table: Knex.CreateTableBuilder): void => {
    table.text('document', 'longtext').notNullable();
    table.bigInteger('at').notNullable();
    table.string('by', 100).notNullable();
  };
  await createTable(knex, 'flow_drafts', table => {
    ofFlow(table).primary();
    table.integer('revision').unsigned().notNullable();
    written(table);
  });
  await createTable(knex, 'flow_versions', table => {
    ofFlow(table);
    table.integer('number').unsigned().notNullable();
    written(table);
    table.text('note').notNullable();
    table.primary(['flow_id', 'number']);
  });
  // At most one publication of a flow is planned. Its document is the one that was validated.
  await createTable(knex, 'flow_schedule', table => {
    ofFlow(table).primary();
    written(table);
    table.text('note').notNullable();
    table.bigInteger('due_at').notNullable().index('flow_schedule_due_at');
    /** Why it did not succeed when it was due; null = it is still to come. */
    table.text('problem');
  });
}

export async function down(knex: Knex, kept?: ReadonlySet<string>): Promise<void> {
  await dropTables(knex, ['flows', 'flow_drafts', 'flow_versions', 'flow_schedule'], kept);
}
