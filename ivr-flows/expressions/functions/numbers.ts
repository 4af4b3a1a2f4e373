/** Functions of numbers. */
import { refuse } from '../../faults.ts';
import { sentence } from '../../fill-words.ts';
import type { Value } from '../../values.ts';
import { numberIn } from '../types.ts';
import { define, list, number, text, type FunctionGroup } from './function.ts';

const functions = [
  define(
    'isNumeric',
    ['any'],
    'boolean',
    sentence(
      'Se è un numero o un testo che ne scrive uno',
      'Whether it is a number or a text that writes one',
    ),
    'isNumeric("12.5") && !isNumeric("x")',
    v => toNumber(v[0] ?? null) !== null,
  ),
  define(
    'number',
    ['any'],
    'number',
    sentence('Il numero scritto in un testo', 'The number that a text writes'),
    'number("012") == 12',
    v => toNumber(v[0] ?? null) ?? refuse('noNumber', { text: text(v, 0).slice(0, 40) }),
  ),
  define(
    'round',
    ['number', 'number'],
    'number',
    sentence('Arrotonda (ai decimali dati)', 'Rounds (to so many decimals)'),
    'round(2.345, 1) == 2.3',
    v => round(number(v, 0), number(v, 1)),
    1,
  ),
  define(
    'floor',
    ['number'],
    'number',
    sentence('Arrotonda per difetto', 'Rounds down'),
    'floor(2.7) == 2',
    v => Math.floor(number(v, 0)),
  ),
  define('ceil', ['number'], 'number', sentence('Arrotonda per eccesso', 'Rounds up'), 'ceil(2.1) == 3', v =>
    Math.ceil(number(v, 0)),
  ),
  define(
    'abs',
    ['number'],
    'number',
    sentence('Valore senza segno', 'Value without sign'),
    'abs(-2) == 2',
    v => Math.abs(number(v, 0)),
  ),
  define(
    'min',
    ['number', 'number'],
    'number',
    sentence('Il minore di due numeri', 'The smaller of two numbers'),
    'min(2, 3) == 2',
    v => Math.min(number(v, 0), number(v, 1)),
  ),
  define(
    'max',
    ['number', 'number'],
    'number',
    sentence('Il maggiore di due numeri', 'The greater of two numbers'),
    'max(2, 3) == 3',
    v => Math.max(number(v, 0), number(v, 1)),
  ),
  define(
    'sum',
    ['list'],
    'number',
    sentence('Somma dei numeri di un elenco', 'Sum of the numbers of a list'),
    'sum([1, 2]) == 3',
    v => list(v, 0).reduce<number>((total, item) => total + (toNumber(item) ?? 0), 0),
  ),
];

export const numbers: FunctionGroup = { title: sentence('Numeri', 'Numbers'), functions };

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
