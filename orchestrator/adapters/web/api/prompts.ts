/** Recordings of prompts: upload, speech, listening, versions. The prompts themselves are a collection. */
import { z } from 'zod';
import { Language, Prompt } from '../../../core/configuration/schemas.ts';
import { NotFound } from '../../../runtime/errors.ts';
import type { PromptRecording } from '../../../runtime/ports/prompts.ts';
import type { ApiContext } from './context.ts';
import { ById, IdInPath } from './parameters.ts';
import { route, type Route } from './route.ts';
import { sendSound } from './send-file.ts';

const about = { tag: 'prompts' };
const At = z.number().int();
export const RecordingShape = z.object({
  promptId: Prompt.shape.id,
  language: Language,
  version: z.number().int(),
  checksum: z.string(),
  durationMs: z.number().int(),
  made: z.enum(['upload', 'recorded', 'phone', 'speech']),
  text: z.string(),
  at: At,
  by: z.string(),
}) satisfies z.ZodType<PromptRecording>;
const Recordings = z.object({ items: z.array(RecordingShape) });

const ByLanguage = ById.extend({ language: Language });
const Text = z.string().trim().min(1).max(2000);
const Voice = z.string().regex(/^[A-Za-z0-9+_-]{1,40}$/);
const audio = { description: 'WAV, 16 kHz', contentType: 'audio/wav' };

export function promptRoutes({ deps }: ApiContext): Route[] {
  const { store, prompts } = deps;

  async function versionOf(id: number, language: Language, version?: number): Promise<PromptRecording> {
    const versions = await store.prompts.versions(id, language);
    const found =
      version === undefined ? versions[0] : versions.find(recording => recording.version === version);
    if (!found) throw new NotFound(`this recording of prompts/${id}`);
    return found;
  }

  return [
    route({
      verb: 'get',
      path: '/prompts/recordings',
      ...about,
      summary: 'What each prompt sounds like now, per language',
      responses: { 200: { description: 'The recordings', schema: Recordings } },
      handle: async () => ({ body: { items: await store.prompts.current() } }),
    }),
    route({
      verb: 'post',
      path: '/prompts/speech-preview',
      ...about,
      summary: 'Says a text, keeping nothing',
      body: z.object({ language: Language, text: Text, voice: Voice.optional() }),
      responses: { 200: audio },
      handle: async ({ body, res }) => {
        const sound = await prompts.preview(body.language, body.text, body.voice);
        res.type('audio/wav').send(sound);
        return null;
      },
    }),
    route({
      verb: 'get',
      path: '/prompts/{id}/recordings',
      ...about,
      summary: 'What the prompt sounds like now, per language',
      params: ById,
      responses: { 200: { description: 'The recordings', schema: Recordings } },
      handle: async ({ params }) => ({ body: { items: await store.prompts.current(params.id) } }),
    }),
    route({
      verb: 'put',
      path: '/prompts/{id}/{language}',
      ...about,
      summary: 'A new version from a WAV, MP3 or OGG file, at most 20 MB and 10 minutes',
      params: ByLanguage,
      query: z.object({ made: z.enum(['upload', 'recorded']).default('upload') }),
      upload: '20mb',
      responses: { 200: { description: 'The new version', schema: RecordingShape } },
      handle: async ({ params: { id, language }, query, upload, identity }) => ({
        body: await prompts.add(id, language, upload, query.made, identity.name),
      }),
    }),
    route({
      verb: 'post',
      path: '/prompts/{id}/{language}/speech',
      ...about,
      summary: 'A new version from a text',
      params: ByLanguage,
      body: z.object({ text: Text }),
      responses: { 200: { description: 'The new version', schema: RecordingShape } },
      handle: async ({ params: { id, language }, body, identity }) => ({
        body: await prompts.speak(id, language, body.text, identity.name),
      }),
    }),
    route({
      verb: 'delete',
      path: '/prompts/{id}/{language}',
      ...about,
      summary: 'Takes the recordings of a language away',
      params: ByLanguage,
      responses: { 204: { description: 'They are gone' } },
      handle: async ({ params: { id, language }, identity }) => {
        if (!(await prompts.removeLanguage(id, language, identity.name)))
          throw new NotFound(`a recording of prompts/${id} in ${language}`);
        return { status: 204 };
      },
    }),
    route({
      verb: 'get',
      path: '/prompts/{id}/{language}/audio',
      ...about,
      summary: 'The sound; ranges are answered',
      params: ByLanguage,
      query: z.object({ version: IdInPath.optional() }),
      responses: { 200: audio },
      handle: async ({ params: { id, language }, query, res }) => {
        const { checksum } = await versionOf(id, language, query.version);
        return sendSound(res, prompts.folder, prompts.fileName(checksum));
      },
    }),
    route({
      verb: 'get',
      path: '/prompts/{id}/{language}/versions',
      ...about,
      summary: 'All versions, newest first',
      params: ByLanguage,
      responses: { 200: { description: 'The versions', schema: Recordings } },
      handle: async ({ params: { id, language } }) => ({
        body: { items: await store.prompts.versions(id, language) },
      }),
    }),
    route({
      verb: 'post',
      path: '/prompts/{id}/{language}/restore',
      ...about,
      summary: 'Makes an earlier version the newest again',
      params: ByLanguage,
      body: z.object({ version: z.number().int().min(1) }),
      responses: { 200: { description: 'The new version', schema: RecordingShape } },
      handle: async ({ params: { id, language }, body, identity }) => ({
        body: await prompts.restore(id, language, body.version, identity.name),
      }),
    }),
  ];
}
