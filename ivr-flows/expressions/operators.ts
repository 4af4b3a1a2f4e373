/** What the operators of expressions do with values. Each names the types that do not fit. */
import { refuse } from '../faults.ts';
import { typeNames } from '../problems.ts';
import type { Value } from '../values.ts';
import { asText, foundWords, numberIn, type Type } from './types.ts';

/** Counts what an evaluation does; throws when it is too much. */
export interface Meter {
  spend(cost: number): void;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in';

export function add(a: Value, b: Value, meter: Meter): Value {
  if (typeof a === 'number' && typeof b === 'number') return plain(a + b);
  if (typeof a === 'string' || typeof b === 'string') {
    const whole = asText(a) + asText(b);
    meter.spend(whole.length / 10);
    return whole;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    meter.spend(a.length + b.length);
    return [...a, ...b];
  }
  return unfit('+', a, b);
}

export function reckon(operator: '-' | '*' | '/' | '%', a: Value, b: Value): number {
  if (typeof a !== 'number' || typeof b !== 'number') return unfit(operator, a, b);
  switch (operator) {
    case '-':
      return plain(a - b);
    case '*':
      return plain(a * b);
    case '/':
      if (b === 0) refuse('divisionByZero');
      return plain(a / b);
    case '%':
      if (b === 0) refuse('divisionByZero');
      return plain(a % b);
  }
}

export function compare(operator: '<' | '<=' | '>' | '>=', a: Value, b: Value): boolean {
  const numbers = typeof a === 'number' && typeof b === 'number';
  const texts = typeof a === 'string' && typeof b === 'string';
  if (!numbers && !texts) return unfit(operator, a, b);
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}

/** Digits that a caller pressed are text: a text equals a number if it writes that number. */
export function equal(a: Value, b: Value, meter: Meter): boolean {
  meter.spend(1);
  if (a === b) return true;
  if (typeof a === 'number' && typeof b === 'string') return numberIn(b) === a;
  if (typeof a === 'string' && typeof b === 'number') return numberIn(a) === b;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => equal(item, b[index] ?? null, meter));
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every(name => Object.hasOwn(b, name) && equal(a[name] ?? null, b[name] ?? null, meter))
  );
}

/** The same, for people's tests: without a limit. */
export const equalValues = (a: Value, b: Value): boolean => equal(a, b, { spend: () => undefined });

export function isIn(a: Value, b: Value, meter: Meter): boolean {
  if (Array.isArray(b)) return b.some(item => equal(a, item, meter));
  if (isObject(b)) return typeof a === 'string' && Object.hasOwn(b, a);
  if (typeof b === 'string' && typeof a === 'string') return b.includes(a);
  if (b === null) return false;
  return unfit('in', a, b);
}

/** Members by name, never what JavaScript's objects inherit; nothing where there is none. */
export function member(value: Value, name: Value): Value {
  if (value === null) return null;
  if (Array.isArray(value)) return typeof name === 'number' ? (value[name] ?? null) : null;
  if (isObject(value)) {
    const key = asText(name);
    return Object.hasOwn(value, key) ? (value[key] ?? null) : null;
  }
  if (typeof value === 'string' && typeof name === 'number') return value[name] ?? null;
  return refuse('noMembers', { found: foundWords(value) });
}

export function truth(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  return refuse('wrongValue', { wanted: typeNames.boolean, found: foundWords(value) });
}

export function isObject(value: Value): value is { [name: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Without the dust of binary fractions: 0.1 + 0.2 is 0.3. */
function plain(value: number): number {
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  if (!Number.isFinite(value)) refuse('numberTooLarge');
  return Number(value.toPrecision(15));
}

function unfit(operator: string, a: Value, b: Value): never {
  const values = { operator, left: foundWords(a), right: foundWords(b) };
  const written = [a, b].some(value => typeof value === 'string');
  return refuse(written ? 'operatorValues' : 'operatorTypes', values);
}

/** Type of the result; null = these types never fit. */
export function resultType(operator: BinaryOperator, a: Type, b: Type): Type | null {
  const open = (type: Type) => type === 'any' || type === 'none';
  switch (operator) {
    case '==':
    case '!=':
      return 'boolean';
    case 'in':
      return b === 'number' || b === 'boolean' ? null : 'boolean';
    case '<':
    case '<=':
    case '>':
    case '>=':
      if (open(a) || open(b)) return 'boolean';
      return a === b && (a === 'number' || a === 'text') ? 'boolean' : null;
    case '+':
      if (a === 'text' || b === 'text') return 'text';
      if (open(a) || open(b)) return 'any';
      return a === b && (a === 'number' || a === 'list') ? a : null;
    default:
      return (open(a) || a === 'number') && (open(b) || b === 'number') ? 'number' : null;
  }
}
