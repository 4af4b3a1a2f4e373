/** Goes through the parameters of a block by their forms: what is an expression, what names a campaign. */
import { z } from 'zod';
import type { Type } from './expressions/index.ts';
import { formOf, type FieldForm } from './parameters.ts';
import type { Localized } from './values.ts';

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

/** A parameter as its form names it: `items.0.text` is `Messages 1 › Text`; what has no form keeps its name. */
export function titleAt(schema: z.ZodType, path: string): Localized {
  const titles: Localized[] = [];
  let at: unknown = schema;
  for (const step of path.split('.')) {
    const last = titles.at(-1);
    if (/^[0-9]+$/.test(step) && last) {
      const number = Number(step) + 1;
      titles.splice(-1, 1, { it: `${last.it} ${number}`, en: `${last.en} ${number}` });
      const list = bare(at);
      at = list instanceof z.ZodArray ? list.element : null;
    } else {
      at = memberOf(bare(at), step);
      const title = at instanceof z.ZodType ? formOf(at)?.title : undefined;
      // Languages of a text and options of how a value is said have no forms of their own.
      if (title?.it) titles.push(title);
      else if (titles.length === 0) titles.push({ it: step, en: step });
    }
  }
  const joined = (language: keyof Localized) => titles.map(title => title[language]).join(' › ');
  return { it: joined('it'), en: joined('en') };
}

function bare(schema: unknown): unknown {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodNullable || schema instanceof z.ZodOptional
    ? bare(schema.unwrap())
    : schema;
}

/** The member's schema; of a union, that of the first option which has it. */
function memberOf(schema: unknown, name: string): unknown {
  if (schema instanceof z.ZodObject) return schema.shape[name];
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return null;
  return schema.options
    .map(option => memberOf(option, name))
    .find(member => member !== undefined && member !== null);
}
