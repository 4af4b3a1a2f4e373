/**
 * Metrics of the web server, and /metrics for Prometheus (runtime/metrics.ts counts what the engine does).
 * Labels come from fixed lists only: routes, types, codes.
 */
import type { Request, RequestHandler, Response } from 'express';
import { Counter, Gauge, Histogram, collectDefaultMetrics } from 'prom-client';
import { PhonesError } from '../../runtime/errors.ts';
import type { WebDeps } from './deps.ts';
import { bearerToken, tokenIdentity } from './identity.ts';

export interface Metrics {
  /** Times every request by its route. */
  observe: RequestHandler;
  commandDone(type: string, result: string): void;
}

export interface Open {
  streams(): number;
  pages(): number;
  phones(): number;
}

/** Notes which route answers; the pattern, never the address itself. */
export function noteRoute(res: Response, pattern: string): void {
  res.locals['route'] = pattern;
}

function routeOf(req: Request, res: Response): string {
  const noted: unknown = res.locals['route'];
  if (typeof noted === 'string') return noted;
  const route: unknown = req.route;
  const isRoute = typeof route === 'object' && route !== null && 'path' in route;
  return isRoute && typeof route.path === 'string' ? route.path : 'other';
}

export function createMetrics(
  { metrics: registry, telephony }: Pick<WebDeps, 'metrics' | 'telephony'>,
  open: Open,
): Metrics {
  const registers = [registry];
  if (!registry.getSingleMetric('process_cpu_user_seconds_total'))
    collectDefaultMetrics({ register: registry });

  const requests = new Histogram({
    name: 'phones_http_request_seconds',
    help: 'Duration of HTTP requests by route, method and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  });
  const commands = new Counter({
    name: 'phones_phonebar_commands_total',
    help: 'Commands of operators by type and result',
    labelNames: ['type', 'result'],
    registers,
  });
  new Gauge({
    name: 'phones_sockets',
    help: 'Open connections by kind',
    labelNames: ['kind'],
    registers,
    collect() {
      this.set({ kind: 'phonebar' }, open.pages());
      this.set({ kind: 'sip' }, open.phones());
      this.set({ kind: 'live' }, open.streams());
    },
  });
  new Gauge({
    name: 'phones_node_up',
    help: '1 while the link to the Asterisk node stands',
    labelNames: ['node'],
    registers,
    collect() {
      for (const { node, up } of telephony.status()) this.set({ node }, up ? 1 : 0);
    },
  });
  new Gauge({
    name: 'phones_node_round_trip_ms',
    help: 'Round trip of the last ping to the Asterisk node',
    labelNames: ['node'],
    registers,
    collect() {
      this.reset();
      for (const { node, up, roundTripMs } of telephony.status())
        if (up && roundTripMs !== null) this.set({ node }, roundTripMs);
    },
  });
  return {
    observe(req, res, next) {
      const end = requests.startTimer({ method: req.method });
      res.on('close', () => end({ route: routeOf(req, res), status: String(res.statusCode) }));
      next();
    },
    commandDone: (type, result) => commands.inc({ type, result }),
  };
}

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** For this machine's own programs, not for what a proxy forwards, or with an administrator's token. */
export const metricsHandler =
  ({ metrics, store }: Pick<WebDeps, 'metrics' | 'store'>): RequestHandler =>
  async (req, res) => {
    const forwarded = 'x-forwarded-for' in req.headers || 'forwarded' in req.headers;
    const local = loopback.has(req.socket.remoteAddress ?? '') && !forwarded;
    const token = bearerToken(req);
    const identity = token ? await tokenIdentity(store.accounts, token) : null;
    if (!local && identity?.role !== 'administrator')
      throw new PhonesError('forbidden', 'metrics are for this machine or an administrator');
    res.type(metrics.contentType).send(await metrics.metrics());
  };
