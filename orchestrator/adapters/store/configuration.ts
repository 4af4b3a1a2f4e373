/** What supervisors configure: written with all checks in one transaction, read as the schemas say. */
import {
  Agent,
  type Collection,
  type Configuration,
  serverFields,
  type ConfigurationObject,
} from '../../core/configuration/schemas.ts';
import { Conflict, InUse, NotFound } from '../../runtime/errors.ts';
import type {
  ConfigurationStore,
  ListQuery,
  NamedObject,
  Page,
  Secrets,
  Stored,
} from '../../runtime/ports/store.ts';
import { addAudit, differences, secretsWritten } from './audit.ts';
import { findDependents, refuseProblems } from './checks.ts';
import type { Database, Transaction } from './database.ts';
import { isBinding } from './flow-uses.ts';
import { hasKind, objectOf, parseObject, stored, toColumns } from './objects.ts';
import { createOperator, updateOperator } from './operators.ts';
import { checkLimit, decodeCursor, encodeCursor, pageOf } from './paging.ts';
import { hashPassword } from './passwords.ts';
import { knownSecrets, makeSipSecret, saveSecrets } from './secrets.ts';
import { orderBy } from './sorting.ts';
import type { ObjectRecord } from './tables.ts';
import { clip, containing, fold } from './text.ts';
import { claimUnique } from './uniqueness.ts';

export function createConfiguration(database: Database, clock: () => number): ConfigurationStore {
  return {
    list: (collection, query) => list(database, collection, query),

    async get(collection, id) {
      const row = await database.read(knex => knex<ObjectRecord>(collection).where({ id }).first());
      return row ? stored(collection, row) : null;
    },

    async create(collection, input, secrets, by) {
      const given = await prepareSecrets(collection, secrets, true);
      return database.write('configuration', trx => createObject(trx, collection, input, given, by, clock()));
    },

    async replace(collection, id, input, secrets, by, revision) {
      const given = await prepareSecrets(collection, secrets, false);
      return database.write('configuration', trx =>
        replace(trx, collection, { ...input, id }, given, by, clock(), revision),
      );
    },

    remove: (collection, id, by) =>
      database.write('configuration', trx => remove(trx, collection, id, by, clock())),

    dependents: (collection, id) => database.snapshot(trx => findDependents(trx, collection, id)),

    loadAll: () => database.snapshot(loadAll),

    names: collection => names(database, collection),

    async secrets(collection, id) {
      const rows = await database.read(knex => knex('secrets').where({ collection, object_id: id }));
      return Object.fromEntries(rows.map(row => [row.name, row.value]));
    },

    async allSecrets(collection) {
      const all = new Map<number, Secrets>();
      for (const row of await database.read(knex => knex('secrets').where({ collection })))
        all.set(row.object_id, { ...all.get(row.object_id), [row.name]: row.value });
      return all;
    },
  };
}

/** Secrets as they are kept: an agent's password goes to its account, as a hash; the rest to their own table. */
interface GivenSecrets {
  kept: Secrets;
  passwordHash: string | null;
  names: string[];
}

/** Done before the transaction: hashing takes its time on purpose. */
async function prepareSecrets(
  collection: Collection,
  secrets: Secrets,
  creating: boolean,
): Promise<GivenSecrets> {
  const known = knownSecrets(collection, secrets);
  const names = Object.keys(known);
  if (collection !== 'agents') return { kept: known, passwordHash: null, names };
  const { password, ...kept } = known;
  if (creating) kept.sipSecret ??= makeSipSecret();
  return { kept, passwordHash: password === undefined ? null : await hashPassword(password), names };
}

export async function createObject<C extends Collection>(
  trx: Transaction,
  collection: C,
  input: object,
  given: GivenSecrets,
  by: string,
  now: number,
): Promise<Stored<C>> {
  // The schemas want a positive id; the real one comes from the database.
  const object = { ...parseObject(collection, { ...input, id: 1 }), id: 0 };
  await refuseProblems(trx, collection, object);
  const columns = { ...toColumns(collection, object), revision: 1, created_at: now, updated_at: now };
  const [id = 0] = await trx<ObjectRecord>(collection).insert(columns);
  const created = { ...object, id };
  await claimUnique(trx, collection, created);
  await saveSecrets(trx, collection, id, given.kept);
  if (collection === 'agents') await createOperator(trx, Agent.parse(created), given.passwordHash, now);
  const detail = { ...differences(null, JSON.parse(columns.document)), ...secretsWritten(given.names) };
  await addAudit(trx, { by, action: 'create', object: `${collection}/${id}`, detail }, now);
  return stored(collection, { ...columns, id });
}

async function replace<C extends Collection>(
  trx: Transaction,
  collection: C,
  input: object & { id: number },
  given: GivenSecrets,
  by: string,
  now: number,
  revision?: number,
): Promise<Stored<C>> {
  const what = `${collection}/${input.id}`;
  const row = await trx<ObjectRecord>(collection).where({ id: input.id }).first();
  if (!row) throw new NotFound(what);
  if (revision !== undefined && revision !== row.revision) throw new Conflict(what);
  const object = parseObject(collection, { ...input, ...keptByServer(collection, row) });
  await refuseProblems(trx, collection, object);
  const changed = { ...row, ...toColumns(collection, object), revision: row.revision + 1, updated_at: now };
  await trx<ObjectRecord>(collection).where({ id: input.id }).update(changed);
  await claimUnique(trx, collection, object);
  await saveSecrets(trx, collection, input.id, given.kept);
  if (collection === 'agents')
    await updateOperator(trx, objectOf('agents', row), Agent.parse(object), given.passwordHash);
  const detail = {
    ...differences(JSON.parse(row.document), JSON.parse(changed.document)),
    ...secretsWritten(given.names),
  };
  await addAudit(trx, { by, action: 'update', object: what, detail }, now);
  return stored(collection, changed);
}

/** Members that no input has. */
function keptByServer(collection: Collection, row: ObjectRecord): object {
  const before: object = objectOf(collection, row);
  return Object.fromEntries(
    Object.entries(before).filter(([name]) => serverFields[collection].includes(name)),
  );
}

async function remove(
  trx: Transaction,
  collection: Collection,
  id: number,
  by: string,
  now: number,
): Promise<void> {
  const what = `${collection}/${id}`;
  const row = await trx<ObjectRecord>(collection).where({ id }).first();
  if (!row) throw new NotFound(what);
  const dependents = (await findDependents(trx, collection, id)).filter(isBinding);
  if (dependents.length > 0) throw new InUse(dependents);
  // Extensions, numbers and the operator's account go with it (foreign keys).
  await trx('secrets').where({ collection, object_id: id }).delete();
  await trx<ObjectRecord>(collection).where({ id }).delete();
  const detail = differences(JSON.parse(row.document), null);
  await addAudit(trx, { by, action: 'delete', object: what, detail }, now);
}

async function list<C extends Collection>(
  database: Database,
  collection: C,
  query: ListQuery,
): Promise<Page<Stored<C>>> {
  const limit = checkLimit(query.limit);
  const sort = query.sort ?? 'name';
  const order = orderBy(collection, sort, database.dialect);
  const after = decodeCursor(query.cursor, sort, [order.type, 'number']);
  const direction = order.descending ? 'desc' : 'asc';
  const rows: (ObjectRecord & { sort_key: string | number })[] = await database.read(knex => {
    const found = knex<ObjectRecord>(collection)
      .select(...listColumns(collection), knex.raw(`${order.sql} as sort_key`))
      .orderByRaw(`${order.sql} ${direction}, id ${direction}`)
      .limit(limit + 1);
    for (const word of fold(clip(query.search ?? '', 200))
      .split(/\s+/u)
      .filter(Boolean))
      found.whereRaw("search_text like ? escape '!'", [containing(word)]);
    if (after) {
      const [key = 0, id = 0] = after;
      const beyond = order.descending ? '<' : '>';
      found.whereRaw(`(${order.sql} ${beyond} ? or (${order.sql} = ? and id ${beyond} ?))`, [key, key, id]);
    }
    return found;
  });
  return pageOf(
    rows,
    limit,
    row => stored(collection, row),
    row => encodeCursor(sort, [row.sort_key, row.id]),
  );
}

/** Documents of published flows are large, and no list shows them. */
const withoutPublished = [
  'id',
  'name',
  'name_key',
  'sort_name',
  'search_text',
  'document',
  'kind',
  'revision',
  'created_at',
  'updated_at',
];
const listColumns = (collection: Collection): string[] => (collection === 'flows' ? withoutPublished : ['*']);

async function names(database: Database, collection: Collection): Promise<NamedObject[]> {
  const columns = ['id', 'name', ...(hasKind(collection) ? ['kind'] : [])];
  const rows: NamedObject[] = await database.read(knex =>
    knex(collection).orderBy(['sort_name', 'id']).select(columns),
  );
  return rows;
}

async function loadAll(trx: Transaction): Promise<Configuration> {
  const all = async <C extends Collection>(collection: C): Promise<ConfigurationObject<C>[]> => {
    const rows = await trx<ObjectRecord>(collection).orderBy('id');
    return rows.map(row => objectOf(collection, row));
  };
  return {
    pauses: await all('pauses'),
    dispositions: await all('dispositions'),
    calendars: await all('calendars'),
    lines: await all('lines'),
    skills: await all('skills'),
    agents: await all('agents'),
    prompts: await all('prompts'),
    connections: await all('connections'),
    flows: await all('flows'),
    scripts: await all('scripts'),
    campaigns: await all('campaigns'),
    services: await all('services'),
  };
}
