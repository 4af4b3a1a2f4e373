/** The configuration collections: the same routes for each, made from its schemas. */
import { z } from 'zod';
import { Id, collections, inputs, secretFields, serverFields } from '../../../core/configuration/schemas.ts';
import type {
  Collection,
  ConfigurationChange,
  ConfigurationObject,
} from '../../../core/configuration/schemas.ts';
import { Conflict, NotFound } from '../../../runtime/errors.ts';
import type { Secrets, Stored } from '../../../runtime/ports/store.ts';
import type { Identity } from '../identity.ts';
import { Stale } from '../problems.ts';
import { check } from './check.ts';
import type { ApiContext } from './context.ts';
import { mergeInto, withoutKept } from './merge.ts';
import { ById, Search, Sort, listed, pageOf, paging } from './parameters.ts';
import { revisionOf, tagOf } from './revision.ts';
import { route } from './route.ts';
import type { Answer, Route } from './route.ts';
import { DependentShape } from './shapes.ts';

const kept = { id: Id, revision: z.number().int(), createdAt: z.number().int(), updatedAt: z.number().int() };

/** The object schemas behind a collection: one, or one for each kind. */
const variants = (schema: z.ZodType): z.ZodObject[] =>
  schema instanceof z.ZodObject
    ? [schema]
    : schema instanceof z.ZodDiscriminatedUnion
      ? schema.options.filter(option => option instanceof z.ZodObject)
      : [];

/** Members that are too large for an answer. */
const unshown: Partial<Record<Collection, string>> = { flows: 'document', scripts: 'document' };

/** What is shown: the object and what the server keeps about it. */
export function shownSchema(collection: Collection): z.ZodType {
  const name = unshown[collection];
  const [first, ...others] = variants(collections[collection]).map(schema =>
    z.object(
      Object.fromEntries(Object.entries({ ...schema.shape, ...kept }).filter(([key]) => key !== name)),
    ),
  );
  if (!first) throw new Error(`${collection} has no object schema`);
  return others.length === 0 ? first : z.union([first, ...others]);
}

export function shown<C extends Collection>(collection: C, object: Stored<C>): object {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== unshown[collection]));
}

/**
 * Hands an object as it is stored now (null = deleted) to the running system. What is stored stands even if
 * the system cannot take it now: it reads all of it at its next start.
 */
export async function applyStored<C extends Collection>(
  { deps: { applyChanges, log } }: ApiContext,
  collection: C,
  object: Stored<C> | { deleted: number },
  by: string,
): Promise<void> {
  const deleted = 'deleted' in object;
  const id = deleted ? object.deleted : object.id;
  const change = { collection, id, object: deleted ? null : collections[collection].parse(object) };
  try {
    await applyChanges([change as ConfigurationChange], by);
  } catch (error) {
    log.error({ err: error, collection, id }, 'a stored change could not be applied');
  }
}

/** Splits what was sent into the object and the secrets that are only ever written. */
function split<C extends Collection>(
  collection: C,
  input: Record<string, unknown>,
): { object: Omit<ConfigurationObject<C>, 'id'>; secrets: Secrets } {
  const secrets: Secrets = {};
  const members = Object.entries(input).filter(([name, value]) => {
    if (!secretFields[collection].includes(name)) return true;
    if (typeof value === 'string') secrets[name] = value;
    return false;
  });
  return { object: Object.fromEntries(members) as Omit<ConfigurationObject<C>, 'id'>, secrets };
}

export function collectionRoutes<C extends Collection>(context: ApiContext, collection: C): Route[] {
  const { store } = context.deps;
  const input: z.ZodType<Record<string, unknown>> = inputs[collection];
  const stored = shownSchema(collection);
  const Listing = z.object({
    search: Search,
    sort: Sort,
    ...paging,
  });
  const about = { tag: collection };
  const one = { 200: { description: 'The object; its revision is the ETag', schema: stored } };

  const answer = (object: Stored<C>, more: Answer = {}): Answer => ({
    ...more,
    body: shown(collection, object),
    headers: { etag: tagOf(object.revision), ...more.headers },
  });
  async function find(id: number): Promise<Stored<C>> {
    const found = await store.configuration.get(collection, id);
    if (!found) throw new NotFound(`${collection} ${id}`);
    return found;
  }
  async function replace(
    id: number,
    body: Record<string, unknown>,
    secrets: Secrets,
    identity: Identity,
    revision: number | undefined,
  ): Promise<Stored<C>> {
    const { object } = split(collection, body);
    const changed = await store.configuration.replace(
      collection,
      id,
      object,
      secrets,
      identity.name,
      revision,
    );
    await applyStored(context, collection, changed, identity.name);
    if ('password' in secrets) await context.watch.recheck();
    return changed;
  }
  /** A stale revision: 412 when it came as If-Match, 409 otherwise. */
  async function orStale<T>(ifMatch: number | undefined, work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw error instanceof Conflict && ifMatch !== undefined ? new Stale() : error;
    }
  }

  return [
    route({
      verb: 'get',
      path: `/${collection}`,
      ...about,
      summary: `Lists ${collection}`,
      query: Listing,
      responses: { 200: { description: 'A page of the list', schema: pageOf(stored) } },
      handle: async ({ query }) => {
        const { body } = await listed(store.configuration.list(collection, query));
        return { body: { ...body, items: body.items.map(object => shown(collection, object)) } };
      },
    }),
    route({
      verb: 'post',
      path: `/${collection}`,
      ...about,
      summary: `Creates one of ${collection}`,
      body: input,
      responses: { 201: { description: 'Created; its address is in Location', schema: stored } },
      handle: async ({ body, identity }) => {
        const { object, secrets } = split(collection, body);
        const created = await store.configuration.create(collection, object, secrets, identity.name);
        await applyStored(context, collection, created, identity.name);
        return answer(created, { status: 201, headers: { location: `/api/v1/${collection}/${created.id}` } });
      },
    }),
    route({
      verb: 'get',
      path: `/${collection}/{id}`,
      ...about,
      summary: `Reads one of ${collection}`,
      params: ById,
      responses: one,
      handle: async ({ params }) => answer(await find(params.id)),
    }),
    route({
      verb: 'put',
      path: `/${collection}/{id}`,
      ...about,
      summary: `Replaces one of ${collection}; If-Match guards against overwriting`,
      params: ById,
      body: input,
      rawBody: true,
      responses: one,
      handle: async ({ params, req, identity }) => {
        const ifMatch = revisionOf(req.headers['if-match']);
        const { members, revision } = withoutKept(req.body, params.id, serverFields[collection]);
        const body = check(input, members);
        const { secrets } = split(collection, body);
        const work = replace(params.id, body, secrets, identity, ifMatch ?? revision);
        return answer(await orStale(ifMatch, work));
      },
    }),
    route({
      verb: 'patch',
      path: `/${collection}/{id}`,
      ...about,
      summary: `Changes the members sent; lists are replaced, objects merged, null is a value`,
      params: ById,
      rawBody: true,
      body: partial(collection),
      responses: one,
      handle: async ({ params, req, identity }) => {
        const ifMatch = revisionOf(req.headers['if-match']);
        const { members, revision } = withoutKept(req.body, params.id, serverFields[collection]);
        const now = await find(params.id);
        const before = withoutKept(now, params.id, serverFields[collection]).members;
        const body = check(input, mergeInto(before, members));
        const { secrets } = split(collection, body);
        const work = replace(params.id, body, secrets, identity, ifMatch ?? revision ?? now.revision);
        return answer(await orStale(ifMatch, work));
      },
    }),
    route({
      verb: 'delete',
      path: `/${collection}/{id}`,
      ...about,
      summary: `Deletes one of ${collection}, unless others refer to it`,
      params: ById,
      responses: { 204: { description: 'Deleted' } },
      handle: async ({ params, req, identity }) => {
        const ifMatch = revisionOf(req.headers['if-match']);
        const now = await find(params.id);
        if (ifMatch !== undefined && ifMatch !== now.revision) throw new Stale();
        await store.configuration.remove(collection, params.id, identity.name);
        await applyStored(context, collection, { deleted: params.id }, identity.name);
        if (collection === 'agents') await context.watch.recheck();
        return { status: 204 };
      },
    }),
    route({
      verb: 'get',
      path: `/${collection}/{id}/dependents`,
      ...about,
      summary: 'What refers to the object; all but drafts of flows keep it from being deleted',
      params: ById,
      responses: {
        200: { description: 'The dependents', schema: z.object({ items: z.array(DependentShape) }) },
      },
      handle: async ({ params }) => {
        await find(params.id);
        return { body: { items: await store.configuration.dependents(collection, params.id) } };
      },
    }),
  ];
}

/** The input with every member optional, for the document. */
function partial(collection: Collection): z.ZodType {
  const [first, ...others] = variants(inputs[collection]).map(schema => schema.partial());
  if (!first) throw new Error(`${collection} has no object schema`);
  return others.length === 0 ? first : z.union([first, ...others]);
}
