import type { Knex } from 'knex';

/**
 * Creates a table that behaves alike in both dialects: on MySQL and MariaDB InnoDB, utf8mb4, and compared by
 * code point as SQLite does. Otherwise "Rossi" and "rossì" would be equal in one and different in the other.
 */
export async function createTable(
  knex: Knex,
  name: string,
  columns: (table: Knex.CreateTableBuilder) => void,
): Promise<void> {
  const client: unknown = knex.client.config.client;
  await knex.schema.createTable(name, table => {
    if (client === 'mysql2') {
      table.engine('InnoDB');
      table.charset('utf8mb4');
      table.collate('utf8mb4_bin');
    }
    columns(table);
  });
}

/** Drops tables, the last created first. What is not there is no error: a migration may have stopped halfway. */
export async function dropTables(
  knex: Knex,
  names: readonly string[],
  kept: ReadonlySet<string> = new Set(),
): Promise<void> {
  for (const name of names.toReversed()) if (!kept.has(name)) await knex.schema.dropTableIfExists(name);
}
