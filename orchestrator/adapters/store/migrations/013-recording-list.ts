/**
 * What the list of recorded calls is narrowed by stands in its own rows, so that no page of it has to look into
 * another table; what the player draws, a hundred times as long, stands apart. And the trace of those that are gone.
 */
import type { Knex } from 'knex';
import { createTable, dropTables } from './table.ts';

/** The ways in which lists are narrowed, newest first. */
const narrowed = ['service_id', 'agent_id', 'caller_number', 'fault'] as const;

/** Can be done again after it stopped halfway: MySQL commits each change of a table at once. */
export async function up(knex: Knex): Promise<void> {
  if (!(await knex.schema.hasTable('recording_waves')))
    await createTable(knex, 'recording_waves', table => {
      table.string('recording_id', 80).primary();
      /** For each channel the highest level of each stretch, 0 to 99, as JSON. */
      table.text('peaks').notNullable();
    });
  if (!(await knex.schema.hasColumn('recordings', 'service_id')))
    await knex.schema.alterTable('recordings', table => {
      /** Of its contact, as of when it was kept. */
      table.integer('service_id');
      table.integer('agent_id');
      table.string('caller_number', 255).notNullable().defaultTo('');
      /** What the last check found: damaged or missing; null = nothing. */
      table.string('fault', 10);
      table.bigInteger('checked_at');
      table.bigInteger('deleted_at');
      table.string('deleted_by', 100);
      table.string('deleted_reason', 200);
      for (const column of narrowed) table.index([column, 'started_at'], `recordings_${column}`);
    });
  await knex('recordings').update({
    service_id: knex.raw('(select service_id from contacts where contacts.id = recordings.contact_id)'),
    agent_id: knex.raw('(select agent_id from contacts where contacts.id = recordings.contact_id)'),
    caller_number: knex.raw(
      "coalesce((select caller_number from contacts where contacts.id = recordings.contact_id), '')",
    ),
  });
  if (!(await knex.schema.hasColumn('recordings', 'peaks'))) return;
  await knex('recording_waves').delete();
  await knex.raw(
    'insert into recording_waves (recording_id, peaks) select id, peaks from recordings where peaks is not null',
  );
  await knex.raw('alter table recordings drop column peaks');
}

export async function down(knex: Knex, kept?: ReadonlySet<string>): Promise<void> {
  if (!(await knex.schema.hasColumn('recordings', 'peaks'))) {
    await knex.schema.alterTable('recordings', table => void table.text('peaks'));
    await knex.raw(
      'update recordings set peaks = (select peaks from recording_waves where recording_id = recordings.id)',
    );
  }
  if (await knex.schema.hasColumn('recordings', 'service_id')) {
    await knex.schema.alterTable('recordings', table => {
      for (const column of narrowed) table.dropIndex([], `recordings_${column}`);
    });
    for (const column of [...narrowed, 'checked_at', 'deleted_at', 'deleted_by', 'deleted_reason'])
      await knex.raw(`alter table recordings drop column ${column}`);
  }
  await dropTables(knex, ['recording_waves'], kept);
}
