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

/** An event loop that was held up for longer than this cannot be relied on, ms. */
const mostLoopLagMs = 3000;

/**
 * Ready = at least one node is up, the journal can be written, the database answers, its configuration is in
 * force, and the event loop turns. Calls go on without the database; signing in does not. `problems` says what
 * is not as it should be.
 */
async function readiness({ store, engine, telephony, version }: HealthDeps) {
  const { journal, ...rest } = engine.health();
  const database = await databaseHealth({ ping: () => store.ping(), dialect: store.dialect });
  const nodes = telephony.status().map(({ address: _address, ...node }) => node);
  const problems = [
    ...(nodes.some(node => node.up) ? [] : ['asterisk']),
    ...(journal.ok ? [] : ['journal']),
    ...(database.ok ? [] : ['database']),
    ...(rest.configurationCurrent ? [] : ['configuration']),
    ...(rest.loopLagMs > mostLoopLagMs ? ['eventLoop'] : []),
  ];
  return { ready: problems.length === 0, problems, version, nodes, database, journal, engine: rest };
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
