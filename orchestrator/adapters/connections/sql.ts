/**
 * SQL queries of flows through knex: bound parameters only, read-only unless the connection allows writing, a
 * cap of rows, a deadline after which the statement is broken off. MySQL and MariaDB answer without blocking; an
 * SQLite file is read in a process of its own (sqlite-process.mjs), because a statement there ends only with it.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import knexPackage, { type Knex } from 'knex';
import type { ServiceCommand } from '../../core/commands.ts';
import type { SqlAccess } from './access.ts';
import type { Value } from '../../../ivr-flows/values.ts';
import { faultOf } from '../../../ivr-flows/faults.ts';
import { Failure } from './failure.ts';
import { rowsOf } from './rows.ts';

export type SqlQuery = Pick<
  Extract<ServiceCommand, { type: 'sqlQuery' }>,
  'statement' | 'parameters' | 'maximumRows' | 'timeoutMs'
>;

/** Connections at once to one database. */
const poolSize = 4;

/** An open database. */
export interface SqlPool {
  /** Resolves with the rows. Rejects with Failure. */
  query(query: SqlQuery): Promise<Value>;
  close(): Promise<void>;
}

export function openSql(access: SqlAccess): SqlPool {
  const { database, writes } = access;
  return database.kind === 'mysql' ? mysqlPool(database, writes) : sqlitePool(database.file, writes);
}

/** What may be bound: JSON is bound as text. */
function bindings(parameters: readonly Value[]): Knex.Value[] {
  return parameters.map(value =>
    value !== null && typeof value === 'object' ? JSON.stringify(value) : value,
  );
}

/** knex would write to the console; what goes wrong is told and logged by connections.ts. */
const silent = { warn: ignore, error: ignore, deprecate: ignore, debug: ignore };
function ignore(): void {}

function mysqlPool(
  { host, port, user, password, name }: Extract<SqlAccess['database'], { kind: 'mysql' }>,
  writes: boolean,
): SqlPool {
  const knex = knexPackage.knex({
    client: 'mysql2',
    connection: {
      host,
      port,
      user,
      password,
      database: name,
      connectTimeout: 5000,
      dateStrings: true,
      multipleStatements: false,
    },
    pool: { min: 0, max: poolSize },
    acquireConnectionTimeout: 5000,
    compileSqlOnError: false,
    log: silent,
  });
  const run = async (query: SqlQuery): Promise<Value> =>
    knex.transaction(
      async trx => {
        await trx.raw('set session sql_select_limit = ?', [query.maximumRows]);
        const answer: unknown = await trx
          .raw(query.statement, bindings(query.parameters))
          .timeout(query.timeoutMs, { cancel: true });
        return rowsOf(Array.isArray(answer) ? answer[0] : answer, query.maximumRows);
      },
      { readOnly: !writes },
    );
  return {
    query: query => run(query).catch((error: unknown) => Promise.reject(failureOf(error))),
    close: () => knex.destroy(),
  };
}

/** Codes of mysql2 and names of knex. */
function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const name = error instanceof Error ? error.name : '';
  const said = faultOf('said', { message: code || 'SQL' });
  // Messages of the server may hold what was bound, and causes are logged: the code says enough.
  if (name === 'KnexTimeoutError' && !/acquir/i.test(String(error)))
    return new Failure('timeout', faultOf('statementTooLong'));
  if (/^(ECONNREFUSED|ENOTFOUND|ETIMEDOUT|ECONNRESET|PROTOCOL_)/.test(code) || name === 'KnexTimeoutError')
    return new Failure('unreachable', code ? said : faultOf('noneFree'));
  if (/READ_ONLY|ACCESS_DENIED|1792/.test(code)) return new Failure('refused', said);
  return new Failure('invalid', said);
}

interface Reply {
  id: number;
  rows?: Value;
  failure?: { code: 'invalid' | 'refused' | 'unreachable'; message: string };
}

const program = fileURLToPath(new URL('./sqlite-process.mjs', import.meta.url));

function sqlitePool(file: string, writes: boolean): SqlPool {
  let reader: ChildProcess | null = null;
  let lastId = 0;
  const waiting = new Map<number, (reply: Reply | null) => void>();
  /** Queries that each process was given: with it end its own, not those of the one that follows. */
  const asked = new WeakMap<ChildProcess, Set<number>>();

  const start = (): ChildProcess => {
    // Without our environment, which holds secrets; without tsx or whatever else started us.
    const child = fork(program, [file, writes ? 'writes' : 'reads'], {
      env: {},
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    asked.set(child, new Set());
    child.on('message', (reply: Reply) => waiting.get(reply.id)?.(reply));
    child.on('error', () => undefined);
    child.on('exit', () => {
      if (reader === child) reader = null;
      for (const id of asked.get(child) ?? []) waiting.get(id)?.(null);
    });
    child.unref();
    child.channel?.unref();
    return child;
  };
  return {
    query(query) {
      const child = (reader ??= start());
      lastId += 1;
      const id = lastId;
      asked.get(child)?.add(id);
      return new Promise((resolve, reject) => {
        const settle = (reply: Reply | null): void => {
          clearTimeout(timer);
          waiting.delete(id);
          asked.get(child)?.delete(id);
          if (reply?.failure)
            reject(new Failure(reply.failure.code, faultOf('said', { message: reply.failure.message })));
          else if (reply?.rows !== undefined) resolve(reply.rows);
          else reject(new Failure('unreachable', faultOf('databaseClosed')));
        };
        // A statement of SQLite cannot be interrupted from outside: its process ends, and with it the statement.
        const timer = setTimeout(() => {
          waiting.delete(id);
          asked.get(child)?.delete(id);
          if (reader === child) reader = null;
          child.kill('SIGKILL');
          reject(new Failure('timeout', faultOf('statementTooLong')));
        }, query.timeoutMs);
        waiting.set(id, settle);
        const { statement, maximumRows } = query;
        child.send({ id, statement, parameters: bindings(query.parameters), maximumRows }, error => {
          if (error) settle(null);
        });
      });
    },
    async close() {
      reader?.kill('SIGKILL');
    },
  };
}
