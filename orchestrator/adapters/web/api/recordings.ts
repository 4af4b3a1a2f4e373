/** Recorded calls: list, listening, download, checks, deletion. Who may do what is a right of the role. */
import { z } from 'zod';
import { NotFound, PhonesError } from '../../../runtime/errors.ts';
import {
  recordingStates,
  type CallRecording,
  type RecordingRight,
} from '../../../runtime/ports/recordings.ts';
import type { Identity } from '../identity.ts';
import type { ApiContext } from './context.ts';
import { moment } from './moments.ts';
import { KeyInQuery, Search, listed, pageOf, paging } from './parameters.ts';
import { route, type Route } from './route.ts';
import { sendSound } from './send-file.ts';

const Key = z.number().int();
const Fault = z.enum(['damaged', 'missing']).nullable();
const RecordingShape = z.object({
  id: z.string(),
  contactId: z.string(),
  node: z.string(),
  campaignId: Key,
  channels: z.enum(['stereo', 'mixed']),
  onDemand: z.boolean(),
  startedAt: z.number().int(),
  keepDays: z.number().int(),
  keptUntil: z.number().int().nullable(),
  state: z.enum(['coming', 'kept', 'lost', 'deleted']),
  fault: Fault,
  checkedAt: z.number().int().nullable(),
  deletion: z.object({ at: z.number().int(), by: z.string(), reason: z.string() }).nullable(),
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
/** Seconds, as whole numbers. */
const Seconds = z
  .string()
  .regex(/^[0-9]{1,6}$/, 'a whole number of seconds')
  .transform(text => Number(text) * 1000)
  .optional()
  .meta({ type: 'integer', minimum: 0 });
const Deletions = z.object({
  ids: z.array(z.string().min(1).max(300)).min(1).max(200),
  reason: z.string().trim().min(3).max(200),
});
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

  /** One that was not deleted. */
  async function standing(id: string): Promise<CallRecording> {
    const recording = await recordings.get(id);
    if (!recording || recording.state === 'deleted') throw new NotFound(`recordings/${id}`);
    return recording;
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
        state: z.enum(recordingStates).optional(),
        minSeconds: Seconds,
        maxSeconds: Seconds,
        keptBefore: moment(settings.timeZone),
        ...paging,
      }),
      responses: {
        200: {
          description: 'A page of the list, without `peaks`; deleted ones only where `state` asks for them',
          schema: pageOf(RecordingShape),
        },
      },
      handle: ({ query: { minSeconds: minLengthMs, maxSeconds: maxLengthMs, ...filter } }) =>
        listed(recordings.list({ ...filter, minLengthMs, maxLengthMs })),
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
        if (!recording || recording.state === 'deleted') {
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
      summary: 'Deletes the sound of a recorded call; a trace of it stays',
      params: ById,
      responses: { 204: { description: 'It is gone' } },
      handle: async ({ params: { id }, identity }) => {
        await standing(id);
        await demand('delete', id, identity);
        await deps.recordings.remove(id, identity.name);
        return { status: 204 };
      },
    }),
    route({
      verb: 'post',
      path: '/recordings/deletions',
      tag,
      summary:
        'Deletes the sounds of several recorded calls, and keeps why; those that are gone already are left out',
      body: Deletions,
      responses: {
        200: { description: 'How many were deleted', schema: z.object({ deleted: z.number().int() }) },
      },
      handle: async ({ body: { ids, reason }, identity }) => {
        let deleted = 0;
        for (const id of ids) {
          await demand('delete', id, identity);
          const recording = await recordings.get(id);
          if (!recording || recording.state === 'deleted') continue;
          await deps.recordings.remove(id, identity.name, reason);
          deleted += 1;
        }
        return { body: { deleted } };
      },
    }),
    route({
      verb: 'post',
      path: '/recordings/{id}/check',
      tag,
      summary: 'Reads the file of a recorded call anew and compares it with its checksum',
      params: ById,
      responses: { 200: { description: 'What was found', schema: z.object({ fault: Fault }) } },
      handle: async ({ params: { id } }) => ({
        body: { fault: await deps.recordings.verify(await standing(id)) },
      }),
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
