/**
 * Long connections (streams, sockets) end when the session or token behind them ends: asked again at
 * intervals, and at once after a sign-out or a change of passwords, accounts or tokens in this process.
 */
import type { Log } from '../../runtime/log.ts';
import type { Identity } from './identity.ts';

const intervalMs = 15_000;

export interface Watch {
  /** Calls `end` once when the identity no longer holds; returns the way to stop watching. */
  add(identity: Identity, end: () => void): () => void;
  recheck(): Promise<void>;
  close(): void;
}

export function createWatch(log: Log): Watch {
  const watched = new Map<symbol, { identity: Identity; end: () => void }>();

  async function check(key: symbol, identity: Identity, end: () => void): Promise<void> {
    try {
      if (await identity.stillValid()) return;
      if (watched.delete(key)) end();
    } catch (error) {
      // With the database away operators go on working (F8): what was valid stays so until it can be asked.
      log.debug({ err: error }, 'validity of a connection could not be asked');
    }
  }
  const recheck = async (): Promise<void> => {
    await Promise.all([...watched].map(([key, { identity, end }]) => check(key, identity, end)));
  };
  const timer = setInterval(() => void recheck(), intervalMs);
  timer.unref();
  return {
    add(identity, end) {
      const key = Symbol(identity.name);
      watched.set(key, { identity, end });
      return () => watched.delete(key);
    },
    recheck,
    close: () => clearInterval(timer),
  };
}
