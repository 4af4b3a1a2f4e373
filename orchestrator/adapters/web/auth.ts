/** Sign-in for pages, as runtime/ports/pages.ts promises it. */
import type { Request, RequestHandler } from 'express';
import { PhonesError, TooManyAttempts } from '../../runtime/errors.ts';
import type { PageAuth } from '../../runtime/ports/pages.ts';
import type { Account } from '../../runtime/ports/store.ts';
import type { WebDeps } from './deps.ts';
import { identityOf, sessionIdentity, setIdentity } from './identity.ts';
import type { Identity } from './identity.ts';
import { csrfToken } from './security/csrf.ts';
import { failureLimit } from './security/limits.ts';
import { beginSession, endSession } from './sessions.ts';
import type { Watch } from './watch.ts';

/** Finds who is signed in before any page or route asks. */
export function findSessionIdentity(deps: Pick<WebDeps, 'store' | 'sessionStore'>): RequestHandler {
  return async (req, _res, next) => {
    setIdentity(req, await sessionIdentity(deps, req.session));
    next();
  };
}

/** Names longer than any account's are cut, so that nobody fills the audit. */
const auditedName = (username: string): string => username.slice(0, 50);

type AuthDeps = Pick<WebDeps, 'store' | 'sessionStore' | 'telephony' | 'log'>;

export function createAuth(deps: AuthDeps, watch: Watch): PageAuth {
  const { accounts, audit } = deps.store;
  const failures = failureLimit();

  /** Counts and notes a failure; the limit of the address bounds how many are noted. */
  async function failed(req: Request, username: string, reason: string): Promise<void> {
    await failures.failed(req.ip);
    const detail = { reason, address: req.ip ?? '' };
    await audit.add({ by: auditedName(username), action: 'signInFailed', object: 'session', detail });
  }
  async function verify(req: Request, username: string, password: string): Promise<Account | null> {
    await failures.check(req.ip);
    try {
      const account = await accounts.verify(username, password);
      if (!account) await failed(req, username, 'wrongPassword');
      return account;
    } catch (error) {
      if (error instanceof TooManyAttempts) await failed(req, username, error.code);
      throw error;
    }
  }
  /** A phone that nobody is signed in for stops working (S13). */
  async function withdrawPhone(identity: Identity): Promise<void> {
    const agentId = identity.account?.agentId ?? null;
    if (agentId === null) return;
    try {
      await deps.telephony.revokeBrowserPhone(agentId);
    } catch (error) {
      deps.log.warn({ err: error, agentId }, 'the phone of an operator who signed out was not withdrawn');
    }
  }

  return {
    async signIn(req, username, password) {
      const account = await verify(req, username, password);
      const version = account && (await accounts.credentialVersion(account.id));
      if (!account || version === null) return null;
      await beginSession(req, account.id, version);
      setIdentity(req, await sessionIdentity(deps, req.session));
      await audit.add({
        by: account.username,
        action: 'signIn',
        object: 'session',
        detail: { address: req.ip ?? '' },
      });
      return account;
    },
    async signOut(req) {
      const identity = identityOf(req);
      await endSession(req);
      setIdentity(req, null);
      await watch.recheck();
      if (!identity) return;
      await withdrawPhone(identity);
      await audit.add({ by: identity.name, action: 'signOut', object: 'session', detail: {} });
    },
    account: req => identityOf(req)?.account ?? null,
    require:
      (...roles) =>
      (req, res, next) => {
        const account = identityOf(req)?.account;
        if (!account) {
          const back = req.method === 'GET' ? req.originalUrl : '/';
          res.redirect(303, `/sign-in?next=${encodeURIComponent(back)}`);
        } else if (roles.includes(account.role)) {
          res.setHeader('cache-control', 'no-store');
          next();
        } else next(new PhonesError('forbidden', 'your role may not do this'));
      },
    csrfToken,
  };
}
