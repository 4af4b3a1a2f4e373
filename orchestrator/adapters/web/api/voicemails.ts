/** Messages that callers left: list, listening, download, deletion. Who may listen and delete is a right of the role. */
import { z } from 'zod';
import { NotFound, PhonesError } from '../../../runtime/errors.ts';
import type { Voicemail, VoicemailRight } from '../../../runtime/ports/voicemails.ts';
import type { Identity } from '../identity.ts';
import type { ApiContext } from './context.ts';
import { moment } from './moments.ts';
import { KeyInQuery, Search, listed, pageOf, paging } from './parameters.ts';
import { route, type Route } from './route.ts';
import { sendSound } from './send-file.ts';

const At = z.number().int();
const Key = z.number().int();
const VoicemailShape = z.object({
  id: z.string(),
  contactId: z.string(),
  node: z.string(),
  campaignId: Key,
  boxCampaignId: Key.nullable(),
  boxAgentId: Key.nullable(),
  serviceId: Key.nullable(),
  callerNumber: z.string(),
  callerName: z.string(),
  leftAt: At,
  state: z.enum(['coming', 'kept', 'lost']),
  lengthMs: z.number().int().nullable(),
  bytes: z.number().int().nullable(),
  checksum: z.string().nullable(),
  heardAt: At.nullable(),
  heardBy: z.string().nullable(),
}) satisfies z.ZodType<Voicemail>;
const Listenings = z.array(z.object({ at: At, by: z.string(), how: z.enum(['listen', 'download']) }));
const Right = z.enum(['list', 'listen', 'delete']) satisfies z.ZodType<VoicemailRight>;

const tag = 'voicemails';
/** Whatever is asked for: what is no id of ours is as unknown as any other, and written down all the same (S6). */
const ById = z.object({ id: z.string().min(1).max(300) });
const Truth = z
  .enum(['true', 'false'])
  .transform(text => text === 'true')
  .optional();

export function voicemailRoutes({ deps }: ApiContext): Route[] {
  const { settings } = deps;

  async function found(id: string): Promise<Voicemail> {
    const message = await deps.store.voicemails.get(id);
    if (!message) throw new NotFound(`voicemails/${id}`);
    return message.voicemail;
  }

  /** Supervisors have the right that administrators gave them; who tries without is in the audit log. */
  async function demand(right: Exclude<VoicemailRight, 'list'>, id: string, who: Identity): Promise<void> {
    if (who.role === 'administrator') return;
    const has = await deps.store.voicemails.right();
    if (has === 'delete' || has === right) return;
    await refusal(id, who);
    throw new PhonesError('forbidden', `your role may not ${right} here`);
  }

  const refusal = (id: string, { name: by }: Identity): Promise<void> =>
    deps.store.audit.add({ by, action: 'listenRefused', object: `voicemails/${id}`, detail: {} });

  return [
    route({
      verb: 'get',
      path: '/voicemails',
      tag,
      summary: 'Lists messages that callers left in [from, to), newest first',
      query: z.object({
        campaignId: KeyInQuery,
        serviceId: KeyInQuery,
        contactId: z.string().max(80).optional(),
        heard: Truth,
        from: moment(settings.timeZone),
        to: moment(settings.timeZone),
        search: Search,
        ...paging,
      }),
      responses: { 200: { description: 'A page of the list', schema: pageOf(VoicemailShape) } },
      handle: ({ query }) => listed(deps.store.voicemails.list(query)),
    }),
    route({
      verb: 'get',
      path: '/voicemails/{id}',
      tag,
      summary: 'One message, and who listened to it',
      params: ById,
      responses: {
        200: {
          description: 'The message',
          schema: z.object({ voicemail: VoicemailShape, listenings: Listenings }),
        },
      },
      handle: async ({ params: { id } }) => {
        const message = await deps.store.voicemails.get(id);
        if (!message) throw new NotFound(`voicemails/${id}`);
        return { body: message };
      },
    }),
    route({
      verb: 'get',
      path: '/voicemails/{id}/audio',
      tag,
      summary: 'The sound; ranges are answered. Who listens or downloads is noted',
      params: ById,
      query: z.object({ download: Truth }),
      responses: { 200: { description: 'WAV, 8 kHz', contentType: 'audio/wav' } },
      handle: async ({ params: { id }, query, identity, req, res }) => {
        await demand('listen', id, identity);
        const message = await deps.store.voicemails.get(id);
        if (!message) {
          await refusal(id, identity);
          throw new NotFound(`voicemails/${id}`);
        }
        // A player that seeks asks for parts of what was checked when it began.
        const { range } = req.headers;
        if (range === undefined || /^bytes=0?-/.test(range)) await deps.voicemails.check(message.voicemail);
        const how = query.download ? 'download' : 'listen';
        await deps.store.voicemails.heard(id, how, identity.name);
        const name = deps.voicemails.fileName(id);
        return sendSound(res, deps.voicemails.folder, name, query.download ? `voicemail-${name}` : undefined);
      },
    }),
    route({
      verb: 'put',
      path: '/voicemails/{id}/heard',
      tag,
      summary: 'Marks a message as heard, or as new again',
      params: ById,
      body: z.object({ heard: z.boolean() }),
      responses: { 204: { description: 'It is marked' } },
      handle: async ({ params: { id }, body, identity }) => {
        await found(id);
        await demand('listen', id, identity);
        await deps.store.voicemails.setHeard(id, body.heard, identity.name);
        return { status: 204 };
      },
    }),
    route({
      verb: 'delete',
      path: '/voicemails/{id}',
      tag,
      summary: 'Deletes a message: its sound and its place in the list together',
      params: ById,
      responses: { 204: { description: 'It is gone' } },
      handle: async ({ params: { id }, identity }) => {
        await found(id);
        await demand('delete', id, identity);
        await deps.voicemails.remove(id, identity.name);
        return { status: 204 };
      },
    }),
    route({
      verb: 'get',
      path: '/voicemail-access',
      tag,
      summary: 'What supervisors may do with messages',
      responses: { 200: { description: 'The right', schema: z.object({ supervisor: Right }) } },
      handle: async () => ({ body: { supervisor: await deps.store.voicemails.right() } }),
    }),
    route({
      verb: 'put',
      path: '/voicemail-access',
      tag,
      summary: 'Sets it: list = see who called, listen = hear and download too, delete = delete too',
      body: z.object({ supervisor: Right }),
      responses: { 200: { description: 'The right', schema: z.object({ supervisor: Right }) } },
      handle: async ({ body, identity }) => {
        await deps.store.voicemails.setRight(body.supervisor, identity.name);
        return { body };
      },
    }),
  ];
}
