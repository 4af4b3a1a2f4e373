/**
 * A MariaDB for tests: that of PHONES_TEST_MYSQL (mysql://user:password@host:port, a server on which databases
 * may be created), otherwise a private server in a temporary folder that ends with the process.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createKnex } from '../../orchestrator/adapters/store/connection.ts';

export interface Mariadb {
  host: string;
  port: number;
  /** Makes an empty database with a name of its own. */
  createDatabase(): Promise<{ name: string; url(port?: number): string; drop(): Promise<void> }>;
  stop(): Promise<void>;
}

/** Throws with what to install when there is none. */
export async function startMariadb(): Promise<Mariadb> {
  const outside = process.env.PHONES_TEST_MYSQL;
  if (outside) return client(outside, async () => undefined);
  const found = programs();
  if (!found)
    throw new Error('MariaDB is not installed: apt-get install mariadb-server, or set PHONES_TEST_MYSQL');
  const folder = await mkdtemp(join(tmpdir(), 'phones-mariadb-'));
  const port = await freePort();
  const user = userInfo().username;
  await promisify(execFile)(found.install, [
    '--no-defaults',
    `--datadir=${join(folder, 'data')}`,
    `--user=${user}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    '--skip-name-resolve',
  ]);
  const server = spawn(
    found.server,
    [
      '--no-defaults',
      `--datadir=${join(folder, 'data')}`,
      `--socket=${join(folder, 'sock')}`,
      `--pid-file=${join(folder, 'pid')}`,
      `--log-error=${join(folder, 'error.log')}`,
      `--user=${user}`,
      '--bind-address=127.0.0.1',
      `--port=${port}`,
      '--skip-name-resolve',
      // Tests make and drop many tables; nothing of this must survive a power cut.
      '--innodb-flush-log-at-trx-commit=0',
      '--skip-innodb-doublewrite',
      '--innodb-buffer-pool-size=64M',
      '--innodb-log-file-size=16M',
      '--sync-frm=0',
      '--innodb-flush-method=nosync',
    ],
    { stdio: 'ignore' },
  );
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const killNow = () => {
    server.kill('SIGKILL');
    remove();
  };
  process.once('exit', killNow);
  const mariadb = client(`mysql://root@127.0.0.1:${port}`, async () => {
    process.off('exit', killNow);
    await end(server);
    remove();
  });
  try {
    await untilItAnswers(`mysql://root@127.0.0.1:${port}`, server);
  } catch (error) {
    killNow();
    throw error;
  }
  return mariadb;
}

function programs(): { server: string; install: string } | null {
  const find = (name: string) =>
    [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/bin']
      .map(folder => join(folder, name))
      .find(path => existsSync(path));
  const server = find('mariadbd');
  const install = find('mariadb-install-db');
  return server && install ? { server, install } : null;
}

let databases = 0;

function client(address: string, stop: () => Promise<void>): Mariadb {
  const server = new URL(address);
  const run = (sql: string) => runOnce(address, sql);
  const port = Number(server.port || 3306);
  return {
    host: server.hostname,
    port,
    async createDatabase() {
      databases += 1;
      const name = `phones_test_${process.pid}_${databases}`;
      await run(`create database ${name} character set utf8mb4`);
      return {
        name,
        url: (through = port) => {
          const url = new URL(address);
          if (through !== port) url.host = `127.0.0.1:${through}`;
          url.pathname = `/${name}`;
          return url.href;
        },
        drop: () => run(`drop database if exists ${name}`),
      };
    },
    stop,
  };
}

async function untilItAnswers(address: string, server: ChildProcess): Promise<void> {
  for (const until = Date.now() + 60_000; ; await delay(50)) {
    if (server.exitCode !== null) throw new Error(`mariadbd ended with status ${server.exitCode}`);
    try {
      await runOnce(address, 'select 1');
      return;
    } catch (error) {
      if (Date.now() > until) throw new Error('mariadbd does not answer', { cause: error });
    }
  }
}

async function runOnce(address: string, sql: string): Promise<void> {
  const log = { warn: () => undefined, error: () => undefined };
  const knex = createKnex({
    client: 'mysql2',
    connection: address,
    pool: { min: 0, max: 1 },
    acquireConnectionTimeout: 2000,
    log,
  });
  try {
    await knex.raw(sql);
  } finally {
    await knex.destroy();
  }
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  const patience = setTimeout(() => server.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(patience);
}

/** A free port on 127.0.0.1: from PHONES_TEST_PORTS (from-to) if set, otherwise of the system's choice. */
async function freePort(): Promise<number> {
  const [from = 0, to = from] = (process.env.PHONES_TEST_PORTS ?? '0').split('-').map(Number);
  for (let port = from; port <= to; port++) {
    const listener = createServer();
    try {
      listener.listen(port, '127.0.0.1');
      await once(listener, 'listening');
      const address = listener.address();
      if (address !== null && typeof address === 'object') return address.port;
    } catch {
      // Taken: the next one.
    } finally {
      listener.close();
    }
  }
  throw new Error(`no free port in ${from}-${to}`);
}
