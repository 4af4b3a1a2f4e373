/** The operator's page at /phonebar and its files. */
import { readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express from 'express';
import handlebars from 'handlebars';
import { buildFolder } from './build.ts';
import type { PageAuth, Pages } from '../orchestrator/runtime/ports/pages.ts';

const here = dirname(fileURLToPath(import.meta.url));
const render = handlebars.compile(readFileSync(join(here, 'page.hbs'), 'utf8'), { strict: true });
const noScript = { en: 'The PhoneBar needs JavaScript.', it: 'La PhoneBar richiede JavaScript.' };

/** What the page needs of the context of pages. */
export interface PhonebarContext {
  auth: Pick<PageAuth, 'require' | 'account' | 'csrfToken'>;
}

export const phonebarPages = (({ auth }: PhonebarContext) => {
  const router = express.Router();
  const operator = auth.require('operator');

  router.get('/phonebar', operator, async (req, res) => {
    const language = auth.account(req)?.language ?? (req.acceptsLanguages('it', 'en') === 'it' ? 'it' : 'en');
    const page = render({
      language,
      csrfToken: auth.csrfToken(req, res),
      version: await versionOfBuild(),
      noScript: noScript[language],
    });
    res.set('cache-control', 'no-store').type('html').send(page);
  });

  // Nothing in these files is secret, and the browser asks for them without a session after a sign-out.
  router.use(
    '/phonebar/assets',
    express.static(buildFolder, {
      index: false,
      cacheControl: false,
      setHeaders(res) {
        const versioned = res.req.url?.includes('?v=') ?? false;
        res.setHeader('cache-control', versioned ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    }),
  );

  return router;
}) satisfies Pages;

/** Changes with each build, so that browsers fetch what is new and keep what is not. */
async function versionOfBuild(): Promise<string> {
  return (await readFile(join(buildFolder, 'sources.sha256'), 'utf8')).slice(0, 16);
}
