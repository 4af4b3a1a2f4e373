/** Sign-in accounts of supervisors and administrators. Operators' accounts come and go with their agents. */
import { z } from 'zod';
import { Language } from '../../../core/configuration/schemas.ts';
import { NotFound, PhonesError } from '../../../runtime/errors.ts';
import type { Account } from '../../../runtime/ports/store.ts';
import type { ApiContext } from './context.ts';
import { ById } from './parameters.ts';
import { route } from './route.ts';
import type { Route } from './route.ts';
import { AccountShape } from './shapes.ts';

export const Password = z.string().min(8).max(100);

const NewAccount = z.object({
  username: z.string().regex(/^[a-z0-9._-]{2,50}$/, '2 to 50 of a-z 0-9 . _ -'),
  role: z.enum(['supervisor', 'administrator']),
  language: Language.optional(),
  password: Password,
});

export function accountRoutes({ deps, watch }: ApiContext): Route[] {
  const { accounts } = deps.store;
  const tag = 'accounts';

  async function find(id: number): Promise<Account> {
    const account = await accounts.get(id);
    if (!account) throw new NotFound(`accounts ${id}`);
    return account;
  }
  return [
    route({
      verb: 'get',
      path: '/accounts',
      tag,
      summary: 'Lists accounts',
      responses: { 200: { description: 'All accounts', schema: z.object({ items: z.array(AccountShape) }) } },
      handle: async () => ({ body: { items: await accounts.list() } }),
    }),
    route({
      verb: 'post',
      path: '/accounts',
      tag,
      summary: 'Creates the account of a supervisor or administrator',
      body: NewAccount,
      responses: { 201: { description: 'Created', schema: AccountShape } },
      handle: async ({ body, identity }) => {
        const { password, ...account } = body;
        const created = await accounts.create(account, password, identity.name);
        return { status: 201, body: created, headers: { location: `/api/v1/accounts/${created.id}` } };
      },
    }),
    route({
      verb: 'get',
      path: '/accounts/{id}',
      tag,
      summary: 'Reads an account',
      params: ById,
      responses: { 200: { description: 'The account', schema: AccountShape } },
      handle: async ({ params }) => ({ body: await find(params.id) }),
    }),
    route({
      verb: 'put',
      path: '/accounts/{id}/password',
      tag,
      summary: 'Sets a password and ends the sessions of the account',
      params: ById,
      body: z.object({ password: Password }),
      responses: { 204: { description: 'Set' } },
      handle: async ({ params, body, identity }) => {
        const { username } = await find(params.id);
        if (!(await accounts.setPassword(username, body.password, identity.name)))
          throw new NotFound(`accounts ${params.id}`);
        await watch.recheck();
        return { status: 204 };
      },
    }),
    route({
      verb: 'delete',
      path: '/accounts/{id}',
      tag,
      summary: 'Deletes an account and ends its sessions',
      params: ById,
      responses: { 204: { description: 'Deleted' } },
      handle: async ({ params, identity }) => {
        if (params.id === identity.account?.id)
          throw new PhonesError('ownAccount', 'an account cannot delete itself');
        await accounts.remove(params.id, identity.name);
        await watch.recheck();
        return { status: 204 };
      },
    }),
  ];
}
