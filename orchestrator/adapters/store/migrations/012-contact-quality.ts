/** How a contact sounded at the operator's browser: a summary of each conversation, and what operators reported. */
import type { Knex } from 'knex';
import { createTable, dropTables } from './table.ts';

export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'contact_quality', table => {
    table.increments('id');
    table.string('contact_id', 64).notNullable();
    table.integer('agent_id').notNullable();
    table.bigInteger('at').notNullable();
    /** call or report. */
    table.string('kind', 10).notNullable();
    /** Figures as JSON: of the conversation, or of the last minute before the report. */
    table.text('figures').notNullable();
    table.text('note').notNullable();
    table.index(['contact_id', 'agent_id'], 'contact_quality_contact');
  });
}

export async function down(knex: Knex, kept?: ReadonlySet<string>): Promise<void> {
  await dropTables(knex, ['contact_quality'], kept);
}
