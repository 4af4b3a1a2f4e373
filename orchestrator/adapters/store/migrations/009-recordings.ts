/** Calls that were recorded: where each one's sound is. Who listened stands in the audit log. */
import type { Knex } from 'knex';
import { createTable, dropTables } from './table.ts';

export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'recordings', table => {
    /** The recording's name: `<contact>.<n>`. */
    table.string('id', 80).primary();
    table.string('contact_id', 64).notNullable().index('recordings_contact');
    table.string('node', 64).notNullable();
    /** The human campaign by whose rule it was made: its retention holds. */
    table.integer('campaign_id').notNullable();
    /** stereo: the customer left, what the customer heard right; mixed: both in one. */
    table.string('channels', 10).notNullable();
    table.integer('on_demand').notNullable();
    table.bigInteger('started_at').notNullable();
    /** Holds when the campaign is deleted; 0 = for ever. */
    table.integer('keep_days').notNullable();
    /** coming: still with Asterisk; kept; lost: there is no sound; leaving: is being deleted. */
    table.string('state', 10).notNullable();
    table.bigInteger('length_ms');
    table.bigInteger('bytes');
    /** SHA-256 of the file in hexadecimal digits. */
    table.string('checksum', 64);
    /** What the player draws: for each channel the highest level of each stretch, 0 to 99, as JSON. */
    table.text('peaks');
    table.index(['started_at', 'id'], 'recordings_started');
    for (const column of ['campaign_id', 'state'])
      table.index([column, 'started_at'], `recordings_${column}`);
  });
}

export async function down(knex: Knex, kept?: ReadonlySet<string>): Promise<void> {
  await dropTables(knex, ['recordings'], kept);
}
