/** By which members a list of a collection can be sorted, and how the database says it. */
import { z } from 'zod';
import { collections, type Collection } from '../../core/configuration/schemas.ts';
import { Invalid } from '../../runtime/errors.ts';

export interface Order {
  /** Expression of the sort key; its values are never null. */
  sql: string;
  type: 'string' | 'number';
  descending: boolean;
}

const columns: Record<string, Omit<Order, 'descending'>> = {
  name: { sql: 'sort_name', type: 'string' },
  id: { sql: 'id', type: 'number' },
  revision: { sql: 'revision', type: 'number' },
  createdAt: { sql: 'created_at', type: 'number' },
  updatedAt: { sql: 'updated_at', type: 'number' },
};

/** `sort` as in ListQuery: a member, '-' before it for descending. Throws Invalid that names it. */
export function orderBy(collection: Collection, sort: string, dialect: 'sqlite' | 'mysql'): Order {
  const descending = sort.startsWith('-');
  const member = descending ? sort.slice(1) : sort;
  const column = Object.hasOwn(columns, member) ? columns[member] : undefined;
  if (column) return { ...column, descending };
  const type = memberTypes(collection).get(member);
  if (!type)
    throw new Invalid([
      { path: ['sort'], code: 'unknown', message: `"${member}" is not a member to sort by` },
    ]);
  // The member's name is one of the schema's, so it can stand in the statement.
  return { sql: jsonKey(member, type, dialect), type, descending };
}

/** A missing or null member sorts before all others. */
function jsonKey(member: string, type: 'string' | 'number', dialect: 'sqlite' | 'mysql'): string {
  const value = `json_extract(document, '$.${member}')`;
  if (dialect === 'sqlite')
    return type === 'number' ? `coalesce(${value}, -1)` : `coalesce(lower(${value}), '')`;
  const text = `nullif(json_unquote(${value}), 'null')`;
  return type === 'number'
    ? `coalesce(case ${text} when 'true' then 1 when 'false' then 0 else cast(${text} as signed) end, -1)`
    : `cast(coalesce(lower(${text}), '') as char character set utf8mb4) collate utf8mb4_bin`;
}

function memberTypes(collection: Collection): Map<string, 'string' | 'number'> {
  const schema = collections[collection];
  const shapes =
    schema instanceof z.ZodDiscriminatedUnion ? schema.options.map(option => option.shape) : [schema.shape];
  const types = new Map<string, 'string' | 'number'>();
  for (const shape of shapes)
    for (const [member, value] of Object.entries(shape)) {
      const type = scalarType(value);
      if (type) types.set(member, type);
    }
  return types;
}

function scalarType(schema: z.core.$ZodType): 'string' | 'number' | null {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodNullable) return scalarType(schema.unwrap());
  if (schema instanceof z.ZodNumber || schema instanceof z.ZodBoolean) return 'number';
  if (schema instanceof z.ZodString || schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral)
    return 'string';
  if (schema instanceof z.ZodUnion)
    return schema.options.every(option => scalarType(option) === 'string') ? 'string' : null;
  return null;
}
