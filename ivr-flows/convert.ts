/** Values brought to the type of the transfer property that takes them. */
import { asText, checkDate, foundWords, numberIn, typeOf } from './expressions/index.ts';
import { refuse } from './faults.ts';
import { typeNames } from './problems.ts';
import type { Value, ValueType } from './values.ts';

/** Characters of the JSON of one property. */
const LONGEST = 20_000;

/** Throws FlowFault if the value cannot be of that type. Null and the empty text are no value of any type. */
export function fit(name: string, type: ValueType, value: Value): Value {
  if (value === null) return null;
  const fitted = converted(type, value);
  if (fitted === undefined)
    return refuse('propertyType', { name, type: typeNames[type], found: foundWords(value) });
  if (typeof fitted !== 'number' && typeof fitted !== 'boolean' && asText(fitted).length > LONGEST)
    refuse('propertyTooLong', { name });
  return fitted;
}

function converted(type: ValueType, value: Value): Value | undefined {
  if (value === '' && type !== 'text') return null;
  switch (type) {
    case 'text':
      return asText(value);
    case 'number':
      if (typeof value === 'number') return value;
      return typeof value === 'string' ? (numberIn(value) ?? undefined) : undefined;
    case 'boolean':
      if (typeof value === 'boolean') return value;
      if (value === 'true' || value === 1 || value === '1') return true;
      return value === 'false' || value === 0 || value === '0' ? false : undefined;
    case 'date':
      return typeof value === 'string' && checkDate(value) ? value : undefined;
    case 'list':
      return Array.isArray(value) ? value : undefined;
    case 'object':
      return typeOf(value) === 'object' ? value : undefined;
  }
}

/** The number that a value is or writes. Throws FlowFault. */
export function numberOf(value: Value): number {
  const read = typeof value === 'string' ? numberIn(value) : value;
  if (typeof read === 'number') return read;
  return refuse('wrongValue', { wanted: typeNames.number, found: foundWords(value) });
}
