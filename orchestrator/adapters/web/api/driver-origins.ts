/** Which pages of others may drive the PhoneBar, and which ones it may open. */
import { OriginsShape, type Origins } from '../security/origins.ts';
import type { ApiContext } from './context.ts';
import { route } from './route.ts';
import type { Route } from './route.ts';

const lists = [
  {
    name: 'driver-origins',
    tag: 'driver',
    list: 'driverOrigins',
    summary: 'Origins of the pages that may hold and drive the PhoneBar',
  },
  {
    name: 'screen-pop-origins',
    tag: 'screen pop',
    list: 'screenPopOrigins',
    summary: 'Origins of the pages that the PhoneBar may open for a contact',
  },
] as const;

export function originRoutes(context: ApiContext): Route[] {
  return lists.flatMap(({ name, tag, list, summary }) => {
    const kept: Origins = context[list];
    return [
      route({
        verb: 'get',
        path: `/${name}`,
        tag,
        summary,
        responses: { 200: { description: 'The list', schema: OriginsShape } },
        handle: async () => ({ body: { origins: [...(await kept.list())] } }),
      }),
      route({
        verb: 'put',
        path: `/${name}`,
        tag,
        summary: 'Replaces the list',
        body: OriginsShape,
        responses: { 200: { description: 'The list', schema: OriginsShape } },
        handle: async ({ body, identity }) => {
          const before = [...(await kept.list())];
          const origins = [...new Set(body.origins)];
          await kept.set(origins);
          await context.deps.store.audit.add({
            by: identity.name,
            action: 'update',
            object: name,
            detail: { origins: [before, origins] },
          });
          return { body: { origins } };
        },
      }),
    ];
  });
}
