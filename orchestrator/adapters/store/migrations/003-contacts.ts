/**
 * What happened, projected from facts. Ids of agents, campaigns and so on are no foreign keys here: history
 * outlives the configuration. Times are epoch milliseconds.
 */
import type { Knex } from 'knex';
import { createTable, dropTables } from './table.ts';

export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'contacts', table => {
    table.string('id', 64).primary();
    table.string('media', 10).notNullable();
    table.string('direction', 10).notNullable();
    table.integer('service_id');
    table.integer('campaign_id');
    table.integer('agent_id');
    table.integer('line_id');
    table.string('caller_number', 255).notNullable();
    table.string('caller_name', 255).notNullable();
    table.string('dialled', 255).notNullable();
    table.bigInteger('arrived_at').notNullable();
    table.bigInteger('queued_at');
    table.bigInteger('connected_at');
    table.bigInteger('ended_at');
    table.string('outcome', 20);
    table.string('ended_by', 10);
    table.bigInteger('wait_ms').notNullable();
    table.bigInteger('talk_ms').notNullable();
    table.bigInteger('hold_ms').notNullable();
    table.bigInteger('wrap_up_ms').notNullable();
    table.integer('disposition_id');
    table.text('note').notNullable();
    // One for each filter, in the order in which lists are read: newest first.
    table.index(['arrived_at', 'id'], 'contacts_arrived');
    for (const column of ['service_id', 'campaign_id', 'agent_id', 'outcome', 'caller_number'])
      table.index([column, 'arrived_at', 'id'], `contacts_${column}`);
  });
  await createTable(knex, 'contact_steps', table => {
    table.string('contact_id', 64).notNullable();
    table.bigInteger('seq').notNullable();
    table.integer('idx').notNullable();
    table.bigInteger('at').notNullable();
    table.string('type', 40).notNullable();
    table.text('data', 'mediumtext').notNullable();
    table.primary(['contact_id', 'seq', 'idx']);
  });
  await createTable(knex, 'contact_offers', table => {
    table.bigInteger('seq').notNullable();
    table.integer('idx').notNullable();
    table.string('contact_id', 64).notNullable();
    table.integer('agent_id').notNullable();
    table.integer('campaign_id').notNullable();
    table.bigInteger('offered_at').notNullable();
    table.bigInteger('rang_at');
    /** Null while it rings. */
    table.bigInteger('ended_at');
    table.string('reason', 20);
    table.bigInteger('wait_ms').notNullable();
    table.bigInteger('ring_ms').notNullable();
    table.primary(['seq', 'idx']);
    table.index(['contact_id', 'agent_id'], 'contact_offers_contact');
    table.index(['agent_id', 'offered_at'], 'contact_offers_agent');
  });
  await createTable(knex, 'agent_sessions', table => {
    table.bigInteger('seq').notNullable();
    table.integer('idx').notNullable();
    table.integer('agent_id').notNullable();
    table.string('phone', 20).notNullable();
    table.text('campaign_ids').notNullable();
    table.string('logged_in_by', 100).notNullable();
    table.string('logged_out_by', 100);
    table.bigInteger('from_at').notNullable();
    /** Null while logged in. */
    table.bigInteger('to_at');
    table.primary(['seq', 'idx']);
    table.index(['agent_id', 'to_at'], 'agent_sessions_open');
    table.index(['from_at'], 'agent_sessions_from');
  });
  // The states of an agent follow one another without gap or overlap (I5).
  await createTable(knex, 'agent_states', table => {
    table.bigInteger('seq').notNullable();
    table.integer('idx').notNullable();
    table.integer('agent_id').notNullable();
    table.string('state', 20).notNullable();
    table.integer('pause_id');
    table.string('contact_id', 64);
    table.bigInteger('from_at').notNullable();
    /** Null for the present state. */
    table.bigInteger('to_at');
    table.primary(['seq', 'idx']);
    table.index(['agent_id', 'to_at'], 'agent_states_open');
    table.index(['from_at'], 'agent_states_from');
  });
  await createTable(knex, 'projection', table => {
    table.string('name', 20).primary();
    table.bigInteger('position').notNullable();
  });
  await knex('projection').insert({ name: 'facts', position: 0 });
}

export async function down(knex: Knex, kept?: ReadonlySet<string>): Promise<void> {
  await dropTables(
    knex,
    ['contacts', 'contact_steps', 'contact_offers', 'agent_sessions', 'agent_states', 'projection'],
    kept,
  );
}
