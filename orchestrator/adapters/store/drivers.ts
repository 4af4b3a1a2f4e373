/**
 * How the drivers reach the database, with and without knex: both dialects are brought to the same behaviour:
 * UTC, UTF-8 by code point, strict types, and no waiting for ever on a database that does not answer.
 */
import { join } from 'node:path';
import type { Settings } from '../../runtime/settings.ts';

export interface ConnectionOptions {
  /** State folder, absolute; holds the file of SQLite. */
  home: string;
  database: Settings['database'];
}

/** Name of the embedded database's file in the state folder. */
export const sqliteFile = 'phones.db';

export function sqlitePath(options: ConnectionOptions): string {
  return join(options.home, sqliteFile);
}

/** A connection that says nothing for so long is given up. */
const silenceMs = 10_000;

/** The part of a better-sqlite3 connection that is used here. */
interface SqliteConnection {
  pragma(text: string): unknown;
}

/** Commits are flushed to the disk: what was acknowledged survives a power cut (I4). `waitMs`: for another's lock. */
export function prepareSqlite(connection: SqliteConnection, waitMs: number): void {
  connection.pragma(`busy_timeout = ${waitMs}`);
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
}

/** What mysql2 needs to connect, of mysql://user:password@host:port/name. */
export function mysqlAddress(address: string) {
  const url = new URL(address);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : 3306,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
    charset: 'utf8mb4',
    timezone: 'Z',
    connectTimeout: 3000,
  };
}

/** The part of a mysql2 connection that is used here. */
export interface MysqlConnection {
  query(sql: string, done: (error: Error | null) => void): unknown;
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

export function prepareMysql(connection: MysqlConnection, done: (error: Error | null) => void): void {
  connection.query(`SET SESSION ${mysqlSession}`, error => {
    if (error) return done(error);
    connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', done);
  });
}

/** Ends the connection when the database falls silent on it. */
export function watchSilence(connection: MysqlConnection): void {
  connection.stream.setTimeout(silenceMs, () =>
    connection.stream.destroy(Object.assign(new Error('the database is silent'), { code: 'ETIMEDOUT' })),
  );
}
