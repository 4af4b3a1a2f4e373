/** Messages from supervisors to agents: sent and followed by supervisors, read in the PhoneBar. */
import { DateTime } from 'luxon';
import { z } from 'zod';
import { Id } from '../../../core/configuration/schemas.ts';
import type { AgentView } from '../../../core/views.ts';
import { Invalid, PhonesError, TooManyAttempts } from '../../../runtime/errors.ts';
import type { MessageTarget, OwnMessage, SentMessage } from '../../../runtime/ports/agent-messages.ts';
import { createBucket } from '../sockets/bucket.ts';
import type { ApiContext } from './context.ts';
import { ById } from './parameters.ts';
import { ownAgent } from './phonebar.ts';
import { route, type Route } from './route.ts';

export const longestMessage = 500;
/** Each sender: so many at once, then one in so many ms. */
const burst = 10;
const everyMs = 6000;

const Target = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('agent'), agentId: Id }),
  z.strictObject({ kind: z.literal('campaign'), campaignId: Id }),
  z.strictObject({ kind: z.literal('all') }),
]) satisfies z.ZodType<MessageTarget>;
const Input = z.strictObject({
  to: Target,
  /** Line breaks may be in it, no other control characters. */
  text: z
    .string()
    .trim()
    .min(1)
    .max(longestMessage)
    .regex(/^[^\p{Cc}]*(\n[^\p{Cc}]*)*$/u, 'no control characters'),
  /** Also those who are logged out: they read it when they come. One agent always gets it. */
  loggedOut: z.boolean().default(false),
});

const common = { id: z.number().int(), at: z.number().int(), by: z.string(), text: z.string() };
const ReadAt = z.number().int().nullable();
const OwnShape = z.object({ ...common, readAt: ReadAt }) satisfies z.ZodType<OwnMessage>;
const SentShape = z.object({
  ...common,
  to: Target,
  readers: z.array(z.object({ agentId: z.number().int(), readAt: ReadAt })),
}) satisfies z.ZodType<SentMessage>;

export function agentMessageRoutes({ deps, tell }: ApiContext): Route[] {
  const { engine, settings, store } = deps;
  const buckets = new Map<string, ReturnType<typeof createBucket>>();
  const midnight = (): number => DateTime.now().setZone(settings.timeZone).startOf('day').toMillis();

  function limit(name: string): void {
    let bucket = buckets.get(name);
    if (!bucket) buckets.set(name, (bucket = createBucket(1000 / everyMs, burst)));
    if (!bucket.take()) throw new TooManyAttempts(everyMs);
  }

  async function views(): Promise<AgentView[]> {
    const agents = await store.configuration.names('agents');
    return agents.flatMap(({ id }) => engine.agentView(id) ?? []);
  }

  /** Whom the message reaches. Throws Invalid when the target does not exist, nobodyThere when nobody is meant. */
  async function agentsOf(to: MessageTarget, loggedOut: boolean): Promise<number[]> {
    const unknown = (member: string, message: string): Invalid =>
      new Invalid([{ path: ['to', member], code: 'unknown', message }]);
    if (to.kind === 'agent') {
      if (!engine.agentView(to.agentId)) throw unknown('agentId', 'there is no such agent');
      return [to.agentId];
    }
    if (to.kind === 'campaign') {
      const campaign = await store.configuration.get('campaigns', to.campaignId);
      if (campaign?.kind !== 'human') throw unknown('campaignId', 'there is no such human campaign');
    }
    const meant = (await views()).filter(
      ({ state, campaigns }) =>
        (loggedOut || state !== 'loggedOut') &&
        (to.kind === 'all' || campaigns.some(({ id }) => id === to.campaignId)),
    );
    if (meant.length === 0) throw new PhonesError('nobodyThere', 'nobody is there to read it');
    return meant.map(({ agentId }) => agentId);
  }

  return [
    route({
      verb: 'get',
      path: '/messages',
      tag: 'messages',
      summary: 'Messages sent to agents today, newest first, with who has read them',
      responses: { 200: { description: 'At most 200', schema: z.object({ items: z.array(SentShape) }) } },
      handle: async () => ({ body: { items: await store.agentMessages.sent(midnight()) } }),
    }),
    route({
      verb: 'post',
      path: '/messages',
      tag: 'messages',
      summary: 'Sends a message to an agent, to those of a campaign, or to all',
      body: Input,
      responses: { 201: { description: 'Sent, and to whom', schema: SentShape } },
      handle: async ({ body: { to, text, loggedOut }, identity }) => {
        const agentIds = await agentsOf(to, loggedOut);
        limit(identity.name);
        const message = await store.agentMessages.send({ to, text, agentIds }, identity.name);
        tell.messagesChanged(agentIds);
        return { status: 201, body: message };
      },
    }),
    route({
      verb: 'get',
      path: '/phonebar/messages',
      tag: 'phonebar',
      summary: 'Messages to the operator: of today, and those not read yet; newest first',
      responses: { 200: { description: 'At most 200', schema: z.object({ items: z.array(OwnShape) }) } },
      handle: async ({ identity }) => ({
        body: { items: await store.agentMessages.of(ownAgent(identity), midnight()) },
      }),
    }),
    route({
      verb: 'put',
      path: '/phonebar/messages/{id}/read',
      tag: 'phonebar',
      params: ById,
      summary: 'The operator has read the message',
      responses: { 204: { description: 'Noted' } },
      handle: async ({ params, identity }) => {
        const agentId = ownAgent(identity);
        await store.agentMessages.read(params.id, agentId);
        tell.messagesChanged([agentId]);
        return { status: 204 };
      },
    }),
  ];
}
