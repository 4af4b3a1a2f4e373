/** WebSocket requests: who may open which. Everything else is refused before a socket exists (S7). */
import { STATUS_CODES, ServerResponse } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Request, RequestHandler, Response } from 'express';
import { asError } from '../as-error.ts';
import { identityOf, sessionIdentity } from '../identity.ts';
import type { Identity } from '../identity.ts';
import type { WebDeps } from '../deps.ts';
import { provesOrigin } from '../security/origin.ts';

export interface Upgrade {
  req: IncomingMessage;
  socket: Duplex;
  head: Buffer;
  identity: Identity;
  agentId: number;
}
export type UpgradeHandler = (upgrade: Upgrade) => void;

export function refuse(socket: Duplex, status: number): void {
  const text = STATUS_CODES[status] ?? 'Error';
  socket.end(`HTTP/1.1 ${status} ${text}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

/** Runs the session middleware, which wants a response although none is sent. */
async function identify(
  deps: Pick<WebDeps, 'store' | 'sessionStore'>,
  session: RequestHandler,
  req: IncomingMessage,
): Promise<Identity | null> {
  const request = req as Request;
  await new Promise<void>((resolve, reject) => {
    const done = (error?: unknown): void => (error ? reject(asError(error)) : resolve());
    void session(request, new ServerResponse(req) as Response, done);
  });
  return identityOf(req) ?? sessionIdentity(deps, request.session);
}

/** Hands upgrades of operators' pages to the handler of their path. */
export function acceptUpgrades(
  server: Server,
  deps: Pick<WebDeps, 'store' | 'sessionStore' | 'log'>,
  session: RequestHandler,
  handlers: Readonly<Record<string, UpgradeHandler>>,
): void {
  async function accept(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const path = (req.url ?? '').split('?')[0] ?? '';
    const handler = Object.hasOwn(handlers, path) ? handlers[path] : undefined;
    if (!handler) return refuse(socket, 404);
    if (!provesOrigin(req)) return refuse(socket, 403);
    const identity = await identify(deps, session, req);
    if (!identity) return refuse(socket, 401);
    const agentId = identity.account?.agentId ?? null;
    if (identity.role !== 'operator' || agentId === null) return refuse(socket, 403);
    if (!socket.destroyed) handler({ req, socket, head, identity, agentId });
  }
  server.on('upgrade', (req, socket, head) => {
    socket.on('error', error => deps.log.debug({ err: error }, 'a socket broke'));
    accept(req, socket, head).catch((error: unknown) => {
      deps.log.warn({ err: error }, 'a socket could not be opened');
      refuse(socket, 503);
    });
  });
}
