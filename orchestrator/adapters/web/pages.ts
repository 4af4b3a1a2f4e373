/** Pages of people: forms, and the plain answer when no page has one. */
import express from 'express';
import type { ErrorRequestHandler, RequestHandler, Router } from 'express';
import { NotFound, PhonesError } from '../../runtime/errors.ts';
import type { PageAuth } from '../../runtime/ports/pages.ts';
import type { WebDeps } from './deps.ts';
import { problemOf, sendProblem } from './problems.ts';
import { serveFiles } from './files/serve-files.ts';
import type { ApiContext } from './api/context.ts';
import { csrfGuard } from './security/csrf.ts';

/** Forms of long lists (numbers, holidays) have many fields. */
const mostFields = 20_000;

export function pagesRouter(
  deps: WebDeps,
  auth: PageAuth,
  session: RequestHandler[],
  { driverOrigins, screenPopOrigins }: Pick<ApiContext, 'driverOrigins' | 'screenPopOrigins'>,
): Router {
  const { settings, store, engine, telephony, version } = deps;
  const router = express.Router();
  router.use(...session);
  router.use(express.urlencoded({ extended: true, limit: '1mb', parameterLimit: mostFields }));
  router.use(csrfGuard);
  for (const pages of deps.pages)
    router.use(
      pages({
        settings,
        store,
        engine,
        telephony,
        auth,
        version,
        driverOrigins: driverOrigins.list,
        screenPopOrigins: screenPopOrigins.list,
        serveFiles,
      }),
    );
  return router;
}

export const nothingHere: RequestHandler = () => {
  throw new NotFound('this page');
};

/** Last word on errors: problem details, or a plain page for a browser that asked for one. */
export function errorHandler({ log }: Pick<WebDeps, 'log'>): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    const wantsPage = !req.originalUrl.startsWith('/api/') && req.accepts(['json', 'html']) === 'html';
    if (!wantsPage || res.headersSent) return sendProblem(res, error, log);
    const { status, title, code } = problemOf(error);
    if (status >= 500) log.error({ err: error, code }, 'page failed');
    if (error instanceof PhonesError && 'retryAfterMs' in error) res.setHeader('retry-after', '60');
    res
      .status(status)
      .set('cache-control', 'no-store')
      .type('html')
      .send(
        `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head>` +
          `<body><main><h1>${title}</h1><p><a href="/">#phones</a></p></main></body></html>`,
      );
  };
}
