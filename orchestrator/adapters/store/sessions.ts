/**
 * Sessions of the pages in the database, by connect-session-knex. As it comes, each of its operations both
 * calls back with an error and rejects, and nobody waits for the promise: one query while the database is
 * away would end the process (F8). Here it only calls back.
 */
import { ConnectSessionKnexStore } from 'connect-session-knex';
import type { SessionData, Store } from 'express-session';
import type { Log } from '../../runtime/log.ts';
import { repeatLost } from './failures.ts';
import type { SqlStore } from './store.ts';

type Callback = (error?: unknown) => void;

class SessionStore extends ConnectSessionKnexStore {
  override async get(
    sid: string,
    callback: (error: unknown, session?: SessionData | null) => void,
  ): Promise<SessionData | null> {
    return super.get(sid, callback).catch(() => null);
  }

  override async set(sid: string, session: SessionData, callback?: Callback): Promise<void> {
    await calledBack(() => super.set(sid, session), callback);
  }

  /** The library's own would leave the page waiting for ever. A session that is not prolonged is no fault of the page. */
  override async touch(sid: string, session: SessionData, callback?: () => void): Promise<void> {
    await super.touch(sid, session).catch(() => undefined);
    callback?.();
  }

  override async destroy(sid: string, callback?: Callback): Promise<number> {
    return (await calledBack(() => super.destroy(sid), callback)) ?? 0;
  }
}

/** A write that meets another writer is repeated, as those of `Database` are. */
async function calledBack<T>(write: () => Promise<T>, callback?: Callback): Promise<T | undefined> {
  try {
    const result = await repeatLost(write);
    callback?.();
    return result;
  } catch (error) {
    callback?.(error);
    return undefined;
  }
}

/** For express-session. The table is made by the migrations, which must have run. Times are UTC. */
export function createSessionStore(store: SqlStore, log: Log): Store {
  const sessions = new SessionStore({
    knex: store.sql.knex,
    tableName: 'sessions',
    createTable: false,
    cleanupInterval: 15 * 60_000,
    onDbCleanupError: error => log.warn({ part: 'store', err: error }, 'expired sessions were not removed'),
  });
  // The library looks whether its table is there, and would stay broken if the database is away just then.
  sessions.ready.catch((error: unknown) =>
    log.warn({ part: 'store', err: error }, 'the sessions were not found'),
  );
  sessions.ready = Promise.resolve();
  return sessions;
}
