/** Call-backs that the operator promised, or that anyone of its campaigns may make. */
import { z } from 'zod';
import { DialledNumber } from '../../../core/configuration/schemas.ts';
import type { CallbackView } from '../../../core/callbacks/by-hand.ts';
import type { ApiContext } from './context.ts';
import { moment } from './moments.ts';
import { ownAgent } from './phonebar.ts';
import { route } from './route.ts';
import type { Route } from './route.ts';

const CallbackShape = z.object({
  id: z.string(),
  number: z.string(),
  name: z.string(),
  campaign: z.object({ id: z.number().int(), name: z.string() }),
  service: z.string(),
  own: z.boolean(),
  promised: z.boolean(),
  dueAt: z.number().int().nullable(),
  attempts: z.number().int(),
}) satisfies z.ZodType<CallbackView>;

const ByCallback = z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/) });

export function phonebarCallbackRoutes({ deps }: ApiContext): Route[] {
  const { engine, settings } = deps;
  const tag = 'phonebar';
  const At = moment(settings.timeZone).unwrap();
  const path = '/phonebar/callbacks';
  return [
    route({
      verb: 'get',
      path,
      tag,
      summary: 'Call-backs of the operator and of its campaigns, the soonest first',
      responses: {
        200: {
          description: '`timeZone` is that of the centre; `dueAt` null = as soon as it is its turn',
          schema: z.object({ timeZone: z.string(), items: z.array(CallbackShape) }),
        },
      },
      handle: ({ identity }) =>
        Promise.resolve({
          body: { timeZone: settings.timeZone, items: engine.callbacks(ownAgent(identity)) },
        }),
    }),
    route({
      verb: 'post',
      path,
      tag,
      summary: 'Promises to call the customer of the contact at hand',
      body: z.object({ number: DialledNumber, at: At, own: z.boolean().default(true) }),
      responses: { 204: { description: 'Promised' } },
      handle: async ({ identity, body }) => {
        await engine.request(ownAgent(identity), { type: 'promiseCallback', ...body }, identity.name);
        return { status: 204 };
      },
    }),
    route({
      verb: 'put',
      path: `${path}/{id}`,
      tag,
      summary: 'Moves a call-back to another time',
      params: ByCallback,
      body: z.object({ at: At }),
      responses: { 204: { description: 'Moved' } },
      handle: async ({ identity, params, body }) => {
        const request = { type: 'moveCallback', callbackId: params.id, at: body.at } as const;
        await engine.request(ownAgent(identity), request, identity.name);
        return { status: 204 };
      },
    }),
    route({
      verb: 'delete',
      path: `${path}/{id}`,
      tag,
      summary: 'Cancels a call-back',
      params: ByCallback,
      responses: { 204: { description: 'Cancelled' } },
      handle: async ({ identity, params }) => {
        const request = { type: 'cancelCallback', callbackId: params.id } as const;
        await engine.request(ownAgent(identity), request, identity.name);
        return { status: 204 };
      },
    }),
    route({
      verb: 'post',
      path: `${path}/{id}/call`,
      tag,
      summary: 'Calls now: first the operator’s phone, then the number',
      params: ByCallback,
      responses: { 204: { description: 'The phone of the operator is called' } },
      handle: async ({ identity, params }) => {
        const request = { type: 'callBackNow', callbackId: params.id } as const;
        await engine.request(ownAgent(identity), request, identity.name);
        return { status: 204 };
      },
    }),
  ];
}
