/** What every page has in common: language, navigation, account, token, and one way to send it. */
import type { Request, Response } from 'express';
import type { PagesContext } from '../orchestrator/runtime/ports/pages.ts';
import { navigationFor } from './navigation.ts';
import { createFormats } from './shared/formats.ts';
import { createTranslate, type PageLanguage } from './shared/words.ts';
import type { Locale, Render } from './view-engine.ts';
import en from './locales/en.json' with { type: 'json' };
import it from './locales/it.json' with { type: 'json' };

export interface Page {
  /** Text of the <title> and of the heading. */
  title: string;
  /** Name of the client module of the page (admin/client/pages); absent = only the common one. */
  script?: string;
  status?: number;
  [member: string]: unknown;
}

/** What the routes get: the server's context, and the means to show a page. */
export interface Site {
  context: PagesContext;
  locale(req: Request): Locale & { language: PageLanguage };
  show(req: Request, res: Response, view: string, page: Page): void;
}

const languageCookie = 'phones_language';

export function createSite(context: PagesContext, render: Render, assets: string): Site {
  const { timeZone } = context.settings;
  const locales = {
    it: { language: 'it' as const, t: createTranslate('it', it), formats: createFormats('it', timeZone) },
    en: { language: 'en' as const, t: createTranslate('en', en), formats: createFormats('en', timeZone) },
  };
  const locale = (req: Request): (typeof locales)[PageLanguage] => locales[languageOf(context, req)];
  return {
    context,
    locale,
    show(req, res, view, page) {
      const account = context.auth.account(req);
      const here = locale(req);
      const model = {
        ...page,
        account,
        assets,
        timeZone,
        language: here.language,
        version: context.version,
        csrfToken: context.auth.csrfToken(req, res),
        navigation: account ? navigationFor(account.role, req.path) : [],
        /** Where the language switch leads back to. */
        here: req.originalUrl,
      };
      res
        .status(page.status ?? 200)
        .set('Cache-Control', 'no-store')
        .type('html')
        .send(render(view, model, here));
    },
  };
}

/** Language of the account; before signing in, the one chosen last on this browser or what the browser asks for. */
function languageOf(context: PagesContext, req: Request): PageLanguage {
  const account = context.auth.account(req);
  if (account?.language) return account.language;
  const chosen = new RegExp(`(?:^|; )${languageCookie}=(it|en)(?:;|$)`).exec(req.headers.cookie ?? '')?.[1];
  return (chosen ?? req.acceptsLanguages('it', 'en')) === 'it' ? 'it' : 'en';
}

export function rememberLanguage(res: Response, language: PageLanguage): void {
  res.cookie(languageCookie, language, {
    maxAge: 365 * 86_400_000,
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
  });
}

export function isLanguage(value: unknown): value is PageLanguage {
  return value === 'it' || value === 'en';
}

/** A path on this site, or the fallback: never another site (S9). */
export function samePath(value: unknown, fallback: string): string {
  if (typeof value !== 'string' || !/^\/(?![/\\])[\x21-\x7e]*$/.test(value) || value.includes('\\'))
    return fallback;
  return value;
}
