/** Messages that callers left: where each one's sound is, and who listened. Callers and services stand with their contacts. */
import type { Knex } from 'knex';
import { createTable, dropTables } from './table.ts';

export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'voicemails', table => {
    /** The recording's name in Asterisk: `<contact>.<n>`. */
    table.string('id', 80).primary();
    table.string('contact_id', 64).notNullable().index('voicemails_contact');
    table.string('node', 64).notNullable();
    /** The synthetic campaign that took it: its retention holds. */
    table.integer('campaign_id').notNullable();
    /** Whom it is for: the operators of a campaign, or one of them. */
    table.integer('box_campaign_id');
    table.integer('box_agent_id');
    table.bigInteger('left_at').notNullable();
    /** coming: still with Asterisk; kept; lost: there is no sound; leaving: is being deleted. */
    table.string('state', 10).notNullable();
    table.integer('length_ms').unsigned();
    table.integer('bytes').unsigned();
    /** SHA-256 of the file in hexadecimal digits. */
    table.string('checksum', 64);
    /** First time; null = new. */
    table.bigInteger('heard_at');
    table.string('heard_by', 100);
    table.index(['left_at', 'id'], 'voicemails_left');
    for (const column of ['campaign_id', 'box_campaign_id', 'state'])
      table.index([column, 'left_at'], `voicemails_${column}`);
  });
  await createTable(knex, 'voicemail_listens', table => {
    table.increments('id');
    table
      .string('voicemail_id', 80)
      .notNullable()
      .references('id')
      .inTable('voicemails')
      .onDelete('CASCADE')
      .index('voicemail_listens_voicemail');
    table.bigInteger('at').notNullable();
    table.string('by', 100).notNullable();
    /** listen or download. */
    table.string('how', 10).notNullable();
  });
}

export async function down(knex: Knex, kept?: ReadonlySet<string>): Promise<void> {
  await dropTables(knex, ['voicemails', 'voicemail_listens'], kept);
}
