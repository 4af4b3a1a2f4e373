/** Runs the same tests on each database. Every test has an empty, migrated database of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, beforeEach, describe } from 'mocha';
import { createStore, type SqlStore, type StoreOptions } from '../../../orchestrator/adapters/store/store.ts';
import { createLog } from '../../../orchestrator/runtime/log.ts';
import type { Settings } from '../../../orchestrator/runtime/settings.ts';
import { startMariadb, type Mariadb } from '../../support/mariadb.ts';
import { startProxy, type Proxy } from '../../support/proxy.ts';
import { monday } from './stories.ts';

export interface Place {
  dialect: 'sqlite' | 'mysql';
  /** Folder of the test. */
  home: string;
  database: Settings['database'];
  /** What the stores logged, a JSON line each. */
  logged: string[];
  /** Stands between the store and MariaDB; null for SQLite. */
  proxy: Proxy | null;
  /** The store of the test, migrated. */
  store: SqlStore;
  /** Another store on the same database, as of a second process or after a restart. Closed with the test. */
  another(options?: Partial<StoreOptions>): SqlStore;
  /** Epoch ms that the stores see; tests move it. */
  clock: { now: number };
}

/** `tests` gets a place whose members are set anew before each test. */
export function onEachDatabase(
  subject: string,
  tests: (place: Place, dialect: Place['dialect']) => void,
): void {
  for (const dialect of ['sqlite', 'mysql'] as const)
    describe(`${subject} on ${dialect}`, function () {
      this.timeout(60_000);
      const place = {} as Place;
      const cleanups: (() => Promise<void>)[] = [];
      const opened: SqlStore[] = [];

      beforeEach(async () => {
        const home = await mkdtemp(join(tmpdir(), 'phones-store-'));
        cleanups.push(() => rm(home, { recursive: true, force: true }));
        const logged: string[] = [];
        const log = createLog('debug', { write: line => logged.push(line) });
        const clock = { now: monday };
        let database: Settings['database'] = { kind: 'sqlite' };
        let proxy: Proxy | null = null;
        if (dialect === 'mysql') {
          const server = await sharedServer();
          const made = await server.createDatabase();
          cleanups.push(() => made.drop());
          proxy = await startProxy(server.host, server.port);
          cleanups.push(() => proxy?.stop() ?? Promise.resolve());
          database = { kind: 'mysql', url: made.url(proxy.port) };
        }
        const another = (options: Partial<StoreOptions> = {}): SqlStore => {
          const store = createStore({ home, database, log, clock: () => clock.now, ...options });
          opened.push(store);
          return store;
        };
        Object.assign(place, { dialect, home, database, logged, proxy, clock, another, store: another() });
        await place.store.migrate();
      });

      afterEach(async () => {
        for (const store of opened.splice(0)) await store.close();
        for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
      });

      tests(place, dialect);
    });
}

let server: Promise<Mariadb> | null = null;

function sharedServer(): Promise<Mariadb> {
  server ??= startMariadb();
  return server;
}

after(async function () {
  this.timeout(30_000);
  await (await server)?.stop();
  server = null;
});
