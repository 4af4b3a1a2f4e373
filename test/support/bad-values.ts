/** Values that some schema somewhere must refuse: of every type, too small, too great, of no pattern. */
import { z } from 'zod';

const bad: readonly unknown[] = [
  undefined,
  null,
  '',
  ' ',
  '%%%',
  'x'.repeat(20_000),
  -1e6,
  0.5,
  1e9,
  Number.NaN,
  true,
  [],
  ['x'],
  Array.from({ length: 600 }, () => 'x'),
  {},
  { nonsense: 1 },
];

/** Bad values for the whole, and for each member, item and variant within, all else as it may be. */
export function* badValues(schema: unknown): Generator<unknown> {
  yield* bad;
  const bare = unwrapped(schema);
  if (bare instanceof z.ZodArray) for (const item of badValues(bare.element)) yield [item];
  if (bare instanceof z.ZodDiscriminatedUnion) for (const option of bare.options) yield* badValues(option);
  if (!(bare instanceof z.ZodObject)) return;
  yield { ...members(bare), nonsense: 1 };
  for (const [name, member] of Object.entries(bare.shape))
    for (const value of badValues(member)) yield { ...members(bare), [name]: value };
}

/** A value of the schema's type, with one item in every list. */
function typical(schema: unknown): unknown {
  const bare = unwrapped(schema);
  if (bare instanceof z.ZodObject) return members(bare);
  if (bare instanceof z.ZodArray) return [typical(bare.element)];
  if (bare instanceof z.ZodDiscriminatedUnion) return typical(bare.options[0]);
  if (bare instanceof z.ZodLiteral) return bare.value;
  if (bare instanceof z.ZodEnum) return bare.options[0];
  if (bare instanceof z.ZodNumber) return Math.max(bare.minValue ?? 1, 1);
  return bare instanceof z.ZodBoolean ? true : 'a';
}

const members = (object: z.ZodObject): Record<string, unknown> =>
  Object.fromEntries(Object.entries(object.shape).map(([name, member]) => [name, typical(member)]));

function unwrapped(schema: unknown): unknown {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodNullable || schema instanceof z.ZodOptional
    ? unwrapped(schema.unwrap())
    : schema;
}
