/** Which pages of others may drive the PhoneBar. */
import { DriverOriginsShape } from '../security/driver-origins.ts';
import type { ApiContext } from './context.ts';
import { route } from './route.ts';
import type { Route } from './route.ts';

export function driverOriginRoutes({ deps, driverOrigins }: ApiContext): Route[] {
  const tag = 'driver';
  return [
    route({
      verb: 'get',
      path: '/driver-origins',
      tag,
      summary: 'Origins of the pages that may hold and drive the PhoneBar',
      responses: { 200: { description: 'The list', schema: DriverOriginsShape } },
      handle: async () => ({ body: { origins: [...(await driverOrigins.list())] } }),
    }),
    route({
      verb: 'put',
      path: '/driver-origins',
      tag,
      summary: 'Replaces the list',
      body: DriverOriginsShape,
      responses: { 200: { description: 'The list', schema: DriverOriginsShape } },
      handle: async ({ body, identity }) => {
        const before = [...(await driverOrigins.list())];
        const origins = [...new Set(body.origins)];
        await driverOrigins.set(origins);
        await deps.store.audit.add({
          by: identity.name,
          action: 'update',
          object: 'driver-origins',
          detail: { origins: [before, origins] },
        });
        return { body: { origins } };
      },
    }),
  ];
}
