/** Signing in and out, the language switch, and the way from "/" to the page of one's role. */
import type { Request, Router } from 'express';
import type { Role } from '../../orchestrator/runtime/ports/store.ts';
import { TooManyAttempts } from '../../orchestrator/runtime/errors.ts';
import { isLanguage, rememberLanguage, samePath, type Site } from '../page.ts';

export function signInRoutes(router: Router, site: Site): void {
  const { auth, store } = site.context;

  router.get('/', (req, res) => {
    const account = auth.account(req);
    res.redirect(303, account ? homeOf(account.role) : '/sign-in');
  });

  router.get('/sign-in', (req, res) => {
    const account = auth.account(req);
    if (account) return res.redirect(303, samePath(req.query.next, homeOf(account.role)));
    return site.show(req, res, 'sign-in', {
      title: site.locale(req).t('signIn.title'),
      next: req.query.next,
    });
  });

  router.post('/sign-in', async (req, res) => {
    const username = formMember(req, 'username').trim();
    const next = formMember(req, 'next');
    const { t } = site.locale(req);
    const refuse = (status: number, problem: string): void =>
      site.show(req, res, 'sign-in', { title: t('signIn.title'), status, problem, username, next });
    try {
      const account = await auth.signIn(req, username, formMember(req, 'password'));
      if (!account) return refuse(401, t('signIn.wrong'));
      if (account.language) rememberLanguage(res, account.language);
      return res.redirect(303, samePath(next, homeOf(account.role)));
    } catch (error) {
      if (!(error instanceof TooManyAttempts)) throw error;
      const seconds = Math.ceil(error.retryAfterMs / 1000);
      res.set('Retry-After', String(seconds));
      return refuse(429, t('signIn.tooMany', { count: seconds }));
    }
  });

  router.post('/sign-out', async (req, res) => {
    await auth.signOut(req);
    res.redirect(303, '/sign-in');
  });

  router.post('/language', async (req, res) => {
    const language = formMember(req, 'language');
    const account = auth.account(req);
    if (isLanguage(language)) {
      if (account) await store.accounts.setLanguage(account.id, language);
      rememberLanguage(res, language);
    }
    res.redirect(303, samePath(formMember(req, 'back'), '/'));
  });
}

const homeOf = (role: Role): string => (role === 'operator' ? '/phonebar' : '/admin');

function formMember(req: Request, name: string): string {
  const value: unknown = req.body?.[name];
  return typeof value === 'string' ? value : '';
}
