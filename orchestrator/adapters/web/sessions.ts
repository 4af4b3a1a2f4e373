/** Sessions of browsers: a signed cookie that names a row of the session store. */
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import type { SessionData } from 'express-session';
import { Unavailable } from '../../runtime/errors.ts';
import { asError } from './as-error.ts';
import type { WebDeps } from './deps.ts';

declare module 'express-session' {
  interface SessionData {
    accountId: number;
    /** AccountStore.credentialVersion at sign-in; a session of another version is void. */
    credentialVersion: number;
    signedInAt: number;
  }
}

/** A session that is not used ends. */
const idleMs = 12 * 3600_000;
/** A session ends however much it is used (OWASP ASVS 5.0, 7.3.2). */
const longestMs = 24 * 3600_000;
/** A visitor who has not signed in keeps its form token this long. */
const visitorMs = 3600_000;

/**
 * The secret that signs the cookies, made at first use. Two processes that start at once on one database
 * may both write; reading it back makes both use the one that stayed.
 */
async function cookieSecret(settings: WebDeps['store']['settings']): Promise<string> {
  const name = 'web.sessionSecret';
  const known = await settings.get(name);
  if (known) return known;
  const made = randomBytes(48).toString('base64url');
  await settings.set(name, made);
  return (await settings.get(name)) ?? made;
}

/** The port is in the name because browsers share cookies between the ports of a host. */
export function cookieName(port: number, secure: boolean): string {
  return `${secure ? '__Host-' : ''}phones-${port}`;
}

/** Made when the secret can be read: the database may be away at the start. Until then all is answered by Unavailable. */
export function createSessions(
  deps: Pick<WebDeps, 'settings' | 'store' | 'sessionStore' | 'tls'>,
): RequestHandler {
  let making: Promise<RequestHandler> | null = null;
  return async (req, res, next) => {
    making ??= makeSessions(deps);
    let sessions: RequestHandler;
    try {
      sessions = await making;
    } catch (error) {
      making = null;
      next(error);
      return;
    }
    await sessions(req, res, next);
  };
}

async function makeSessions(
  deps: Pick<WebDeps, 'settings' | 'store' | 'sessionStore' | 'tls'>,
): Promise<RequestHandler> {
  const secure = deps.tls !== null;
  const sessions = session({
    secret: await cookieSecret(deps.store.settings),
    store: deps.sessionStore,
    name: cookieName(deps.settings.http.port, secure),
    resave: false,
    saveUninitialized: false,
    rolling: true,
    cookie: { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: idleMs },
  });
  return (req, res, next) =>
    sessions(req, res, (error?: unknown) =>
      error ? next(new Unavailable('the store of sessions', error)) : next(),
    );
}

/** Whether the session is of somebody signed in and has not outlived its longest time. */
export function isSignedIn(
  data: Partial<SessionData> | null | undefined,
): data is Partial<SessionData> & Pick<SessionData, 'accountId' | 'credentialVersion' | 'signedInAt'> {
  return (
    typeof data?.accountId === 'number' &&
    typeof data.credentialVersion === 'number' &&
    typeof data.signedInAt === 'number' &&
    Date.now() - data.signedInAt < longestMs
  );
}

/** Gives the visitor a new session id, so that one planted before sign-in is worth nothing (S8), and signs in. */
export async function beginSession(
  req: Request,
  accountId: number,
  credentialVersion: number,
): Promise<void> {
  await promisify(req.session.regenerate.bind(req.session))();
  Object.assign(req.session, { accountId, credentialVersion, signedInAt: Date.now() });
  await promisify(req.session.save.bind(req.session))();
}

export async function endSession(req: Request): Promise<void> {
  await promisify(req.session.destroy.bind(req.session))();
}

/** Lets the session of a visitor who has not signed in end soon. */
export function shortenVisit(req: Request): void {
  if (!isSignedIn(req.session)) req.session.cookie.maxAge = visitorMs;
}

/** The stored session by its id; null when it ended. */
export async function readSession(store: WebDeps['sessionStore'], id: string): Promise<SessionData | null> {
  return new Promise((resolve, reject) => {
    store.get(id, (error: unknown, data) => {
      if (error) reject(asError(error));
      else resolve(data ?? null);
    });
  });
}
