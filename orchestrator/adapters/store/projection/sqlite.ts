/** Facts into SQLite: better-sqlite3 with statements that are compiled once. */
import Sqlite, { type Statement } from 'better-sqlite3';
import { prepareSqlite } from '../drivers.ts';
import { type FactLink, type FactTransaction, valuesOf } from './link.ts';
import type { Table } from './tables.ts';

/** Blocks this thread only; `repeatLost` goes on waiting beyond it. */
const waitMs = 250;

/** Opens the file at the first use; until the migrations have made it, everything fails. */
export function openSqlite(file: string): FactLink {
  let connection: { database: Sqlite; statement: (sql: string) => Statement } | null = null;

  const open = (): NonNullable<typeof connection> => {
    if (connection) return connection;
    const database = new Sqlite(file, { fileMustExist: true });
    prepareSqlite(database, waitMs);
    const statements = new Map<string, Statement>();
    const statement = (sql: string): Statement => {
      const known = statements.get(sql) ?? database.prepare(sql);
      statements.set(sql, known);
      return known;
    };
    connection = { database, statement };
    return connection;
  };

  const position = (): number | null => {
    const row = open().statement("select position from projection where name = 'facts'").get();
    return row ? (row as { position: number }).position : null;
  };

  return {
    position: async () => position(),
    async transaction(work) {
      const { database, statement } = open();
      // The write lock is taken before anything is read; otherwise it would have to give up in the middle.
      statement('begin immediate').run();
      try {
        const result = await work(transactionOf(statement, position()));
        statement('commit').run();
        return result;
      } catch (error) {
        if (database.inTransaction) statement('rollback').run();
        throw error;
      }
    },
    async close() {
      connection?.database.close();
    },
  };
}

function transactionOf(statement: (sql: string) => Statement, position: number | null): FactTransaction {
  return {
    position,
    async move(to) {
      statement("update projection set position = ? where name = 'facts'").run(to);
    },
    async find<Row extends object>(
      table: Table<Row>,
      column: string,
      values: readonly unknown[],
      open?: string,
    ) {
      const sql = `select * from ${table.name} where ${column} in (select value from json_each(?))`;
      const only = open === undefined ? '' : ` and ${open} is null`;
      return statement(sql + only).all(JSON.stringify(values)) as Row[];
    },
    async save(table, { added, changed }) {
      if (added.length > 0) {
        const insert = statement(upsertOf(table));
        for (const row of added) insert.run(...valuesOf(row, table.columns));
      }
      for (const { row, before } of changed) {
        // An index whose columns are not set is not touched.
        const columns = table.columns.filter(column => row[column] !== before[column]);
        if (columns.length === 0) continue;
        const sql = `update ${table.name} set ${columns.map(column => `${column} = ?`).join(', ')} where ${table.key.map(column => `${column} = ?`).join(' and ')}`;
        statement(sql).run(...valuesOf(row, columns), ...valuesOf(row, table.key));
      }
    },
  };
}

function upsertOf<Row>({ name, key, columns }: Table<Row>): string {
  const set = columns.filter(column => !key.includes(column)).map(column => `${column} = excluded.${column}`);
  return `insert into ${name} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')}) on conflict (${key.join(', ')}) do update set ${set.join(', ')}`;
}
