/** The one who asks. */
import { z } from 'zod';
import { Language } from '../../../core/configuration/schemas.ts';
import { Invalid, PhonesError } from '../../../runtime/errors.ts';
import type { Account } from '../../../runtime/ports/store.ts';
import { sessionIdentity, setIdentity } from '../identity.ts';
import type { Identity } from '../identity.ts';
import { csrfToken } from '../security/csrf.ts';
import { beginSession } from '../sessions.ts';
import { Password } from './accounts.ts';
import type { ApiContext } from './context.ts';
import { route } from './route.ts';
import type { Route } from './route.ts';
import { AccountShape } from './shapes.ts';

const MeShape = z.object({
  name: z.string(),
  role: AccountShape.shape.role,
  account: AccountShape.nullable(),
  csrfToken: z.string().nullable(),
});

/** The account; a token has none to change. */
export function ownAccount(identity: Identity): Account {
  if (!identity.account) throw new PhonesError('forbidden', 'a token has no account');
  return identity.account;
}

export function meRoutes({ deps, watch }: ApiContext): Route[] {
  const { accounts } = deps.store;
  const tag = 'me';
  return [
    route({
      verb: 'get',
      path: '/me',
      tag,
      summary: 'Who asks, and the token that requests of this session need (x-csrf-token)',
      responses: { 200: { description: 'The one who asks', schema: MeShape } },
      handle: async ({ identity, req, res }) => ({
        body: {
          name: identity.name,
          role: identity.role,
          account: identity.account,
          csrfToken: identity.account ? csrfToken(req, res) : null,
        },
      }),
    }),
    route({
      verb: 'put',
      path: '/me/language',
      tag,
      summary: 'Chooses the language of pages',
      body: z.object({ language: Language }),
      responses: { 204: { description: 'Set' } },
      handle: async ({ body, identity }) => {
        await accounts.setLanguage(ownAccount(identity).id, body.language);
        return { status: 204 };
      },
    }),
    route({
      verb: 'put',
      path: '/me/password',
      tag,
      summary: 'Changes the own password and ends all other sessions of the account',
      body: z.object({ current: z.string().max(200), password: Password }),
      responses: { 204: { description: 'Changed' } },
      handle: async ({ body, identity, req }) => {
        const { id, username } = ownAccount(identity);
        if (!(await accounts.verify(username, body.current)))
          throw new Invalid([
            { path: ['current'], code: 'wrongPassword', message: 'is not the present password' },
          ]);
        await accounts.setPassword(username, body.password, identity.name);
        const version = await accounts.credentialVersion(id);
        if (version !== null) await beginSession(req, id, version);
        setIdentity(req, await sessionIdentity(deps, req.session));
        await watch.recheck();
        return { status: 204 };
      },
    }),
  ];
}
