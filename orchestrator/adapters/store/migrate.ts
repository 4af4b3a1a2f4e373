/** Brings the tables up to date, one migration after another, each wholly or not at all (F19). */
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Knex } from 'knex';
import { MigrationFailed, PhonesError, Unavailable } from '../../runtime/errors.ts';
import type { Log } from '../../runtime/log.ts';
import { createKnex, knexConfig, sqliteConfig } from './connection.ts';
import { knexLog } from './database.ts';
import { type ConnectionOptions, sqliteFile } from './drivers.ts';
import { translate } from './failures.ts';
import { migratorConfig, type Migration } from './migrations/index.ts';

/** How long a second process waits for the migrations of the first, s. */
const patienceSeconds = 120;

/**
 * Returns the names of the migrations that it ran. Throws MigrationFailed, `databaseNewer` when the database
 * knows migrations that this version does not, or Unavailable.
 */
export async function migrate(
  options: ConnectionOptions,
  list: readonly Migration[],
  log: Log,
): Promise<string[]> {
  if (options.database.kind === 'sqlite') await prepareFile(options.home);
  const knex = createKnex({
    ...knexConfig(options, true),
    log: knexLog(log),
    migrations: migratorConfig(list),
  });
  try {
    const run = () => runMissing(knex, options, list);
    return options.database.kind === 'sqlite'
      ? await aloneInFolder(options.home, run)
      : await aloneOnServer(knex, run);
  } catch (error) {
    throw translate(error);
  } finally {
    await knex.destroy();
  }
}

/** The file holds secrets, so only its owner may read it; SQLite's files beside it follow its mode. */
async function prepareFile(home: string): Promise<void> {
  await mkdir(home, { recursive: true });
  const file = await open(join(home, sqliteFile), 'a', 0o600);
  await file.close();
}

async function runMissing(
  knex: Knex,
  options: ConnectionOptions,
  list: readonly Migration[],
): Promise<string[]> {
  // Nobody else is migrating now, so a mark of knex is one that a killed process left.
  await knex.migrate.forceFreeMigrationsLock();
  await refuseNewer(knex, list);
  const [, missing]: [unknown, Migration[]] = await knex.migrate.list();
  for (const migration of missing) {
    const before = options.database.kind === 'mysql' ? await tablesOf(knex) : new Set<string>();
    try {
      await knex.migrate.up({ name: migration.name });
    } catch (cause) {
      if (options.database.kind === 'mysql') await migration.down(knex, before);
      throw new MigrationFailed(migration.name, translate(cause));
    }
  }
  return missing.map(migration => migration.name);
}

async function tablesOf(knex: Knex): Promise<Set<string>> {
  const names: string[] = await knex('information_schema.tables')
    .where({ table_schema: knex.raw('database()') })
    .pluck('table_name');
  return new Set(names);
}

async function refuseNewer(knex: Knex, list: readonly Migration[]): Promise<void> {
  if (!(await knex.schema.hasTable('migrations'))) return;
  const done: string[] = await knex('migrations').orderBy('id').pluck('name');
  const unknown = done.filter(name => !list.some(migration => migration.name === name));
  if (unknown.length > 0)
    throw new PhonesError(
      'databaseNewer',
      `the database is of a newer version of #phones (it has ${unknown.join(', ')}); start that version, or restore a backup`,
    );
}

/** Holds a lock of the server that ends with the connection: a killed process leaves nothing behind. */
async function aloneOnServer<T>(knex: Knex, work: () => Promise<T>): Promise<T> {
  return knex.transaction(async trx => {
    // The lock's name is of the whole server, so the database is part of it.
    const name = "concat('phones:', left(sha1(database()), 40))";
    const [rows]: { taken: number | null }[][] = await trx.raw(`select get_lock(${name}, ?) as taken`, [
      patienceSeconds,
    ]);
    if (rows?.[0]?.taken !== 1) throw busy();
    try {
      return await work();
    } finally {
      await trx.raw(`select release_lock(${name})`);
    }
  });
}

/** The same for SQLite: the operating system frees the lock on this file when its process ends. */
async function aloneInFolder<T>(home: string, work: () => Promise<T>): Promise<T> {
  const lock = createKnex({ ...sqliteConfig(join(home, 'migrate.lock')), pool: { min: 1, max: 1 } });
  try {
    for (const until = performance.now() + patienceSeconds * 1000; ; await delay(100)) {
      const taken = await lock.raw('BEGIN EXCLUSIVE').then(
        () => true,
        (error: unknown) => {
          if (performance.now() > until) throw busy(error);
          return false;
        },
      );
      if (taken) break;
    }
    return await work();
  } finally {
    await lock.destroy();
  }
}

function busy(cause?: unknown): Unavailable {
  return new Unavailable(
    `the database (another process has been migrating it for ${patienceSeconds} s)`,
    cause,
  );
}
