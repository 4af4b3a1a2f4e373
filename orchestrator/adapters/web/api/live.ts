/** What happens now. */
import { z } from 'zod';
import type { ApiContext } from './context.ts';
import { route } from './route.ts';
import type { Call, Route } from './route.ts';
import { LiveViewShape } from './shapes.ts';

const stream = {
  description: 'Server-sent events `live`: the whole view each, id = its seq; at most four a second',
  contentType: 'text/event-stream',
  schema: z.string(),
};

export function liveRoutes({ deps, live }: ApiContext): Route[] {
  const open = ({ req, res, identity }: Call<unknown, unknown, unknown>): null => {
    live.open(identity, res, req.get('last-event-id'));
    return null;
  };
  const tag = 'live';
  return [
    route({
      verb: 'get',
      path: '/live',
      tag,
      summary: 'Agents, queues, services and contacts now; an event stream with Accept: text/event-stream',
      responses: { 200: { description: 'The view', schema: LiveViewShape } },
      handle: async call =>
        call.req.accepts(['json', 'text/event-stream']) === 'text/event-stream'
          ? open(call)
          : { body: deps.engine.liveView() },
    }),
    route({
      verb: 'get',
      path: '/live/events',
      tag,
      summary: 'The same as a stream, whatever Accept says; Last-Event-ID is understood',
      responses: { 200: stream },
      handle: async call => open(call),
    }),
  ];
}
