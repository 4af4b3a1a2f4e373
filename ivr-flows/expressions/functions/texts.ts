/** Functions of texts. */
import { refuse } from '../../faults.ts';
import { sentence } from '../../fill-words.ts';
import type { Value } from '../../values.ts';
import { asText, LONGEST_TEXT } from '../types.ts';
import { define, list, number, text, type FunctionGroup } from './function.ts';

const functions = [
  define('upper', ['text'], 'text', sentence('In maiuscolo', 'In capitals'), 'upper("ab") == "AB"', v =>
    text(v, 0).toUpperCase(),
  ),
  define('lower', ['text'], 'text', sentence('In minuscolo', 'In small letters'), 'lower("AB") == "ab"', v =>
    text(v, 0).toLowerCase(),
  ),
  define(
    'trim',
    ['text'],
    'text',
    sentence('Senza spazi intorno', 'Without spaces around it'),
    'trim(" a ") == "a"',
    v => text(v, 0).trim(),
  ),
  define(
    'contains',
    ['text', 'text'],
    'boolean',
    sentence('Se un testo ne contiene un altro', 'Whether a text contains another'),
    'contains("abc", "b")',
    v => text(v, 0).includes(text(v, 1)),
  ),
  define(
    'startsWith',
    ['text', 'text'],
    'boolean',
    sentence('Se un testo comincia con un altro', 'Whether a text begins with another'),
    'startsWith("+39 02", "+39")',
    v => text(v, 0).startsWith(text(v, 1)),
  ),
  define(
    'endsWith',
    ['text', 'text'],
    'boolean',
    sentence('Se un testo finisce con un altro', 'Whether a text ends with another'),
    'endsWith("abc", "bc")',
    v => text(v, 0).endsWith(text(v, 1)),
  ),
  define(
    'like',
    ['text', 'text'],
    'boolean',
    sentence(
      'Se un testo segue un modello: * = qualsiasi testo, ? = un carattere',
      'Whether a text follows a pattern: * = any text, ? = one character',
    ),
    'like("+39021234", "+39*")',
    v => like(text(v, 0), text(v, 1)),
  ),
  define(
    'replace',
    ['text', 'text', 'text'],
    'text',
    sentence('Sostituisce ogni occorrenza', 'Replaces each occurrence'),
    'replace("a-b-c", "-", "") == "abc"',
    v => replace(text(v, 0), text(v, 1), text(v, 2)),
  ),
  define(
    'substring',
    ['text', 'number', 'number'],
    'text',
    sentence(
      'Parte di un testo dalla posizione data (la prima è 0) fino a prima della seconda',
      'Part of a text from a position (the first is 0) to before the second',
    ),
    'substring("abcd", 1, 3) == "bc"',
    v => text(v, 0).slice(Math.max(0, number(v, 1)), v.length > 2 ? Math.max(0, number(v, 2)) : undefined),
    1,
  ),
  define(
    'left',
    ['text', 'number'],
    'text',
    sentence('I primi caratteri', 'The first characters'),
    'left("abcd", 2) == "ab"',
    v => text(v, 0).slice(0, Math.max(0, number(v, 1))),
  ),
  define(
    'right',
    ['text', 'number'],
    'text',
    sentence('Gli ultimi caratteri', 'The last characters'),
    'right("abcd", 2) == "cd"',
    v => right(text(v, 0), number(v, 1)),
  ),
  define(
    'padLeft',
    ['text', 'number', 'text'],
    'text',
    sentence('Riempie a sinistra fino alla lunghezza', 'Fills up on the left to a length'),
    'padLeft("7", 3, "0") == "007"',
    v => text(v, 0).padStart(length(v), text(v, 2)),
  ),
  define(
    'padRight',
    ['text', 'number', 'text'],
    'text',
    sentence('Riempie a destra fino alla lunghezza', 'Fills up on the right to a length'),
    'padRight("7", 3, "0") == "700"',
    v => text(v, 0).padEnd(length(v), text(v, 2)),
  ),
  define(
    'indexOf',
    ['text', 'text'],
    'number',
    sentence(
      'Posizione di un testo in un altro, -1 se manca',
      'Place of a text in another, -1 if it is not there',
    ),
    'indexOf("abc", "c") == 2',
    v => text(v, 0).indexOf(text(v, 1)),
  ),
  define(
    'split',
    ['text', 'text'],
    'list',
    sentence('Divide un testo in un elenco', 'Divides a text into a list'),
    'split("a,b", ",")[1] == "b"',
    v => text(v, 0).split(text(v, 1), 1000),
  ),
  define(
    'join',
    ['list', 'text'],
    'text',
    sentence('Unisce un elenco in un testo', 'Joins a list to a text'),
    'join(["a", "b"], "-") == "a-b"',
    v => join(list(v, 0).map(asText), text(v, 1)),
  ),
  define(
    'onlyDigits',
    ['text'],
    'text',
    sentence('Solo le cifre di un testo', 'The digits of a text alone'),
    'onlyDigits("+39 02-1") == "39021"',
    v => text(v, 0).replace(/\D/g, ''),
  ),
];

export const texts: FunctionGroup = { title: sentence('Testi', 'Texts'), functions };

function length(values: Value[]): number {
  return Math.min(1000, Math.max(0, number(values, 1)));
}

function right(whole: string, count: number): string {
  return count <= 0 ? '' : whole.slice(-count);
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
