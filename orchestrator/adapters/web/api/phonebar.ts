/** What the operator's page needs besides its socket. */
import { z } from 'zod';
import { Agent, Pause, PhoneKind } from '../../../core/configuration/schemas.ts';
import type { PhoneKind as Kind } from '../../../core/configuration/schemas.ts';
import { NotFound, PhonesError } from '../../../runtime/errors.ts';
import type { Store, Stored } from '../../../runtime/ports/store.ts';
import type { Identity } from '../identity.ts';
import { ownAccount } from './me.ts';
import type { ApiContext } from './context.ts';
import { PreferencesShape, preferencesOf } from './operator-preferences.ts';
import { route } from './route.ts';
import type { Route } from './route.ts';
import { AccountShape, AgentViewShape, BrowserPhoneShape, CallDirectoryShape } from './shapes.ts';

/** Address of the WebSocket that the browser's SIP takes. */
export const sipPath = '/phonebar/sip';

const PhoneBarShape = z.object({
  serverTime: z.number().int(),
  account: AccountShape,
  agent: Agent,
  /** Null until the core knows the agent. */
  view: AgentViewShape.nullable(),
  pauses: z.array(Pause),
  phones: z.array(PhoneKind),
  preferences: PreferencesShape,
});

/** The agent of the operator who asks. */
export function ownAgent(identity: Identity): number {
  const { agentId } = ownAccount(identity);
  if (agentId === null) throw new PhonesError('forbidden', 'the account is of no agent');
  return agentId;
}

async function allPauses(configuration: Store['configuration']): Promise<z.infer<typeof Pause>[]> {
  const pauses: z.infer<typeof Pause>[] = [];
  let cursor: string | undefined;
  do {
    const page = await configuration.list('pauses', { limit: 200, ...(cursor ? { cursor } : {}) });
    pauses.push(...page.items.map(item => Pause.parse(item)));
    cursor = page.nextCursor;
  } while (cursor);
  return pauses;
}

/** The phones that the agent may log in with. */
function phonesOf(agent: Stored<'agents'>): Kind[] {
  const has: Record<Kind, boolean> = {
    browser: true,
    sip: agent.sipPhone !== null,
    outside: agent.outsidePhone !== null,
  };
  return PhoneKind.options.filter(kind => has[kind]);
}

export function phonebarRoutes({ deps }: ApiContext): Route[] {
  const { engine, store, telephony } = deps;
  const tag = 'phonebar';

  return [
    route({
      verb: 'get',
      path: '/phonebar',
      tag,
      summary: 'The operator, the agent as configured and as it is now, pauses and phones to choose from',
      responses: { 200: { description: 'All that the page begins with', schema: PhoneBarShape } },
      handle: async ({ identity }) => {
        const agentId = ownAgent(identity);
        const agent = await store.configuration.get('agents', agentId);
        if (!agent) throw new NotFound(`agents ${agentId}`);
        return {
          body: {
            serverTime: Date.now(),
            account: ownAccount(identity),
            agent: Agent.parse(agent),
            view: engine.agentView(agentId),
            pauses: await allPauses(store.configuration),
            phones: phonesOf(agent),
            preferences: await preferencesOf(store.settings, agentId),
          },
        };
      },
    }),
    route({
      verb: 'get',
      path: '/phonebar/directory',
      tag,
      summary:
        'Whom the operator can call: colleagues with their presence, campaigns, services, numbers to present',
      responses: { 200: { description: 'As it is now', schema: CallDirectoryShape } },
      handle: ({ identity }) => {
        const agentId = ownAgent(identity);
        const directory = engine.callDirectory(agentId);
        if (!directory) throw new NotFound(`agents ${agentId}`);
        return Promise.resolve({ body: directory });
      },
    }),
    route({
      verb: 'post',
      path: '/phonebar/phone',
      tag,
      summary: 'Makes a new secret for the phone in this browser; the one before stops working',
      responses: {
        201: {
          description: 'What the browser registers with, over the WebSocket at socketPath',
          schema: BrowserPhoneShape.extend({ socketPath: z.string() }),
        },
      },
      handle: async ({ identity }) => ({
        status: 201,
        body: { ...(await telephony.issueBrowserPhone(ownAgent(identity))), socketPath: sipPath },
      }),
    }),
    route({
      verb: 'delete',
      path: '/phonebar/phone',
      tag,
      summary: 'Withdraws the phone in the browser',
      responses: { 204: { description: 'Withdrawn' } },
      handle: async ({ identity }) => {
        await telephony.revokeBrowserPhone(ownAgent(identity));
        return { status: 204 };
      },
    }),
  ];
}
