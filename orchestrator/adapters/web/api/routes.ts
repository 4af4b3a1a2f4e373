/** All routes of the API, in the order of the document. */
import { collections } from '../../../core/configuration/schemas.ts';
import type { Collection } from '../../../core/configuration/schemas.ts';
import { cookieName } from '../sessions.ts';
import { accountRoutes } from './accounts.ts';
import { agentDayRoutes } from './agent-day.ts';
import { agentMessageRoutes } from './agent-messages.ts';
import { agentRoutes } from './agents.ts';
import { auditRoutes } from './audit.ts';
import { callbackRoutes } from './callbacks.ts';
import { collectionRoutes } from './collections.ts';
import { contactRoutes } from './contacts.ts';
import { dictationRoutes } from './dictations.ts';
import { originRoutes } from './driver-origins.ts';
import { flowRoutes } from './flows.ts';
import type { ApiContext } from './context.ts';
import { liveRoutes } from './live.ts';
import { meRoutes } from './me.ts';
import { openApiDocument } from './openapi.ts';
import { phonebarRoutes } from './phonebar.ts';
import { phonebarCallbackRoutes } from './phonebar-callbacks.ts';
import { phonebarContactRoutes } from './phonebar-contact.ts';
import { phonebarPreferencesRoutes } from './phonebar-preferences.ts';
import { qualityRoutes } from './quality.ts';
import { promptRoutes } from './prompts.ts';
import type { Route } from './route.ts';
import { scriptRoutes } from './scripts.ts';
import { tokenRoutes } from './tokens.ts';
import { recordingRoutes } from './recordings.ts';
import { voicemailRoutes } from './voicemails.ts';

export function apiRoutes(context: ApiContext): Route[] {
  const routes = [
    ...flowRoutes(context),
    ...promptRoutes(context),
    ...scriptRoutes(context),
    ...dictationRoutes(context),
    ...(Object.keys(collections) as Collection[])
      .flatMap(name => collectionRoutes(context, name))
      // A flow is created with its draft.
      .filter(({ verb, path }) => !(verb === 'post' && path === '/flows')),
    ...agentRoutes(context),
    ...agentDayRoutes(context),
    ...agentMessageRoutes(context),
    ...contactRoutes(context),
    ...callbackRoutes(context),
    ...recordingRoutes(context),
    ...voicemailRoutes(context),
    ...liveRoutes(context),
    ...meRoutes(context),
    ...phonebarRoutes(context),
    ...qualityRoutes(context),
    ...phonebarContactRoutes(context),
    ...phonebarPreferencesRoutes(context),
    ...phonebarCallbackRoutes(context),
    ...accountRoutes(context),
    ...tokenRoutes(context),
    ...auditRoutes(context),
    ...originRoutes(context),
  ];
  const { deps } = context;
  const cookie = cookieName(deps.settings.http.port, deps.tls !== null);
  // Made when it is first asked for: it takes longer than all the rest of the web server's start.
  let document: object | null = null;
  const own: Route = {
    verb: 'get',
    path: '/openapi.json',
    tag: 'document',
    summary: 'This document',
    responses: { 200: { description: 'OpenAPI 3.1' } },
    run: async () => ({ body: (document ??= openApiDocument(all, deps.version, cookie)) }),
  };
  const all = [...routes, own];
  return all;
}
