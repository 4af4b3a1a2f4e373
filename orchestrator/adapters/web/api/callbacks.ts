/** Call-backs of all operators, for supervisors: what is to be done, what was done; moved, given to others, cancelled. */
import { z } from 'zod';
import { Id } from '../../../core/configuration/schemas.ts';
import { callbackStates, type CallbackRow } from '../../../runtime/ports/callbacks.ts';
import type { ApiContext } from './context.ts';
import { moment } from './moments.ts';
import { KeyInQuery, Search, listed, pageOf, paging } from './parameters.ts';
import { route, type Route } from './route.ts';

const At = z.number().int();
const Key = z.number().int();
const CallbackShape = z.object({
  id: z.string(),
  fromId: z.string(),
  kind: z.enum(['promised', 'asked']),
  campaignId: Key.nullable(),
  serviceId: Key.nullable(),
  agentId: Key.nullable(),
  promisedBy: Key.nullable(),
  number: z.string(),
  name: z.string(),
  madeAt: At,
  dueAt: At,
  state: z.enum(['open', 'calling', 'reached', 'cancelled', 'givenUp', 'replaced']),
  attempts: z.number().int(),
  result: z.enum(['busy', 'noAnswer', 'failed', 'noLine', 'refused']).nullable(),
  triedAt: At.nullable(),
  calledBy: Key.nullable(),
  endedAt: At.nullable(),
  endedBy: z.string().nullable(),
  reason: z.string(),
}) satisfies z.ZodType<CallbackRow>;

const tag = 'callbacks';
const ByCallback = z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/) });

export function callbackRoutes({ deps }: ApiContext): Route[] {
  const { engine, settings, store } = deps;
  const At = moment(settings.timeZone);
  return [
    route({
      verb: 'get',
      path: '/callbacks',
      tag,
      summary:
        'Lists call-backs: those still to be made, the soonest first, or those that ended, the last first',
      query: z.object({
        state: z.enum(callbackStates).optional(),
        campaignId: KeyInQuery,
        serviceId: KeyInQuery,
        agentId: KeyInQuery,
        from: At,
        to: At,
        search: Search,
        ...paging,
      }),
      responses: {
        200: { description: '`agentId` null = anyone of the campaign calls', schema: pageOf(CallbackShape) },
      },
      handle: ({ query }) => listed(store.callbacks.list(query)),
    }),
    route({
      verb: 'put',
      path: '/callbacks/{id}',
      tag,
      summary: 'Moves a call-back to another time or operator',
      params: ByCallback,
      body: z
        .object({ at: At, agentId: Id.nullable().optional() })
        .refine(({ at, agentId }) => at !== undefined || agentId !== undefined, 'give at, agentId or both'),
      responses: { 204: { description: 'Moved; what is absent stays, `agentId` null = anyone' } },
      handle: async ({ identity, params: { id }, body: { at, agentId } }) => {
        const change = { ...(at !== undefined && { at }), ...(agentId !== undefined && { agentId }) };
        await engine.orderCallback(id, { type: 'move', ...change }, identity.name);
        await noted(id, 'moveCallback', identity.name, change);
        return { status: 204 };
      },
    }),
    route({
      verb: 'post',
      path: '/callbacks/{id}/cancel',
      tag,
      summary: 'Cancels a call-back: it is not made any more',
      params: ByCallback,
      body: z.object({ reason: z.string().trim().min(3).max(200) }),
      responses: { 204: { description: 'Cancelled' } },
      handle: async ({ identity, params: { id }, body: { reason } }) => {
        await engine.orderCallback(id, { type: 'cancel', reason }, identity.name);
        await noted(id, 'cancelCallback', identity.name, { reason });
        return { status: 204 };
      },
    }),
  ];

  /** The core has done it already: without the database it is in the steps of the contact alone. */
  async function noted(
    id: string,
    action: string,
    by: string,
    detail: Record<string, unknown>,
  ): Promise<void> {
    await store.audit.add({ by, action, object: `callbacks/${id}`, detail }).catch(() => undefined);
  }
}
