/** How knex reaches the database, in one place for the server, the migrations and the knex command line. */
import knexPackage, { type Knex } from 'knex';
import {
  type ConnectionOptions,
  mysqlAddress,
  type MysqlConnection,
  prepareMysql,
  prepareSqlite,
  sqlitePath,
  watchSilence,
} from './drivers.ts';

/** knex is CommonJS, and of a kind whose names Node does not see. */
export const createKnex = knexPackage.knex;

/**
 * `patient` = for migrations and long maintenance: a statement may take as long as it needs.
 */
export function knexConfig(options: ConnectionOptions, patient = false): Knex.Config {
  return options.database.kind === 'sqlite'
    ? sqliteConfig(sqlitePath(options))
    : mysqlConfig(options.database.url, patient);
}

/** Messages of knex would otherwise carry the values of the statement, and with them secrets. */
const quiet = { compileSqlOnError: false } as const;

/**
 * The wait for another's lock blocks our thread, so it is short here and goes on without blocking in
 * `Database.write`.
 */
const sqliteWaitMs = 20;

export function sqliteConfig(filename: string): Knex.Config {
  return {
    ...quiet,
    client: 'better-sqlite3',
    connection: { filename },
    useNullAsDefault: true,
    acquireConnectionTimeout: 30_000,
    pool: {
      min: 1,
      max: 1,
      afterCreate(connection: Parameters<typeof prepareSqlite>[0], done: Created) {
        try {
          prepareSqlite(connection, sqliteWaitMs);
          done(null, connection);
        } catch (error) {
          done(error, connection);
        }
      },
    },
  };
}

type Created = (error: unknown, connection: unknown) => void;

function mysqlConfig(address: string, patient: boolean): Knex.Config {
  return {
    ...quiet,
    client: 'mysql2',
    connection: mysqlAddress(address),
    acquireConnectionTimeout: 5000,
    pool: {
      min: 0,
      max: 10,
      afterCreate(connection: MysqlConnection, done: Created) {
        if (!patient) watchSilence(connection);
        prepareMysql(connection, error => done(error, connection));
      },
    },
  };
}
