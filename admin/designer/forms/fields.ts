/** Reads the zod schema of a block's parameters into the fields of a form. */
import { z } from 'zod';
import { formOf, type FieldForm } from '../../../ivr-flows/parameters.ts';
import type { Json } from '../model/commands.ts';

export interface Field {
  name: string;
  form: FieldForm;
  /** Without its default. */
  schema: z.ZodType;
  initial: Json;
  /** Limits of a number, or of the length of a text or list. */
  minimum: number | null;
  maximum: number | null;
}

/** Schemas never change, and forms ask for their fields with each key that is typed. */
const known = new WeakMap<z.ZodType, Field[]>();

/** Fields of an object schema in their order; members that say nothing of a form are left out. */
export function fieldsOf(schema: z.ZodType): readonly Field[] {
  const fields = known.get(schema) ?? readFields(schema);
  known.set(schema, fields);
  return fields;
}

function readFields(schema: z.ZodType): Field[] {
  const object = bare(schema);
  if (!(object instanceof z.ZodObject)) return [];
  return Object.entries(object.shape).flatMap(([name, member]) => {
    if (!(member instanceof z.ZodType)) return [];
    const form = formOf(member);
    return form ? [fieldOf(name, member, form)] : [];
  });
}

function fieldOf(name: string, member: z.ZodType, form: FieldForm): Field {
  const schema = bare(member);
  const limits =
    schema instanceof z.ZodNumber
      ? [schema.minValue, schema.maxValue]
      : schema instanceof z.ZodString
        ? [schema.minLength, schema.maxLength]
        : [];
  const limit = (value: number | null | undefined): number | null =>
    typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < Number.MAX_SAFE_INTEGER
      ? value
      : null;
  return {
    name,
    form,
    schema,
    initial: asJson(member.safeParse(undefined).data),
    minimum: limit(limits[0]),
    maximum: limit(limits[1]),
  };
}

/** The members of each row of a field of rows. */
export function rowFields(field: Field): readonly Field[] {
  return field.schema instanceof z.ZodArray && field.schema.element instanceof z.ZodType
    ? fieldsOf(field.schema.element)
    : [];
}

export const newRow = (field: Field): Json =>
  Object.fromEntries(rowFields(field).map(({ name, initial }) => [name, initial]));

export const choicesOf = (field: Field): string[] =>
  field.schema instanceof z.ZodEnum ? field.schema.options.map(String) : [];

/** The kinds of items of a list whose schema is a union by `key`. */
export function variantsOf(list: z.ZodType, key: string): { name: string; fields: readonly Field[] }[] {
  const union = list instanceof z.ZodArray ? list.element : list;
  if (!(union instanceof z.ZodDiscriminatedUnion)) return [];
  return union.options.flatMap(option => {
    if (!(option instanceof z.ZodObject)) return [];
    const literal: unknown = option.shape[key];
    return literal instanceof z.ZodLiteral ? [{ name: String(literal.value), fields: fieldsOf(option) }] : [];
  });
}

function bare(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) {
    const inner: unknown = schema.unwrap();
    return inner instanceof z.ZodType ? bare(inner) : schema;
  }
  return schema;
}

const asJson = (value: unknown): Json => {
  const parsed = z.json().safeParse(value ?? null);
  return parsed.success ? parsed.data : null;
};
