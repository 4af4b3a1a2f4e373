/**
 * How knex reaches the database, in one place for the server, the migrations and the knex command line.
 * Both dialects are brought to the same behaviour: UTC, UTF-8 by code point, strict types, and no waiting
 * for ever on a database that does not answer.
 */
import { join } from 'node:path';
import knexPackage, { type Knex } from 'knex';
import type { Settings } from '../../runtime/settings.ts';

/** knex is CommonJS, and of a kind whose names Node does not see. */
export const createKnex = knexPackage.knex;

export interface ConnectionOptions {
  /** State folder, absolute; holds the file of SQLite. */
  home: string;
  database: Settings['database'];
}

/** Name of the embedded database's file in the state folder. */
export const sqliteFile = 'phones.db';

/** A connection that says nothing for so long is given up. */
const silenceMs = 10_000;

/**
 * `patient` = for migrations and long maintenance: a statement may take as long as it needs.
 */
export function knexConfig(options: ConnectionOptions, patient = false): Knex.Config {
  return options.database.kind === 'sqlite'
    ? sqliteConfig(join(options.home, sqliteFile))
    : mysqlConfig(options.database.url, patient);
}

/** Messages of knex would otherwise carry the values of the statement, and with them secrets. */
const quiet = { compileSqlOnError: false } as const;

export function sqliteConfig(filename: string): Knex.Config {
  return {
    ...quiet,
    client: 'better-sqlite3',
    connection: { filename },
    useNullAsDefault: true,
    acquireConnectionTimeout: 30_000,
    pool: { min: 1, max: 1, afterCreate: prepareSqlite },
  };
}

/** The part of a better-sqlite3 connection that is used here. */
interface SqliteConnection {
  pragma(text: string): unknown;
}

/**
 * The wait for another process's lock blocks our thread, so it is short here and goes on without blocking
 * in `Database.write`. Commits are flushed to the disk: what was acknowledged survives a power cut (I4).
 */
function prepareSqlite(
  connection: SqliteConnection,
  done: (error: unknown, connection: unknown) => void,
): void {
  try {
    connection.pragma('busy_timeout = 20');
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = FULL');
    connection.pragma('foreign_keys = ON');
    done(null, connection);
  } catch (error) {
    done(error, connection);
  }
}

function mysqlConfig(address: string, patient: boolean): Knex.Config {
  const url = new URL(address);
  return {
    ...quiet,
    client: 'mysql2',
    connection: {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port ? Number(url.port) : 3306,
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      database: decodeURIComponent(url.pathname.slice(1)),
      charset: 'utf8mb4',
      timezone: 'Z',
      connectTimeout: 3000,
    },
    acquireConnectionTimeout: 5000,
    pool: { min: 0, max: 10, afterCreate: patient ? prepareMysql : prepareImpatientMysql },
  };
}

/** The part of a mysql2 connection that is used here. */
interface MysqlConnection {
  query(sql: string, done: (error: unknown) => void): unknown;
  stream: { setTimeout(ms: number, done: () => void): unknown; destroy(error: Error): unknown };
}

/**
 * The server's own settings must not matter: with NO_BACKSLASH_ESCAPES, for example, values escaped by the
 * driver would be unsafe, and without strict mode long values would be cut silently.
 */
const mysqlSession = [
  "sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
  "time_zone = '+00:00'",
  'innodb_lock_wait_timeout = 5',
].join(', SESSION ');

function prepareMysql(
  connection: MysqlConnection,
  done: (error: unknown, connection: unknown) => void,
): void {
  connection.query(`SET SESSION ${mysqlSession}`, error => {
    if (error) return done(error, connection);
    connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', failed =>
      done(failed, connection),
    );
  });
}

function prepareImpatientMysql(
  connection: MysqlConnection,
  done: (error: unknown, connection: unknown) => void,
): void {
  connection.stream.setTimeout(silenceMs, () =>
    connection.stream.destroy(Object.assign(new Error('the database is silent'), { code: 'ETIMEDOUT' })),
  );
  prepareMysql(connection, done);
}
