/** Bearer tokens for programs. */
import { z } from 'zod';
import { NotFound } from '../../../runtime/errors.ts';
import type { ApiContext } from './context.ts';
import { ById } from './parameters.ts';
import { route } from './route.ts';
import type { Route } from './route.ts';
import { TokenShape } from './shapes.ts';

const NewToken = z.object({
  name: z.string().trim().min(1).max(100),
  role: z.enum(['supervisor', 'administrator']),
});

export function tokenRoutes({ deps, watch }: ApiContext): Route[] {
  const { accounts } = deps.store;
  const tag = 'tokens';
  return [
    route({
      verb: 'get',
      path: '/tokens',
      tag,
      summary: 'Lists tokens, without their text',
      responses: { 200: { description: 'All tokens', schema: z.object({ items: z.array(TokenShape) }) } },
      handle: async () => ({ body: { items: await accounts.listTokens() } }),
    }),
    route({
      verb: 'post',
      path: '/tokens',
      tag,
      summary: 'Makes a token; its text is shown this once',
      body: NewToken,
      responses: { 201: { description: 'The text of the token', schema: z.object({ token: z.string() }) } },
      handle: async ({ body, identity }) => ({
        status: 201,
        body: { token: await accounts.createToken(body.role, body.name, identity.name) },
      }),
    }),
    route({
      verb: 'delete',
      path: '/tokens/{id}',
      tag,
      summary: 'Withdraws a token',
      params: ById,
      responses: { 204: { description: 'Withdrawn' } },
      handle: async ({ params, identity }) => {
        const known = await accounts.listTokens();
        if (!known.some(({ id }) => id === params.id)) throw new NotFound(`tokens ${params.id}`);
        await accounts.removeToken(params.id, identity.name);
        await watch.recheck();
        return { status: 204 };
      },
    }),
  ];
}
