/**
 * Call-backs: those that operators promised, and those that callers asked for in a flow. A promise lives for months:
 * here it outlives a journal that is lost. Open ones first; what became of the others can be looked up.
 */
import type { Knex } from 'knex';
import { createTable, dropTables } from './table.ts';

export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'callbacks', table => {
    /** Of the contact that it becomes, or (asked for in a flow) is. */
    table.string('id', 64).primary();
    /** The contact in which it was promised, or asked for. */
    table.string('from_id', 64).notNullable();
    /** promised: by an operator; asked: by the caller, in a flow. */
    table.string('kind', 10).notNullable();
    table.integer('campaign_id');
    table.integer('service_id');
    /** Who calls; null = anyone of the campaign. */
    table.integer('agent_id');
    table.integer('promised_by');
    table.string('number', 255).notNullable();
    table.string('name', 255).notNullable();
    table.bigInteger('made_at').notNullable();
    /** When it is to be made; what was asked for in a flow is due at once. */
    table.bigInteger('due_at').notNullable();
    /** open, calling; reached, cancelled, givenUp; replaced: goes on under another id. */
    table.string('state', 10).notNullable();
    table.integer('attempts').notNullable();
    /** What the last attempt came to, and when. */
    table.string('result', 20);
    table.bigInteger('tried_at');
    /** Who reached the customer, or tried last. */
    table.integer('called_by');
    /** Null while it is still to be made. */
    table.bigInteger('ended_at');
    /** Who cancelled it, and why. */
    table.string('ended_by', 100);
    table.string('reason', 200);
    // Open ones by when they are due, the others by when they ended; alone and for each filter.
    table.index(['ended_at', 'due_at'], 'callbacks_open');
    for (const column of ['campaign_id', 'agent_id'])
      table.index([column, 'ended_at', 'due_at'], `callbacks_${column}`);
    table.index(['number', 'ended_at'], 'callbacks_number');
    table.index(['state', 'ended_at'], 'callbacks_state');
  });
}

export async function down(knex: Knex, kept?: ReadonlySet<string>): Promise<void> {
  await dropTables(knex, ['callbacks'], kept);
}
