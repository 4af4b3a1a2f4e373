/** Whether the process lives, and whether everything it needs is there. */
import type { RequestHandler } from 'express';
import type { WebDeps } from './deps.ts';

type HealthDeps = Pick<WebDeps, 'store' | 'engine' | 'telephony' | 'version'>;

async function databaseHealth({ ping, dialect }: { ping: () => Promise<void>; dialect: string }) {
  const began = performance.now();
  try {
    await ping();
    return { ok: true, dialect, roundTripMs: Math.round(performance.now() - began) };
  } catch {
    return { ok: false, dialect, roundTripMs: null };
  }
}

/**
 * Ready = at least one node is up, the journal can be written and the database answers. Calls go on without
 * the database; signing in does not.
 */
async function readiness({ store, engine, telephony, version }: HealthDeps) {
  const { journal, ...rest } = engine.health();
  const database = await databaseHealth({ ping: () => store.ping(), dialect: store.dialect });
  const nodes = telephony.status().map(({ address: _address, ...node }) => node);
  const ready = nodes.some(node => node.up) && journal.ok && database.ok;
  return { ready, version, nodes, database, journal, engine: rest };
}

export const alive: RequestHandler = (_req, res) => {
  res.setHeader('cache-control', 'no-store');
  res.json({ alive: true });
};

export const readyHandler =
  (deps: HealthDeps): RequestHandler =>
  async (_req, res) => {
    const state = await readiness(deps);
    res.setHeader('cache-control', 'no-store');
    res.status(state.ready ? 200 : 503).json(state);
  };
