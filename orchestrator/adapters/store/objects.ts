/** Objects of the configuration and their rows: the schemas say what a document holds, both ways. */
import type { z } from 'zod';
import {
  collections,
  type AnyConfigurationObject,
  type Collection,
  type ConfigurationObject,
} from '../../core/configuration/schemas.ts';
import { Invalid, problemsIn } from '../../runtime/errors.ts';
import type { Stored } from '../../runtime/ports/store.ts';
import type { ObjectRecord } from './tables.ts';
import { clip, fold, nameKey } from './text.ts';

/**
 * The object as its schema says: what is no member (a secret, say) is left out, what is missing takes its
 * default. Throws Invalid.
 */
export function parseObject<C extends Collection>(collection: C, value: object): ConfigurationObject<C> {
  const schema: z.ZodType<unknown> = collections[collection];
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data as ConfigurationObject<C>;
  throw new Invalid(problemsIn(parsed.error));
}

/** The object of a row. Documents of older versions take the defaults of members that came later. */
export function objectOf<C extends Collection>(collection: C, row: ObjectRecord): ConfigurationObject<C> {
  try {
    const published = row.published ? { document: JSON.parse(row.published) } : {};
    return parseObject(collection, { ...JSON.parse(row.document), ...published, id: row.id });
  } catch (cause) {
    throw new Error(`${collection}/${row.id} in the database does not fit its schema`, { cause });
  }
}

export function stored<C extends Collection>(collection: C, row: ObjectRecord): Stored<C> {
  return {
    ...objectOf(collection, row),
    revision: row.revision,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** Whether the kind of its objects has a column. */
export function hasKind(collection: Collection): collection is 'campaigns' | 'connections' | 'flows' {
  return collection === 'campaigns' || collection === 'connections' || collection === 'flows';
}

type ObjectColumns = Omit<ObjectRecord, 'id' | 'revision' | 'created_at' | 'updated_at'>;

export function toColumns(collection: Collection, object: AnyConfigurationObject): ObjectColumns {
  const { id: _, ...members } = object;
  return {
    name: object.name,
    name_key: nameKey(object.name),
    sort_name: clip(fold(object.name), 200),
    search_text: fold([object.name, ...searchable(object)].join('\n')),
    document: JSON.stringify('document' in members ? { ...members, document: null } : members),
    ...(hasKind(collection) && 'kind' in object ? { kind: object.kind as ObjectRecord['kind'] } : {}),
    ...('document' in object ? { published: object.document && JSON.stringify(object.document) } : {}),
  };
}

/** Values other than the name by which people look for an object. */
function searchable(object: AnyConfigurationObject): string[] {
  const found: unknown[] = [];
  if ('username' in object) found.push(object.username);
  if ('extension' in object) found.push(object.extension);
  if ('virtualExtension' in object) found.push(object.virtualExtension);
  if ('numbers' in object) found.push(...object.numbers);
  if ('host' in object) found.push(object.host);
  return found.filter(value => typeof value === 'string');
}
