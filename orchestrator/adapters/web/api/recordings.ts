/** Recorded calls: list, listening, download, deletion. Who may do what is a right of the role. */
import { z } from 'zod';
import { NotFound, PhonesError } from '../../../runtime/errors.ts';
import type { CallRecording, RecordingRight } from '../../../runtime/ports/recordings.ts';
import type { Identity } from '../identity.ts';
import type { ApiContext } from './context.ts';
import { moment } from './moments.ts';
import { KeyInQuery, Search, listed, pageOf, paging } from './parameters.ts';
import { route, type Route } from './route.ts';
import { sendSound } from './send-file.ts';

const Key = z.number().int();
const RecordingShape = z.object({
  id: z.string(),
  contactId: z.string(),
  node: z.string(),
  campaignId: Key,
  channels: z.enum(['stereo', 'mixed']),
  onDemand: z.boolean(),
  startedAt: z.number().int(),
  keepDays: z.number().int(),
  state: z.enum(['coming', 'kept', 'lost']),
  lengthMs: z.number().int().nullable(),
  bytes: z.number().int().nullable(),
  checksum: z.string().nullable(),
  peaks: z.array(z.array(z.number().int())).nullable(),
  serviceId: Key.nullable(),
  agentId: Key.nullable(),
  callerNumber: z.string(),
  callerName: z.string(),
}) satisfies z.ZodType<CallRecording>;
const rights = ['list', 'listen', 'download', 'delete'] as const satisfies readonly RecordingRight[];
const Right = z.enum(rights);

const tag = 'recordings';
/** Whatever is asked for: what is no id of ours is as unknown as any other, and written down all the same (S6). */
const ById = z.object({ id: z.string().min(1).max(300) });
const Truth = z
  .enum(['true', 'false'])
  .transform(text => text === 'true')
  .optional();

export function recordingRoutes({ deps }: ApiContext): Route[] {
  const { settings } = deps;
  const { recordings } = deps.store;

  /** Supervisors have the right that administrators gave them; who tries without is in the audit log. */
  async function demand(right: RecordingRight, id: string, who: Identity): Promise<void> {
    if (who.role === 'administrator') return;
    if (rights.indexOf(await recordings.right()) >= rights.indexOf(right)) return;
    await refusal(id, who);
    throw new PhonesError('forbidden', `your role may not ${right} here`);
  }

  const refusal = (id: string, { name: by }: Identity): Promise<void> =>
    deps.store.audit.add({ by, action: 'listenRefused', object: `recordings/${id}`, detail: {} });

  return [
    route({
      verb: 'get',
      path: '/recordings',
      tag,
      summary: 'Lists recorded calls that began in [from, to), newest first',
      query: z.object({
        campaignId: KeyInQuery,
        serviceId: KeyInQuery,
        agentId: KeyInQuery,
        contactId: z.string().max(80).optional(),
        from: moment(settings.timeZone),
        to: moment(settings.timeZone),
        search: Search,
        ...paging,
      }),
      responses: { 200: { description: 'A page of the list', schema: pageOf(RecordingShape) } },
      handle: ({ query }) => listed(recordings.list(query)),
    }),
    route({
      verb: 'get',
      path: '/recordings/{id}',
      tag,
      summary: 'One recorded call',
      params: ById,
      responses: { 200: { description: 'The recording', schema: RecordingShape } },
      handle: async ({ params: { id } }) => {
        const body = await recordings.get(id);
        if (!body) throw new NotFound(`recordings/${id}`);
        return { body };
      },
    }),
    route({
      verb: 'get',
      path: '/recordings/{id}/audio',
      tag,
      summary: 'The sound; ranges are answered. Who listens or downloads is in the audit log',
      params: ById,
      query: z.object({ download: Truth }),
      responses: { 200: { description: 'WAV, 8 kHz', contentType: 'audio/wav' } },
      handle: async ({ params: { id }, query, identity, req, res }) => {
        const how = query.download ? 'download' : 'listen';
        await demand(how, id, identity);
        const recording = await recordings.get(id);
        if (!recording) {
          await refusal(id, identity);
          throw new NotFound(`recordings/${id}`);
        }
        // A player that seeks asks for parts of what was checked when it began.
        const { range } = req.headers;
        if (range === undefined || /^bytes=0?-/.test(range)) await deps.recordings.check(recording);
        await recordings.heard(id, how, identity.name);
        const name = deps.recordings.fileName(id);
        return sendSound(res, deps.recordings.folder, name, query.download ? `call-${name}` : undefined);
      },
    }),
    route({
      verb: 'delete',
      path: '/recordings/{id}',
      tag,
      summary: 'Deletes a recorded call: its sound and its place in the list together',
      params: ById,
      responses: { 204: { description: 'It is gone' } },
      handle: async ({ params: { id }, identity }) => {
        if (!(await recordings.get(id))) throw new NotFound(`recordings/${id}`);
        await demand('delete', id, identity);
        await deps.recordings.remove(id, identity.name);
        return { status: 204 };
      },
    }),
    route({
      verb: 'get',
      path: '/recording-access',
      tag,
      summary: 'What supervisors may do with recorded calls',
      responses: { 200: { description: 'The right', schema: z.object({ supervisor: Right }) } },
      handle: async () => ({ body: { supervisor: await recordings.right() } }),
    }),
    route({
      verb: 'put',
      path: '/recording-access',
      tag,
      summary: 'Sets it: list, listen, download or delete; each contains the ones before',
      body: z.object({ supervisor: Right }),
      responses: { 200: { description: 'The right', schema: z.object({ supervisor: Right }) } },
      handle: async ({ body, identity }) => {
        await recordings.setRight(body.supervisor, identity.name);
        return { body };
      },
    }),
  ];
}
