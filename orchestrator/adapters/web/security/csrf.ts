/** Guards every request with a session that changes something: origin, then the token of the session (S9). */
import { csrfSync } from 'csrf-sync';
import type { Request, RequestHandler, Response } from 'express';
import { PhonesError } from '../../../runtime/errors.ts';
import { shortenVisit } from '../sessions.ts';
import { comesFromUs } from './origin.ts';

const csrf = csrfSync({
  size: 32,
  getTokenFromRequest: req => {
    const header = req.headers['x-csrf-token'];
    if (typeof header === 'string') return header;
    const body: unknown = req.body;
    if (typeof body !== 'object' || body === null || !('_csrf' in body)) return undefined;
    return typeof body._csrf === 'string' ? body._csrf : undefined;
  },
});

const unsafe = (req: Request): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(req.method);

/** Throws when the request comes from elsewhere or has not the token of its session. */
export function checkCsrf(req: Request): void {
  if (!unsafe(req)) return;
  if (!comesFromUs(req)) throw new PhonesError('foreignOrigin', 'the request comes from another site');
  if (!csrf.isRequestValid(req))
    throw new PhonesError('csrf', 'the token of the form is missing or out of date');
}

export const csrfGuard: RequestHandler = (req, _res, next) => {
  checkCsrf(req);
  next();
};

/** The token for forms (`_csrf`) and for fetch (`x-csrf-token`). */
export function csrfToken(req: Request, _res: Response): string {
  shortenVisit(req);
  return csrf.generateToken(req);
}
