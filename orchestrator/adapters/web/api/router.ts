/** The API as an express router: who asks, whether it may, then the route. */
import express from 'express';
import type { Request, RequestHandler, Response, Router } from 'express';
import { NotFound, PhonesError } from '../../../runtime/errors.ts';
import { bearerToken, identityOf, setIdentity, tokenIdentity } from '../identity.ts';
import { noteRoute } from '../metrics.ts';
import { checkCsrf } from '../security/csrf.ts';
import { accessTo } from './access.ts';
import type { ApiContext } from './context.ts';
import { unauthenticated } from './route.ts';
import type { Answer, Route } from './route.ts';

/** Express's way to write `{id}`. */
const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

/** Finds the identity: a bearer token, which never goes with a session, or else the session. */
function identify(context: ApiContext, session: RequestHandler[]): RequestHandler {
  const withSession = express.Router().use(...session);
  return async (req, res, next) => {
    const token = bearerToken(req);
    if (token === null) return withSession(req, res, next);
    const identity = await tokenIdentity(context.deps.store.accounts, token);
    if (!identity) throw unauthenticated();
    setIdentity(req, identity);
    next();
  };
}

/** Deny by default (S10). */
const authorize =
  (route: Route): RequestHandler =>
  (req, res, next) => {
    noteRoute(res, `/api/v1${route.path}`);
    const access = accessTo(route.verb, route.path);
    if (access === 'public') return next();
    const identity = identityOf(req);
    if (!identity) throw unauthenticated();
    if (!access.includes(identity.role)) throw new PhonesError('forbidden', 'your role may not do this');
    if (bearerToken(req) === null) checkCsrf(req);
    next();
  };

function send(res: Response, { status = 200, body, headers = {} }: Answer): void {
  res.status(status).set(headers);
  if (body === undefined) res.end();
  else res.json(body);
}

const perform =
  (route: Route): RequestHandler =>
  async (req, res) => {
    const answer = await route.run(req, res, identityOf(req));
    if (answer) send(res, answer);
  };

export function apiRouter(context: ApiContext, routes: Route[], session: RequestHandler[]): Router {
  const router = express.Router();
  const body = ({ upload, bodyLimit }: Route): RequestHandler =>
    upload
      ? express.raw({ limit: upload, type: () => true })
      : express.json({ limit: bodyLimit ?? '1mb', type: ['json', '+json'] });
  router.use((_req, res, next) => {
    res.setHeader('cache-control', 'no-store');
    next();
  });
  router.use(identify(context, session));
  for (const route of routes)
    router[route.verb](expressPath(route.path), authorize(route), body(route), perform(route));
  router.use((req: Request) => {
    throw wrongAddress(req, routes);
  });
  return router;
}

/** 405 where another verb would do, 404 otherwise. */
function wrongAddress(req: Request, routes: Route[]): PhonesError {
  const fits = (path: string): boolean =>
    new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}/?$`).test(req.path);
  const verbs = routes.filter(({ path }) => fits(path)).map(({ verb }) => verb.toUpperCase());
  if (verbs.length === 0) return new NotFound('this address');
  req.res?.setHeader('allow', verbs.join(', '));
  return new PhonesError('methodNotAllowed', `only ${verbs.join(', ')} here`);
}
