/** Scripts beyond their collection: publishing, versions, and what contacts hold. */
import { z } from 'zod';
import { Id, ScriptDocument, ScriptValue } from '../../../core/configuration/schemas.ts';
import { NotFound } from '../../../runtime/errors.ts';
import { mayReadSensitive } from '../../../runtime/ports/scripts.ts';
import type { Stored } from '../../../runtime/ports/store.ts';
import { applyStored, shown, shownSchema } from './collections.ts';
import type { ApiContext } from './context.ts';
import { ById } from './parameters.ts';
import { ByContact, ownContact } from './phonebar-contact.ts';
import { tagOf } from './revision.ts';
import { route } from './route.ts';
import type { Answer, Route } from './route.ts';

const At = z.number().int();
const HeadShape = z.object({ number: z.number().int(), note: z.string(), at: At, by: z.string() });
const Note = z.string().max(500).default('');
const ContactScriptShape = z.object({
  scriptId: Id,
  version: z.number().int(),
  document: ScriptDocument.nullable(),
  fields: z.array(
    z.object({
      name: z.string(),
      /** Null = it is sensitive, and the role may not read it. */
      value: ScriptValue.nullable(),
      sensitive: z.boolean(),
      agentId: Id,
      at: At,
    }),
  ),
});

export function scriptRoutes(context: ApiContext): Route[] {
  const { store, engine } = context.deps;
  const about = { tag: 'scripts' };
  const Scripts = shownSchema('scripts');
  const answer = (script: Stored<'scripts'>): Answer => ({
    body: shown('scripts', script),
    headers: { etag: tagOf(script.revision) },
  });
  return [
    route({
      verb: 'post',
      path: '/scripts/{id}/publish',
      ...about,
      summary: 'Makes the draft a new version, which contacts begin with from now on',
      params: ById,
      body: z.object({ revision: z.number().int().optional(), note: Note }),
      responses: { 200: { description: 'Published', schema: Scripts } },
      handle: async ({ params: { id }, body: { revision, note }, identity }) => {
        const script = await store.scripts.publish(id, revision, note, identity.name);
        await applyStored(context, 'scripts', script, identity.name);
        return answer(script);
      },
    }),
    route({
      verb: 'post',
      path: '/scripts/{id}/take-back',
      ...about,
      summary: 'Makes an earlier version the draft again; contacts meet it when it is published',
      params: ById,
      body: z.object({ version: z.number().int().positive() }),
      responses: { 200: { description: 'The script with its new draft', schema: Scripts } },
      handle: async ({ params: { id }, body: { version }, identity }) => {
        const script = await store.scripts.takeBack(id, version, identity.name);
        await applyStored(context, 'scripts', script, identity.name);
        return answer(script);
      },
    }),
    route({
      verb: 'get',
      path: '/scripts/{id}/versions',
      ...about,
      summary: 'Published versions, newest first',
      params: ById,
      responses: { 200: { description: 'The versions', schema: z.object({ items: z.array(HeadShape) }) } },
      handle: async ({ params: { id } }) => ({ body: { items: await store.scripts.versions(id) } }),
    }),
    route({
      verb: 'get',
      path: '/scripts/{id}/versions/{number}',
      ...about,
      summary: 'One version with its pages',
      params: ById.extend({ number: z.coerce.number().int().positive() }),
      responses: {
        200: { description: 'The version', schema: HeadShape.extend({ document: ScriptDocument }) },
      },
      handle: async ({ params: { id, number } }) => {
        const version = await store.scripts.version(id, number);
        if (!version) throw new NotFound(`version ${number} of scripts/${id}`);
        return { body: version };
      },
    }),
    route({
      verb: 'get',
      path: '/contacts/{id}/scripts',
      tag: 'contacts',
      summary: 'What operators filled in during the contact; null where the role may not read it',
      params: ByContact,
      responses: {
        200: { description: 'The scripts', schema: z.object({ items: z.array(ContactScriptShape) }) },
      },
      handle: async ({ params: { id }, identity: { role } }) => {
        if (!(await store.contacts.get(id))) throw new NotFound(`contacts ${id}`);
        const items = (await store.scripts.ofContact(id)).map(script => ({
          ...script,
          fields: script.fields.map(field =>
            field.sensitive && !mayReadSensitive(role, script.document) ? { ...field, value: null } : field,
          ),
        }));
        return { body: { items } };
      },
    }),
    route({
      verb: 'get',
      path: '/phonebar/contacts/{id}/script',
      tag: 'phonebar',
      summary: 'The pages of the script of the contact at hand, in the version on which it stays',
      params: ByContact,
      responses: {
        200: {
          description: 'The script',
          schema: z.object({ scriptId: Id, version: z.number().int(), document: ScriptDocument }),
        },
      },
      handle: async ({ params: { id }, identity }) => {
        const { script } = ownContact(context, identity, id);
        const document = script && engine.script(script.scriptId, script.version);
        if (!script || !document) throw new NotFound(`the script of contact ${id}`);
        return Promise.resolve({ body: { scriptId: script.scriptId, version: script.version, document } });
      },
    }),
  ];
}
