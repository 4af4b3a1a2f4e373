/**
 * Requests that change something, and sockets, must come from our own pages (S7, S9). Browsers say where a
 * request comes from in Sec-Fetch-Site and Origin, which scripts cannot set (Fetch standard, forbidden headers).
 */
import type { IncomingMessage } from 'node:http';

/** Compares the host alone: behind a proxy that ends TLS the scheme differs. */
function isOwnOrigin(req: IncomingMessage, origin: string): boolean {
  const host = req.headers.host;
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}

/** False when the request says that it comes from elsewhere. Programs that say nothing still need the token. */
export function comesFromUs(req: IncomingMessage): boolean {
  const site = req.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  return req.headers.origin === undefined || isOwnOrigin(req, req.headers.origin);
}

/** For sockets, which send no token: the origin must be told. */
export function provesOrigin(req: IncomingMessage): boolean {
  return req.headers.origin !== undefined && comesFromUs(req);
}
