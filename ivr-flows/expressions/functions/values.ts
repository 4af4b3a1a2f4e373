/** Functions of any value, and of lists. */
import { sentence } from '../../fill-words.ts';
import type { Value } from '../../values.ts';
import { asText } from '../types.ts';
import { define, list, text, type FunctionGroup } from './function.ts';

const functions = [
  define(
    'text',
    ['any'],
    'text',
    sentence('Qualsiasi valore come testo', 'Any value as a text'),
    'text(12) == "12"',
    v => text(v, 0),
  ),
  define(
    'size',
    ['any'],
    'number',
    sentence('Lunghezza di un testo o di un elenco', 'Length of a text or a list'),
    'size("abc") == 3',
    v => size(v[0] ?? null),
  ),
  define(
    'isEmpty',
    ['any'],
    'boolean',
    sentence('Se manca o è vuoto', 'Whether it is missing or empty'),
    'isEmpty("") && isEmpty(null)',
    v => size(v[0] ?? null) === 0,
  ),
  define(
    'default',
    ['any', 'any'],
    'any',
    sentence(
      'Il secondo valore se il primo manca o è vuoto',
      'The second value if the first is missing or empty',
    ),
    'default("", "x") == "x"',
    v => (v[0] === null || v[0] === undefined || v[0] === '' ? (v[1] ?? null) : v[0]),
  ),
  define(
    'first',
    ['list'],
    'any',
    sentence('Il primo di un elenco', 'The first of a list'),
    'first([1, 2]) == 1',
    v => list(v, 0)[0] ?? null,
  ),
  define(
    'last',
    ['list'],
    'any',
    sentence("L'ultimo di un elenco", 'The last of a list'),
    'last([1, 2]) == 2',
    v => list(v, 0).at(-1) ?? null,
  ),
];

export const anyValues: FunctionGroup = {
  title: sentence('Valori ed elenchi', 'Values and lists'),
  functions,
};

function size(value: Value): number {
  if (value === null) return 0;
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return typeof value === 'object' ? Object.keys(value).length : asText(value).length;
}
