/** Changes what an operator set up for itself. */
import type { ApiContext } from './context.ts';
import { PreferencesShape, preferencesOf, savePreferences } from './operator-preferences.ts';
import { ownAgent } from './phonebar.ts';
import { route } from './route.ts';
import type { Route } from './route.ts';

export function phonebarPreferencesRoutes({ deps: { store } }: ApiContext): Route[] {
  return [
    route({
      verb: 'put',
      path: '/phonebar/preferences',
      tag: 'phonebar',
      summary: 'Changes what the operator set up for itself; what is not sent stays',
      body: PreferencesShape.partial(),
      responses: { 200: { description: 'As it is now', schema: PreferencesShape } },
      handle: async ({ body, identity }) => {
        const agentId = ownAgent(identity);
        const preferences = { ...(await preferencesOf(store.settings, agentId)), ...body };
        await savePreferences(store.settings, agentId, preferences);
        return { body: preferences };
      },
    }),
  ];
}
