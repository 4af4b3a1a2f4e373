/** Agents at work: their state and view (their configuration is a collection). */
import { z } from 'zod';
import { Id, PhoneKind } from '../../../core/configuration/schemas.ts';
import type { AgentView } from '../../../core/views.ts';
import { Invalid, NotFound } from '../../../runtime/errors.ts';
import { setAgentState } from './agent-state.ts';
import type { Wanted } from './agent-state.ts';
import type { ApiContext } from './context.ts';
import { ById } from './parameters.ts';
import { route } from './route.ts';
import type { Route } from './route.ts';
import { AgentViewShape } from './shapes.ts';

const StateInput = z.object({
  state: z.enum(['ready', 'pause', 'loggedOut']),
  /** With `pause` only. */
  pauseId: Id.optional(),
  /** For the log in; absent = the agent's default phone. */
  phone: PhoneKind.optional(),
});

function wantedBy({ state, pauseId, phone }: z.infer<typeof StateInput>): Wanted {
  if (state === 'pause') {
    if (pauseId !== undefined) return { state, pauseId, phone };
    throw new Invalid([{ path: ['pauseId'], code: 'required', message: 'name the pause' }]);
  }
  return state === 'ready' ? { state, phone } : { state };
}

export function agentRoutes({ deps }: ApiContext): Route[] {
  const { engine, store } = deps;
  const about = { tag: 'agents', params: ById };
  const responses = { 200: { description: 'The agent as its PhoneBar sees it', schema: AgentViewShape } };

  const viewOf = (agentId: number): AgentView => {
    const view = engine.agentView(agentId);
    if (!view) throw new NotFound(`agents ${agentId}`);
    return view;
  };
  const read = (path: string, summary: string): Route =>
    route({
      verb: 'get',
      path,
      ...about,
      summary,
      responses,
      handle: async ({ params }) => ({ body: viewOf(params.id) }),
    });

  return [
    read('/agents/{id}/view', 'The agent as its PhoneBar sees it'),
    read('/agents/{id}/state', 'The state of an agent'),
    route({
      verb: 'post',
      path: '/agents/{id}/state',
      ...about,
      summary:
        'Puts an agent into a state; logs in first where needed. During a contact it applies when that ends',
      body: StateInput,
      responses: {
        ...responses,
        202: { description: 'Taken, but the state has not come yet', schema: AgentViewShape },
      },
      handle: async ({ params, body, identity }) => {
        const before = viewOf(params.id).state;
        const { view, done } = await setAgentState(deps, params.id, wantedBy(body), identity.name);
        await store.audit.add({
          by: identity.name,
          action: 'agentState',
          object: `agents/${params.id}`,
          detail: { state: [before, body.state] },
        });
        return { status: done ? 200 : 202, body: view };
      },
    }),
  ];
}
