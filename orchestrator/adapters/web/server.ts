/** The web server: puts the parts together and listens. */
import { createServer as createHttpServer } from 'node:http';
import type { Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import express from 'express';
import type { Express, RequestHandler } from 'express';
import { screenPopOrigins } from '../../core/configuration/screen-pop.ts';
import type { ApiContext, Tell } from './api/context.ts';
import { sipPath } from './api/phonebar.ts';
import { apiRouter } from './api/router.ts';
import { apiRoutes } from './api/routes.ts';
import { createAuth, findSessionIdentity } from './auth.ts';
import type { WebDeps, WebServer } from './deps.ts';
import { alive, readyHandler } from './health.ts';
import { createLiveStreams } from './live/streams.ts';
import { createMetrics, metricsHandler } from './metrics.ts';
import type { Metrics } from './metrics.ts';
import { errorHandler, nothingHere, pagesRouter } from './pages.ts';
import { driverOriginsSetting, framingHeaders } from './security/driver-origins.ts';
import { securityHeaders } from './security/headers.ts';
import { requestLimit } from './security/limits.ts';
import { createOrigins } from './security/origins.ts';
import { createSessions } from './sessions.ts';
import { createPhoneBarSockets } from './sockets/phonebar.ts';
import { createSipProxy } from './sockets/sip-proxy.ts';
import { acceptUpgrades } from './sockets/upgrade.ts';
import { createWatch } from './watch.ts';

export type { WebDeps, WebServer } from './deps.ts';

/** How long answers under way may take after close() until they are cut. */
const drainMs = 2000;

function createApp(context: ApiContext, sessions: RequestHandler, metrics: Metrics): Express {
  const { deps, watch, driverOrigins } = context;
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(metrics.observe, ...securityHeaders(deps), framingHeaders(driverOrigins));
  app.get('/healthz', alive);
  app.get('/readyz', readyHandler(deps));
  app.get('/metrics', metricsHandler(deps));
  app.use(requestLimit());
  const session = [sessions, findSessionIdentity(deps)];
  app.use('/api/v1', apiRouter(context, apiRoutes(context), session));
  app.use('/api', nothingHere);
  app.use(pagesRouter(deps, createAuth(deps, watch), session, context));
  app.use(nothingHere);
  app.use(errorHandler(deps));
  return app;
}

function createServer({ tls }: WebDeps): Server {
  return tls
    ? createHttpsServer({ key: tls.key, cert: tls.cert, minVersion: 'TLSv1.2' })
    : createHttpServer();
}

async function listen(server: Server, { host, port }: WebDeps['settings']['http']): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function close(server: Server): Promise<void> {
  await new Promise<void>(resolve => {
    const cut = setTimeout(() => server.closeAllConnections(), drainMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}

export function createWebServer(deps: WebDeps): WebServer {
  const { settings, log } = deps;
  const watch = createWatch(log);
  const driverOrigins = createOrigins(deps.store.settings, driverOriginsSetting);
  const popOrigins = createOrigins(deps.store.settings, screenPopOrigins);
  const live = createLiveStreams(deps, watch);
  const phones = createSipProxy(deps, watch);
  const onCommand = (type: string, result: string): void => metrics.commandDone(type, result);
  const pages = createPhoneBarSockets({ ...deps, onCommand }, watch);
  const tell: Tell = {
    messagesChanged(agentIds) {
      pages.tell(agentIds, { type: 'messages' });
      live.tell('messages');
    },
  };
  const metrics = createMetrics(deps, { streams: live.count, pages: pages.count, phones: phones.count });
  const server = createServer(deps);
  const { host, port } = settings.http;
  return {
    address: `${deps.tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`,
    async listen() {
      const sessions = createSessions(deps);
      const context = { deps, watch, live, driverOrigins, screenPopOrigins: popOrigins, tell };
      server.on('request', createApp(context, sessions, metrics));
      acceptUpgrades(server, deps, sessions, { '/phonebar/socket': pages.handle, [sipPath]: phones.handle });
      await listen(server, settings.http);
    },
    async close() {
      pages.close();
      phones.close();
      live.close();
      watch.close();
      await close(server);
    },
  };
}
