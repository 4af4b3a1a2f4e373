/** What supervisors wrote to agents, and who has read it. Agents are no foreign keys: what was said stays. */
import type { Knex } from 'knex';
import { createTable, dropTables } from './table.ts';

export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'agent_messages', table => {
    table.increments('id');
    table.bigInteger('at').notNullable().index('agent_messages_at');
    table.string('by', 100).notNullable();
    /** agent, campaign or all; `to_id` names which. */
    table.string('to_kind', 10).notNullable();
    table.integer('to_id');
    table.text('text').notNullable();
  });
  await createTable(knex, 'agent_message_readers', table => {
    table
      .integer('message_id')
      .unsigned()
      .notNullable()
      .references('id')
      .inTable('agent_messages')
      .onDelete('CASCADE');
    table.integer('agent_id').notNullable();
    /** Null until it is read. */
    table.bigInteger('read_at');
    table.primary(['message_id', 'agent_id']);
    table.index(['agent_id', 'message_id'], 'agent_message_readers_agent');
  });
}

export async function down(knex: Knex, kept?: ReadonlySet<string>): Promise<void> {
  await dropTables(knex, ['agent_messages', 'agent_message_readers'], kept);
}
