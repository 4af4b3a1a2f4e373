/** The operator's page at /phonebar and its files. */
import { readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express from 'express';
import handlebars from 'handlebars';
import { buildFolder, partName, readStart } from './build.ts';
import type { Request } from 'express';
import type { PageAuth, Pages, ServeFiles } from '../orchestrator/runtime/ports/pages.ts';

const here = dirname(fileURLToPath(import.meta.url));
const render = handlebars.compile(readFileSync(join(here, 'page.hbs'), 'utf8'), { strict: true });
const noScript = { en: 'The PhoneBar needs JavaScript.', it: 'La PhoneBar richiede JavaScript.' };
const renderDebug = handlebars.compile(readFileSync(join(here, 'debug.hbs'), 'utf8'), { strict: true });
const debugWords = {
  en: {
    title: 'Driver: messages and commands',
    about: 'What a page that embeds the PhoneBar says and hears. Commands work here as they do there.',
    actions: 'Buttons of the moment',
    command: 'Command (JSON)',
    send: 'Send',
    messages: 'Messages, the newest first',
    operators:
      'A PhoneBar belongs to an operator. Sign in as one, in a private window for example, and open this page there: it shows every message and sends commands.',
  },
  it: {
    title: 'Driver: messaggi e comandi',
    about: 'Ciò che dice e riceve una pagina che incorpora la PhoneBar. I comandi valgono qui come lì.',
    actions: 'Pulsanti del momento',
    command: 'Comando (JSON)',
    send: 'Invia',
    messages: 'Messaggi, il più recente per primo',
    operators:
      'Una PhoneBar appartiene a un operatore. Acceda come operatore, per esempio in una finestra privata, e apra lì questa pagina: mostra ogni messaggio e invia comandi.',
  },
};

/** What the page needs of the context of pages. */
export interface PhonebarContext {
  auth: Pick<PageAuth, 'require' | 'account' | 'csrfToken'>;
  /** Origins of the pages that may drive this one. */
  driverOrigins(): Promise<readonly string[]>;
  serveFiles: ServeFiles;
}

export const phonebarPages = (({ auth, driverOrigins, serveFiles }: PhonebarContext) => {
  const router = express.Router();
  const operator = auth.require('operator');
  const languageOf = (req: Request): 'it' | 'en' =>
    auth.account(req)?.language ?? (req.acceptsLanguages('it', 'en') === 'it' ? 'it' : 'en');

  const files = serveFiles(buildFolder, req =>
    req.url.includes('?v=') || partName.test(basename(req.path))
      ? 'public, max-age=31536000, immutable'
      : 'no-cache',
  );

  router.get('/phonebar', operator, async (req, res) => {
    const language = languageOf(req);
    const start = await readStart();
    const page = render({
      language,
      csrfToken: auth.csrfToken(req, res),
      version: await versionOfBuild(),
      parts: [...start.parts, start.texts[language]],
      // Without the database the page works, and nobody drives it.
      origins: (await driverOrigins().catch(() => [])).join(' '),
      noScript: noScript[language],
    });
    res.set('cache-control', 'no-store').type('html').send(page);
  });

  // Supervisors are told how to come to one; the frame would only refuse them.
  router.get('/phonebar/debug', auth.require('operator', 'supervisor', 'administrator'), async (req, res) => {
    const language = languageOf(req);
    const page = renderDebug({
      language,
      version: await versionOfBuild(),
      words: debugWords[language],
      operator: auth.account(req)?.role === 'operator',
    });
    res.set('cache-control', 'no-store').type('html').send(page);
  });

  // For the script tag of pages elsewhere.
  router.get('/phonebar/driver.js', (req, res, next) => {
    res.set('cross-origin-resource-policy', 'cross-origin');
    req.url = '/driver.js';
    files(req, res, next);
  });

  // Nothing in these files is secret, and the browser asks for them without a session after a sign-out.
  router.use('/phonebar/assets', files);

  return router;
}) satisfies Pages;

/** Changes with each build, so that browsers fetch what is new and keep what is not. */
async function versionOfBuild(): Promise<string> {
  return (await readFile(join(buildFolder, 'sources.sha256'), 'utf8')).slice(0, 16);
}
