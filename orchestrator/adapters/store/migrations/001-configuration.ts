/** What supervisors configure: a table for each collection, what must be unique, and the secrets. */
import type { Knex } from 'knex';
import { createCollectionTable } from './collection-table.ts';
import { createTable, dropTables } from './table.ts';

const collections = ['pauses', 'dispositions', 'calendars', 'lines', 'agents', 'campaigns', 'services'];

export async function up(knex: Knex): Promise<void> {
  for (const collection of collections)
    await createCollectionTable(knex, collection, table => {
      if (collection === 'campaigns') table.string('kind', 20).notNullable();
    });

  // Agents' extensions and services' virtual extensions are one set of numbers.
  await createTable(knex, 'extensions', table => {
    table.string('extension', 8).primary();
    table.integer('agent_id').unsigned().references('id').inTable('agents').onDelete('CASCADE');
    table.integer('service_id').unsigned().references('id').inTable('services').onDelete('CASCADE');
  });
  await createTable(knex, 'service_numbers', table => {
    table.string('number', 30).primary();
    table
      .integer('service_id')
      .unsigned()
      .notNullable()
      .references('id')
      .inTable('services')
      .onDelete('CASCADE');
  });
  await createTable(knex, 'secrets', table => {
    table.string('collection', 20).notNullable();
    table.integer('object_id').unsigned().notNullable();
    table.string('name', 50).notNullable();
    table.text('value').notNullable();
    table.primary(['collection', 'object_id', 'name']);
  });
  // Taken by a write at the beginning of a transaction, see Database.write.
  await createTable(knex, 'locks', table => {
    table.string('name', 20).primary();
    table.bigInteger('taken').notNullable();
  });
  await knex('locks').insert(['configuration', 'facts', 'signIn'].map(name => ({ name, taken: 0 })));
}

export async function down(knex: Knex, kept?: ReadonlySet<string>): Promise<void> {
  await dropTables(knex, [...collections, 'extensions', 'service_numbers', 'secrets', 'locks'], kept);
}
