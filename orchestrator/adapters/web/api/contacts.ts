/** Contacts, past and present, with every step. */
import { z } from 'zod';
import { NotFound } from '../../../runtime/errors.ts';
import type { ApiContext } from './context.ts';
import { moment } from './moments.ts';
import { KeyInQuery, Search, listed, pageOf, paging } from './parameters.ts';
import { QualityShape } from './quality.ts';
import { route } from './route.ts';
import type { Route } from './route.ts';
import { ContactShape, OutcomeShape, StepShape } from './shapes.ts';

export function contactRoutes({ deps }: ApiContext): Route[] {
  const { store, settings } = deps;
  const tag = 'contacts';
  const Filter = z.object({
    serviceId: KeyInQuery,
    campaignId: KeyInQuery,
    agentId: KeyInQuery,
    state: z.enum(['active', 'ended', ...OutcomeShape.options]).optional(),
    from: moment(settings.timeZone),
    to: moment(settings.timeZone),
    search: Search,
    ...paging,
  });
  return [
    route({
      verb: 'get',
      path: '/contacts',
      tag,
      summary: 'Lists contacts that arrived in [from, to), newest first',
      query: Filter,
      responses: { 200: { description: 'A page of the list', schema: pageOf(ContactShape) } },
      handle: ({ query }) => listed(store.contacts.list(query)),
    }),
    route({
      verb: 'get',
      path: '/contacts/{id}',
      tag,
      summary: 'Reads one contact with its steps in order',
      params: z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/) }),
      responses: {
        200: {
          description: 'The contact',
          schema: z.object({
            contact: ContactShape,
            steps: z.array(StepShape),
            quality: z.array(QualityShape),
          }),
        },
      },
      handle: async ({ params }) => {
        const found = await store.contacts.get(params.id);
        if (!found) throw new NotFound(`contacts ${params.id}`);
        return { body: { ...found, quality: await store.quality.of(params.id) } };
      },
    }),
  ];
}
