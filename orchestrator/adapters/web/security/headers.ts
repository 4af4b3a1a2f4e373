/** Headers that tell browsers what pages may do (OWASP ASVS 5.0, 3.4). No inline script, no inline style. */
import type { RequestHandler } from 'express';
import type { IncomingMessage } from 'node:http';
import helmet from 'helmet';
import type { WebDeps } from '../deps.ts';

/** The sockets of our own host; older browsers do not count ws: as 'self'. */
function ownSockets(req: IncomingMessage, tls: boolean): string {
  const host = req.headers.host ?? '';
  return /^[A-Za-z0-9.:[\]-]{1,255}$/.test(host) ? `${tls ? 'wss' : 'ws'}://${host}` : "'self'";
}

export function securityHeaders(deps: Pick<WebDeps, 'tls' | 'settings'>): RequestHandler[] {
  const tls = deps.tls !== null;
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          scriptSrc: ["'self'"],
          scriptSrcAttr: ["'none'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'", 'data:'],
          fontSrc: ["'self'"],
          mediaSrc: ["'self'", 'blob:'],
          connectSrc: ["'self'", req => ownSockets(req, tls)],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'self'"],
        },
      },
      // With no-referrer, browsers say `Origin: null` when a form is sent, and it would be refused as foreign.
      referrerPolicy: { policy: 'same-origin' },
      // A browser that remembers HSTS gives no way round the warning of a self-made certificate.
      strictTransportSecurity:
        deps.settings.tls.kind === 'files' ? { maxAge: 31_536_000, includeSubDomains: false } : false,
      // Browsers ignore it on plain HTTP outside localhost, and say so in the console.
      crossOriginOpenerPolicy: tls,
      originAgentCluster: tls,
    }),
    (_req, res, next) => {
      res.setHeader('permissions-policy', 'microphone=(self), camera=(), geolocation=(), payment=()');
      next();
    },
  ];
}
