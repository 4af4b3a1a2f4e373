/** The forms of all parameters within a schema. */
import { z } from 'zod';
import { formOf, type FieldForm } from '../../ivr-flows/parameters.ts';

export function formsIn(schema: unknown): FieldForm[] {
  if (!(schema instanceof z.ZodType)) return [];
  const form = formOf(schema);
  return [...(form ? [form] : []), ...insideOf(schema).flatMap(formsIn)];
}

function insideOf(schema: z.ZodType): unknown[] {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodNullable || schema instanceof z.ZodOptional)
    return [schema.unwrap()];
  if (schema instanceof z.ZodArray) return [schema.element];
  if (schema instanceof z.ZodDiscriminatedUnion) return [...schema.options];
  return schema instanceof z.ZodObject ? Object.values(schema.shape) : [];
}
