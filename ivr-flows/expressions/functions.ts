/**
 * Functions of expressions: `upper(name)` and `name.upper()` are the same. Each says its types, so that a
 * wrong one is found before the flow runs, and its help, from which forms and the handbook are made.
 */
import { refuse } from '../faults.ts';
import type { Localized, Value } from '../values.ts';
import { dateFunctions } from './date-functions.ts';
import { asText, LONGEST_TEXT, numberIn, type Type } from './types.ts';

export interface FlowFunction {
  name: string;
  parameters: Type[];
  /** Parameters at the end that may be left away. */
  optional: number;
  result: Type;
  help: Localized;
  /** An example that is always true; tests run it. */
  example: string;
  /** Arguments have the types said. Throws FlowFault. */
  run(values: Value[]): Value;
}

/** One text of a list of arguments whose types have been checked. */
export const text = (values: Value[], index: number): string => asText(values[index] ?? null);
export const number = (values: Value[], index: number): number => Number(values[index] ?? 0);
const list = (values: Value[], index: number): Value[] => {
  const value = values[index];
  return Array.isArray(value) ? value : [];
};

type Row = [string, Type[], number, Type, string, string, string, (values: Value[]) => Value];

const rows: Row[] = [
  [
    'upper',
    ['text'],
    0,
    'text',
    'In maiuscolo',
    'In capitals',
    'upper("ab") == "AB"',
    v => text(v, 0).toUpperCase(),
  ],
  [
    'lower',
    ['text'],
    0,
    'text',
    'In minuscolo',
    'In small letters',
    'lower("AB") == "ab"',
    v => text(v, 0).toLowerCase(),
  ],
  [
    'trim',
    ['text'],
    0,
    'text',
    'Senza spazi intorno',
    'Without spaces around it',
    'trim(" a ") == "a"',
    v => text(v, 0).trim(),
  ],
  [
    'size',
    ['any'],
    0,
    'number',
    'Lunghezza di un testo o di un elenco',
    'Length of a text or a list',
    'size("abc") == 3',
    v => size(v[0] ?? null),
  ],
  [
    'contains',
    ['text', 'text'],
    0,
    'boolean',
    'Se un testo ne contiene un altro',
    'Whether a text contains another',
    'contains("abc", "b")',
    v => text(v, 0).includes(text(v, 1)),
  ],
  [
    'startsWith',
    ['text', 'text'],
    0,
    'boolean',
    'Se un testo comincia con un altro',
    'Whether a text begins with another',
    'startsWith("+39 02", "+39")',
    v => text(v, 0).startsWith(text(v, 1)),
  ],
  [
    'endsWith',
    ['text', 'text'],
    0,
    'boolean',
    'Se un testo finisce con un altro',
    'Whether a text ends with another',
    'endsWith("abc", "bc")',
    v => text(v, 0).endsWith(text(v, 1)),
  ],
  [
    'like',
    ['text', 'text'],
    0,
    'boolean',
    'Se un testo segue un modello: * = qualsiasi testo, ? = un carattere',
    'Whether a text follows a pattern: * = any text, ? = one character',
    'like("+39021234", "+39*")',
    v => like(text(v, 0), text(v, 1)),
  ],
  [
    'replace',
    ['text', 'text', 'text'],
    0,
    'text',
    'Sostituisce ogni occorrenza',
    'Replaces each occurrence',
    'replace("a-b-c", "-", "") == "abc"',
    v => replace(text(v, 0), text(v, 1), text(v, 2)),
  ],
  [
    'substring',
    ['text', 'number', 'number'],
    1,
    'text',
    'Parte di un testo dalla posizione data (la prima è 0) fino a prima della seconda',
    'Part of a text from a position (the first is 0) to before the second',
    'substring("abcd", 1, 3) == "bc"',
    v => text(v, 0).slice(Math.max(0, number(v, 1)), v.length > 2 ? Math.max(0, number(v, 2)) : undefined),
  ],
  [
    'left',
    ['text', 'number'],
    0,
    'text',
    'I primi caratteri',
    'The first characters',
    'left("abcd", 2) == "ab"',
    v => text(v, 0).slice(0, Math.max(0, number(v, 1))),
  ],
  [
    'right',
    ['text', 'number'],
    0,
    'text',
    'Gli ultimi caratteri',
    'The last characters',
    'right("abcd", 2) == "cd"',
    v => right(text(v, 0), number(v, 1)),
  ],
  [
    'padLeft',
    ['text', 'number', 'text'],
    0,
    'text',
    'Riempie a sinistra fino alla lunghezza',
    'Fills up on the left to a length',
    'padLeft("7", 3, "0") == "007"',
    v => text(v, 0).padStart(length(v), text(v, 2)),
  ],
  [
    'padRight',
    ['text', 'number', 'text'],
    0,
    'text',
    'Riempie a destra fino alla lunghezza',
    'Fills up on the right to a length',
    'padRight("7", 3, "0") == "700"',
    v => text(v, 0).padEnd(length(v), text(v, 2)),
  ],
  [
    'indexOf',
    ['text', 'text'],
    0,
    'number',
    'Posizione di un testo in un altro, -1 se manca',
    'Place of a text in another, -1 if it is not there',
    'indexOf("abc", "c") == 2',
    v => text(v, 0).indexOf(text(v, 1)),
  ],
  [
    'split',
    ['text', 'text'],
    0,
    'list',
    'Divide un testo in un elenco',
    'Divides a text into a list',
    'split("a,b", ",")[1] == "b"',
    v => text(v, 0).split(text(v, 1), 1000),
  ],
  [
    'join',
    ['list', 'text'],
    0,
    'text',
    'Unisce un elenco in un testo',
    'Joins a list to a text',
    'join(["a", "b"], "-") == "a-b"',
    v => join(list(v, 0).map(asText), text(v, 1)),
  ],
  [
    'onlyDigits',
    ['text'],
    0,
    'text',
    'Solo le cifre di un testo',
    'The digits of a text alone',
    'onlyDigits("+39 02-1") == "39021"',
    v => text(v, 0).replace(/\D/g, ''),
  ],
  [
    'isNumeric',
    ['any'],
    0,
    'boolean',
    'Se è un numero o un testo che ne scrive uno',
    'Whether it is a number or a text that writes one',
    'isNumeric("12.5") && !isNumeric("x")',
    v => toNumber(v[0] ?? null) !== null,
  ],
  [
    'number',
    ['any'],
    0,
    'number',
    'Il numero scritto in un testo',
    'The number that a text writes',
    'number("012") == 12',
    v => toNumber(v[0] ?? null) ?? refuse('noNumber', { text: text(v, 0).slice(0, 40) }),
  ],
  [
    'text',
    ['any'],
    0,
    'text',
    'Qualsiasi valore come testo',
    'Any value as a text',
    'text(12) == "12"',
    v => text(v, 0),
  ],
  [
    'round',
    ['number', 'number'],
    1,
    'number',
    'Arrotonda (ai decimali dati)',
    'Rounds (to so many decimals)',
    'round(2.345, 1) == 2.3',
    v => round(number(v, 0), number(v, 1)),
  ],
  [
    'floor',
    ['number'],
    0,
    'number',
    'Arrotonda per difetto',
    'Rounds down',
    'floor(2.7) == 2',
    v => Math.floor(number(v, 0)),
  ],
  [
    'ceil',
    ['number'],
    0,
    'number',
    'Arrotonda per eccesso',
    'Rounds up',
    'ceil(2.1) == 3',
    v => Math.ceil(number(v, 0)),
  ],
  [
    'abs',
    ['number'],
    0,
    'number',
    'Valore senza segno',
    'Value without sign',
    'abs(-2) == 2',
    v => Math.abs(number(v, 0)),
  ],
  [
    'min',
    ['number', 'number'],
    0,
    'number',
    'Il minore di due numeri',
    'The smaller of two numbers',
    'min(2, 3) == 2',
    v => Math.min(number(v, 0), number(v, 1)),
  ],
  [
    'max',
    ['number', 'number'],
    0,
    'number',
    'Il maggiore di due numeri',
    'The greater of two numbers',
    'max(2, 3) == 3',
    v => Math.max(number(v, 0), number(v, 1)),
  ],
  [
    'sum',
    ['list'],
    0,
    'number',
    'Somma dei numeri di un elenco',
    'Sum of the numbers of a list',
    'sum([1, 2]) == 3',
    v => list(v, 0).reduce<number>((total, item) => total + (toNumber(item) ?? 0), 0),
  ],
  [
    'first',
    ['list'],
    0,
    'any',
    'Il primo di un elenco',
    'The first of a list',
    'first([1, 2]) == 1',
    v => list(v, 0)[0] ?? null,
  ],
  [
    'last',
    ['list'],
    0,
    'any',
    "L'ultimo di un elenco",
    'The last of a list',
    'last([1, 2]) == 2',
    v => list(v, 0).at(-1) ?? null,
  ],
  [
    'default',
    ['any', 'any'],
    0,
    'any',
    'Il secondo valore se il primo manca o è vuoto',
    'The second value if the first is missing or empty',
    'default("", "x") == "x"',
    v => (v[0] === null || v[0] === undefined || v[0] === '' ? (v[1] ?? null) : v[0]),
  ],
  [
    'isEmpty',
    ['any'],
    0,
    'boolean',
    'Se manca o è vuoto',
    'Whether it is missing or empty',
    'isEmpty("") && isEmpty(null)',
    v => size(v[0] ?? null) === 0,
  ],
];

function length(values: Value[]): number {
  return Math.min(1000, Math.max(0, number(values, 1)));
}

function right(whole: string, count: number): string {
  return count <= 0 ? '' : whole.slice(-count);
}

function size(value: Value): number {
  if (value === null) return 0;
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return typeof value === 'object' ? Object.keys(value).length : asText(value).length;
}

/** Rounds half away from zero, as people do. */
export function round(value: number, decimals: number): number {
  const places = Math.min(10, Math.max(0, Math.trunc(decimals)));
  // By the decimal text: 1.005 * 100 is 100.49999999999999 in binary.
  const shifted = Math.round(Number(`${Math.abs(value)}e${places}`));
  const rounded = Number(`${shifted}e-${places}`);
  return Number.isFinite(rounded) ? Math.sign(value) * rounded : value;
}

function toNumber(value: Value): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' ? numberIn(value) : null;
}

/** Texts made of many are measured before they are made. */
function fits(length: number): void {
  if (length > LONGEST_TEXT) refuse('textTooLong');
}

function replace(whole: string, wanted: string, by: string): string {
  if (wanted === '') return whole;
  const parts = whole.split(wanted);
  fits(whole.length + (parts.length - 1) * (by.length - wanted.length));
  return parts.join(by);
}

function join(parts: string[], separator: string): string {
  fits(parts.reduce((length, part) => length + part.length + separator.length, 0));
  return parts.join(separator);
}

/** Wildcards in a single pass that remembers only the last `*`: never slower than the lengths multiplied. */
export function like(whole: string, pattern: string): boolean {
  if (whole.length > 1000 || pattern.length > 100) refuse('likeTooLong');
  let at = 0;
  let place = 0;
  let star = -1;
  let resume = 0;
  while (at < whole.length) {
    if (pattern[place] === '?' || (pattern[place] === whole[at] && pattern[place] !== '*')) {
      at += 1;
      place += 1;
    } else if (pattern[place] === '*') {
      star = place++;
      resume = at;
    } else if (star >= 0) {
      place = star + 1;
      at = ++resume;
    } else return false;
  }
  while (pattern[place] === '*') place += 1;
  return place === pattern.length;
}

export const functions: ReadonlyMap<string, FlowFunction> = new Map(
  [...rows, ...dateFunctions].map(([name, parameters, optional, result, it, en, example, run]) => [
    name,
    { name, parameters, optional, result, help: { it, en }, example, run },
  ]),
);
