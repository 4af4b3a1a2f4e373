/** Facts into MySQL and MariaDB: what costs here is the round trip, so a table's rows go in one statement. */
import { createConnection } from 'mysql2/promise';
import { mysqlAddress, type MysqlConnection, prepareMysql, watchSilence } from '../drivers.ts';
import { type FactLink, type FactTransaction, valuesOf } from './link.ts';
import type { Table } from './tables.ts';

/** Rows in one statement: within the smallest max_allowed_packet in use. */
const mostRows = 200;

type Connection = Awaited<ReturnType<typeof createConnection>>;

/** Connects at the first use, and again after each failure. */
export function openMysql(url: string): FactLink {
  let connection: Connection | null = null;

  const open = async (): Promise<Connection> => {
    if (connection) return connection;
    const made = await createConnection(mysqlAddress(url));
    // Without a listener a connection that breaks while it is idle would end the thread.
    made.on('error', () => drop(made));
    if (!hasDriver(made)) throw new Error('mysql2 does not show its socket any more');
    watchSilence(made.connection);
    await new Promise<void>((resolve, reject) => {
      prepareMysql(made.connection, error => (error ? reject(error) : resolve()));
    });
    connection = made;
    return made;
  };
  const drop = (broken: Connection): void => {
    broken.destroy();
    if (connection === broken) connection = null;
  };
  const use = async <T>(work: (connection: Connection) => Promise<T>): Promise<T> => {
    const current = await open();
    try {
      return await work(current);
    } catch (error) {
      // Its transaction, if any, ends with it.
      drop(current);
      throw error;
    }
  };

  return {
    position: () => use(current => positionIn(current)),
    transaction: work =>
      use(async current => {
        await current.query('begin');
        const result = await work(transactionOf(current, await positionIn(current, 'for update')));
        await current.query('commit');
        return result;
      }),
    async close() {
      await connection?.end();
    },
  };
}

/** The promises of mysql2 are around the connection that its types do not tell of. */
function hasDriver(connection: object): connection is { connection: MysqlConnection } {
  return 'connection' in connection;
}

async function positionIn(connection: Connection, lock = ''): Promise<number | null> {
  const [rows] = await connection.query(`select position from projection where name = 'facts' ${lock}`);
  return (rows as { position: number }[])[0]?.position ?? null;
}

function transactionOf(connection: Connection, position: number | null): FactTransaction {
  return {
    position,
    async move(to) {
      await connection.query("update projection set position = ? where name = 'facts'", [to]);
    },
    async find<Row extends object>(
      table: Table<Row>,
      column: string,
      values: readonly unknown[],
      open?: string,
    ) {
      const only = open === undefined ? '' : ` and ${open} is null`;
      const [rows] = await connection.query(`select * from ${table.name} where ${column} in (?)${only}`, [
        values,
      ]);
      return rows as Row[];
    },
    async save(table, { added, changed }) {
      const rows = [...added, ...changed.map(({ row }) => row)];
      for (let from = 0; from < rows.length; from += mostRows)
        await connection.query(upsertOf(table), [
          rows.slice(from, from + mostRows).map(row => valuesOf(row, table.columns)),
        ]);
    },
  };
}

function upsertOf<Row>({ name, key, columns }: Table<Row>): string {
  const set = columns.filter(column => !key.includes(column)).map(column => `${column} = values(${column})`);
  return `insert into ${name} (${columns.join(', ')}) values ? on duplicate key update ${set.join(', ')}`;
}
