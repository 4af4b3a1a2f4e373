/** What agents know. */
import type { Knex } from 'knex';
import { createCollectionTable } from './collection-table.ts';
import { dropTables } from './table.ts';

export async function up(knex: Knex): Promise<void> {
  await createCollectionTable(knex, 'skills');
}

export async function down(knex: Knex, kept?: ReadonlySet<string>): Promise<void> {
  await dropTables(knex, ['skills'], kept);
}
