/** What an agent did today: for itself in the PhoneBar, and for its supervisor. */
import { DateTime } from 'luxon';
import { z } from 'zod';
import { NotFound } from '../../../runtime/errors.ts';
import type { AgentDay } from '../../../runtime/ports/agent-day.ts';
import type { ApiContext } from './context.ts';
import { ById } from './parameters.ts';
import { ownAgent } from './phonebar.ts';
import { route, type Route } from './route.ts';

const Ms = z.number();
const AgentDayShape = z.object({
  agentId: z.number().int(),
  from: z.number().int(),
  at: z.number().int(),
  contacts: z.number().int().min(0),
  loggedInMs: Ms,
  readyMs: Ms,
  offeredMs: Ms,
  talkMs: Ms,
  holdMs: Ms,
  wrapUpMs: Ms,
  awayMs: Ms,
  pauses: z.array(z.object({ pauseId: z.number().int().nullable(), ms: Ms })),
  averageHandlingMs: Ms.nullable(),
  occupancy: z.number().min(0).max(1).nullable(),
}) satisfies z.ZodType<AgentDay>;

export function agentDayRoutes({ deps }: ApiContext): Route[] {
  const { engine, settings, store } = deps;
  const summary = 'Figures of the day so far, from the intervals of the states (docs/figures.md)';
  const responses = { 200: { description: 'Up to `at`', schema: AgentDayShape } };

  function read(agentId: number): Promise<AgentDay> {
    const view = engine.agentView(agentId);
    if (!view) throw new NotFound(`agents ${agentId}`);
    const now = DateTime.now().setZone(settings.timeZone);
    const { state, since, pauseId, contact } = view;
    const present = { state, since, pauseId, contactId: contact?.contactId ?? null };
    return store.agentDay.read(agentId, now.startOf('day').toMillis(), now.toMillis(), present);
  }

  return [
    route({
      verb: 'get',
      path: '/phonebar/day',
      tag: 'phonebar',
      summary,
      responses,
      handle: async ({ identity }) => ({ body: await read(ownAgent(identity)) }),
    }),
    route({
      verb: 'get',
      path: '/agents/{id}/day',
      tag: 'agents',
      params: ById,
      summary,
      responses,
      handle: async ({ params }) => ({ body: await read(params.id) }),
    }),
  ];
}
