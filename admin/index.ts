/** #phones Client: the supervisor's pages, and the sign-in page of everybody. */
import { Router, type ErrorRequestHandler } from 'express';
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Pages } from '../orchestrator/runtime/ports/pages.ts';
import { createSite, type Site } from './page.ts';
import { callbackRoutes } from './routes/callbacks.ts';
import { contactRoutes } from './routes/contacts.ts';
import { designerRoutes } from './routes/designer.ts';
import { flowRoutes } from './routes/flows.ts';
import { liveRoutes } from './routes/live.ts';
import { messengerRoutes } from './routes/messenger.ts';
import { monitorRoutes } from './routes/monitor.ts';
import { promptRoutes } from './routes/prompts.ts';
import { recordingRoutes } from './routes/recordings.ts';
import { resourceRoutes } from './routes/resources.ts';
import { scriptRoutes } from './routes/scripts.ts';
import { signInRoutes } from './routes/sign-in.ts';
import { systemRoutes } from './routes/system.ts';
import { voicemailRoutes } from './routes/voicemails.ts';
import { createViews } from './view-engine.ts';

const here = dirname(fileURLToPath(import.meta.url));
const publicFolder = join(here, 'public');

/** Pages below /admin, and /, /sign-in, /sign-out, /language. Needs `buildAdmin()` to have run. */
export const adminPages: Pages = context => {
  const router = Router();
  // The name changes with the files, so browsers may keep them for ever.
  const assets = `/admin/assets/${fingerprint(publicFolder)}`;
  router.use(
    '/admin/assets/:build',
    context.serveFiles(publicFolder, () => 'public, max-age=31536000, immutable'),
  );
  const site = createSite(context, createViews(join(here, 'views')), assets);
  signInRoutes(router, site);
  router.use('/admin', context.auth.require('supervisor', 'administrator'));
  liveRoutes(router, site);
  flowRoutes(router, site);
  promptRoutes(router, site);
  scriptRoutes(router, site);
  messengerRoutes(router, site);
  monitorRoutes(router, site);
  voicemailRoutes(router, site);
  recordingRoutes(router, site);
  callbackRoutes(router, site);
  designerRoutes(router, site);
  resourceRoutes(router, site);
  contactRoutes(router, site);
  systemRoutes(router, site);
  router.use('/admin', (req, res) => {
    const { t } = site.locale(req);
    site.show(req, res, 'message', {
      title: t('errors.notFound.title'),
      text: t('errors.notFound.text'),
      status: 404,
    });
  });
  router.use('/admin', showError(site));
  return router;
};

const statuses = { unavailable: 503, forbidden: 403, notFound: 404 } as const;
const kinds = ['unavailable', 'forbidden', 'notFound'] as const;

/** Refusals below /admin as pages in the reader's language; faults go on to the server, which logs them. */
function showError(site: Site): ErrorRequestHandler {
  return (error, req, res, next) => {
    const code: unknown = error?.code ?? (error?.status === 404 ? 'notFound' : null);
    const kind = kinds.find(name => name === code);
    if (!kind || res.headersSent) return next(error);
    const { t } = site.locale(req);
    return site.show(req, res, 'message', {
      title: t(`errors.${kind}.title`),
      text: t(`errors.${kind}.text`),
      status: statuses[kind],
    });
  };
}

function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder, { recursive: true }).map(String).sort()) {
    const { size, mtimeMs } = statSync(join(folder, name));
    hash.update(`${name} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex').slice(0, 12);
}
