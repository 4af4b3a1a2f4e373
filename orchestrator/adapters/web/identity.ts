/** Who asks: an account with a session, or a bearer token. Found once per request. */
import type { IncomingMessage } from 'node:http';
import type { Account, Role, Store } from '../../runtime/ports/store.ts';
import type { WebDeps } from './deps.ts';
import { isSignedIn, readSession } from './sessions.ts';

export interface Identity {
  /** For the audit: the account's name, or `token:<name>`. */
  name: string;
  role: Role;
  /** Null for a token. */
  account: Account | null;
  /** Whether it still holds; rejects when the database is away. */
  stillValid(): Promise<boolean>;
}

const identities = new WeakMap<IncomingMessage, Identity>();

export function identityOf(req: IncomingMessage): Identity | null {
  return identities.get(req) ?? null;
}
export function setIdentity(req: IncomingMessage, identity: Identity | null): void {
  if (identity) identities.set(req, identity);
  else identities.delete(req);
}

/** The token of `Authorization: Bearer …`; null when there is no such header, '' when it is malformed. */
export function bearerToken(req: IncomingMessage): string | null {
  const header = req.headers.authorization;
  if (header === undefined || !/^bearer\b/i.test(header)) return null;
  return /^bearer +([A-Za-z0-9._~+/=-]{1,500})$/i.exec(header)?.[1] ?? '';
}

export async function tokenIdentity(accounts: Store['accounts'], token: string): Promise<Identity | null> {
  const found = token === '' ? null : await accounts.byToken(token);
  if (!found) return null;
  return {
    name: `token:${found.name}`,
    role: found.role,
    account: null,
    stillValid: async () => (await accounts.byToken(token)) !== null,
  };
}

async function accountOf(accounts: Store['accounts'], data: unknown): Promise<Account | null> {
  const session = data as Parameters<typeof isSignedIn>[0];
  if (!isSignedIn(session)) return null;
  if ((await accounts.credentialVersion(session.accountId)) !== session.credentialVersion) return null;
  return accounts.get(session.accountId);
}

/** The identity of a request whose session has been read (`req.session`). */
export async function sessionIdentity(
  deps: Pick<WebDeps, 'store' | 'sessionStore'>,
  session: { id: string } & Parameters<typeof isSignedIn>[0],
): Promise<Identity | null> {
  const { accounts } = deps.store;
  const account = await accountOf(accounts, session);
  if (!account) return null;
  return {
    name: account.username,
    role: account.role,
    account,
    stillValid: async () => {
      const now = await accountOf(accounts, await readSession(deps.sessionStore, session.id));
      return now?.id === account.id && now.role === account.role && now.agentId === account.agentId;
    },
  };
}
