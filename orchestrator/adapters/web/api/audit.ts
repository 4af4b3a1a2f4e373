/** Who changed what, when. */
import { z } from 'zod';
import type { ApiContext } from './context.ts';
import { listed, pageOf, paging } from './parameters.ts';
import { route } from './route.ts';
import type { Route } from './route.ts';
import { AuditShape } from './shapes.ts';

export function auditRoutes({ deps }: ApiContext): Route[] {
  return [
    route({
      verb: 'get',
      path: '/audit',
      tag: 'audit',
      summary: 'Lists what was done, newest first',
      query: z.object({ object: z.string().max(200).optional(), ...paging }),
      responses: { 200: { description: 'A page of the list', schema: pageOf(AuditShape) } },
      handle: ({ query }) => listed(deps.store.audit.list(query)),
    }),
  ];
}
