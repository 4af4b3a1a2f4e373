/** Goes through the parameters of a block by their forms: what is an expression, what names a campaign. */
import { z } from 'zod';
import type { Type } from './expressions/index.ts';
import { formOf, type FieldForm } from './parameters.ts';

export interface Parameter {
  /** `items.0.text` */
  path: string;
  form: FieldForm;
  value: unknown;
  /** What expressions may name here besides properties. */
  names: Readonly<Record<string, Type>>;
}

/** Every parameter that has a form, rows within rows too. `value` has passed the schema. */
export function parametersOf(schema: z.ZodType, value: unknown): Parameter[] {
  const found: Parameter[] = [];
  visit(schema, value, '', {}, found);
  return found;
}

function visit(
  schema: unknown,
  value: unknown,
  path: string,
  names: Readonly<Record<string, Type>>,
  found: Parameter[],
): void {
  if (!(schema instanceof z.ZodType)) return;
  const form = formOf(schema);
  const within = form?.names ? { ...names, ...form.names } : names;
  if (form) found.push({ path, form, value, names: within });
  const bare = schema instanceof z.ZodDefault ? schema.unwrap() : schema;
  if (bare instanceof z.ZodArray && Array.isArray(value))
    value.forEach((item, index) => visit(bare.element, item, join(path, index), within, found));
  else if (bare instanceof z.ZodDiscriminatedUnion)
    for (const option of bare.options) {
      if (option instanceof z.ZodType && option.safeParse(value).success)
        visit(option, value, path, within, found);
    }
  else if (bare instanceof z.ZodObject && typeof value === 'object' && value !== null)
    for (const [name, member] of Object.entries(bare.shape))
      visit(
        member,
        Object.entries(value).find(([key]) => key === name)?.[1],
        join(path, name),
        within,
        found,
      );
}

function join(path: string, name: string | number): string {
  return path === '' ? String(name) : `${path}.${name}`;
}
