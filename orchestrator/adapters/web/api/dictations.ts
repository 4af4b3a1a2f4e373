/** Prompts that are recorded by phone: #phones calls, says what to do, and keeps what was said. */
import { z } from 'zod';
import { DialledNumber, Language, Prompt } from '../../../core/configuration/schemas.ts';
import { NotFound } from '../../../runtime/errors.ts';
import type { DictationView } from '../../../runtime/ports/engine.ts';
import type { ApiContext } from './context.ts';
import { ById } from './parameters.ts';
import { route, type Route } from './route.ts';

const about = { tag: 'prompts' };
const ByLanguage = ById.extend({ language: Language });
const ByCall = ByLanguage.extend({ call: z.string().max(100) });

export const DictationShape = z.object({
  id: z.string(),
  contactId: z.string(),
  promptId: Prompt.shape.id,
  language: Language,
  step: z.enum(['calling', 'instructing', 'recording', 'choosing', 'hearing', 'keeping', 'ended']),
  result: z
    .enum([
      'kept',
      'busy',
      'noAnswer',
      'rejected',
      'notReached',
      'hungUp',
      'cancelled',
      'notChosen',
      'empty',
      'failed',
    ])
    .nullable(),
  version: z.number().int().nullable(),
}) satisfies z.ZodType<DictationView>;

const Asked = z.object({
  /** Extension of an agent, or a number that a line may call. */
  number: DialledNumber,
  /** Language in which the phone says what to do; absent = that of the prompt. */
  speak: Language.optional(),
});

export function dictationRoutes({ deps }: ApiContext): Route[] {
  const { engine, store } = deps;

  function find({ id, language, call }: z.infer<typeof ByCall>): DictationView {
    const found = engine.dictation(call);
    if (found?.promptId !== id || found.language !== language)
      throw new NotFound(`this recording by phone of prompts/${id}`);
    return found;
  }

  return [
    route({
      verb: 'post',
      path: '/prompts/{id}/{language}/record',
      ...about,
      summary: 'Calls a phone on which a new version is recorded',
      params: ByLanguage,
      body: Asked,
      responses: { 202: { description: 'The phone is called', schema: DictationShape } },
      handle: async ({ params: { id, language }, body, identity }) => {
        const prompt = await store.configuration.get('prompts', id);
        if (!prompt) throw new NotFound(`prompts/${id}`);
        const { number, speak = language } = body;
        const asked = { promptId: id, prompt: prompt.name, language, speak, number };
        const call = await engine.dictate(asked, identity.name);
        await store.audit.add({
          by: identity.name,
          action: 'recordByPhone',
          object: `prompts/${id}`,
          detail: { language, number },
        });
        return { status: 202, body: find({ id, language, call }) };
      },
    }),
    route({
      verb: 'get',
      path: '/prompts/{id}/{language}/record/{call}',
      ...about,
      summary: 'Where a recording by phone stands, and how it ended',
      params: ByCall,
      responses: { 200: { description: 'Where it stands', schema: DictationShape } },
      handle: async ({ params }) => ({ body: find(params) }),
    }),
    route({
      verb: 'delete',
      path: '/prompts/{id}/{language}/record/{call}',
      ...about,
      summary: 'Hangs up; nothing is kept, unless that is just being done',
      params: ByCall,
      responses: { 204: { description: 'It is hung up' } },
      handle: async ({ params, identity }) => {
        engine.cancelDictation(find(params).id, identity.name);
        return { status: 204 };
      },
    }),
  ];
}
