/** Checks values against schemas and names every problem at once, unknown members too. */
import { z } from 'zod';
import { Invalid, problemsIn } from '../../../runtime/errors.ts';
import type { Problem } from '../../../runtime/ports/store.ts';

type Path = (string | number)[];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The option of a discriminated union that `value` is meant for. */
function optionFor(union: z.ZodDiscriminatedUnion, value: Record<string, unknown>): z.ZodType | null {
  const { discriminator } = union.def;
  for (const option of union.options) {
    const literal = option instanceof z.ZodObject ? option.shape[discriminator] : null;
    if (option instanceof z.ZodObject && literal instanceof z.ZodLiteral)
      if (literal.value === value[discriminator]) return option;
  }
  return null;
}

/**
 * Members of `value` that `schema` does not know. zod would drop them silently, and a misspelt member
 * would look as if it had been stored. Recursion is as deep as the schema, not as the value (S15).
 */
function unknownMembers(schema: unknown, value: unknown, path: Path): Problem[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return unknownMembers(schema.unwrap(), value, path);
  if (schema instanceof z.ZodArray && Array.isArray(value))
    return value.flatMap((item, index) => unknownMembers(schema.element, item, [...path, index]));
  if (!isRecord(value)) return [];
  if (schema instanceof z.ZodDiscriminatedUnion) return unknownMembers(optionFor(schema, value), value, path);
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    Object.hasOwn(schema.shape, name)
      ? unknownMembers(schema.shape[name], member, [...path, name])
      : [
          {
            path: [...path, name],
            code: 'unknownMember',
            message: 'is not known here',
            values: { names: name },
          },
        ],
  );
}

/** At most this many are told; a body of 1 MB can hold very many. */
const mostProblems = 100;

/** The checked value; throws `Problems` (Invalid by default) that names each member in the wrong. */
export function check<S extends z.ZodType>(
  schema: S,
  value: unknown,
  Problems: new (problems: Problem[]) => Invalid = Invalid,
): z.output<S> {
  const parsed = schema.safeParse(value, { reportInput: true });
  const problems = [
    ...unknownMembers(schema, value, []),
    ...(parsed.success ? [] : problemsIn(parsed.error)),
  ];
  if (problems.length > 0 || !parsed.success) throw new Problems(problems.slice(0, mostProblems));
  return parsed.data;
}
