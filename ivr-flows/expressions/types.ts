/** What the parts of the expression language share: its types, the names it sees and its faults. */
import { FlowFault, refuse, type Fault } from '../faults.ts';
import { typeNames } from '../problems.ts';
import type { Localized, Value } from '../values.ts';

/** Type of an expression as far as it is known before it runs. */
export type Type = 'any' | 'text' | 'number' | 'boolean' | 'none' | 'list' | 'object';

/** What expressions read while they run. */
export interface Scope {
  /** Transfer properties of the flow. */
  readonly properties: Readonly<Record<string, Value>>;
  /** `call.<name>` */
  readonly call: Readonly<Record<string, Value>>;
  /** `data.<name>` */
  readonly data: Readonly<Record<string, Value>>;
  /** `now.<name>`; asked for only if the expression says `now`. */
  now(): Readonly<Record<string, Value>>;
}

/** A mistake in an expression or a template; `start` and `end` are places in its text. */
export class ExpressionFault extends FlowFault {
  readonly start: number;
  readonly end: number;
  constructor(fault: Fault, start = 0, end = start) {
    super(fault);
    this.start = start;
    this.end = end;
  }
}

/** How much one evaluation may do; loops, long texts and comparisons of lists cost more than one. */
export const BUDGET = 100_000;
/** Characters of a text that an expression may make. */
export const LONGEST_TEXT = 100_000;
/** Characters of an expression. */
export const LONGEST_EXPRESSION = 2000;

export function typeOf(value: Value): Exclude<Type, 'any'> {
  if (value === null) return 'none';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return Array.isArray(value) ? 'list' : 'object';
}

/**
 * A value of its own, so that nothing kept in a run shares parts with anything else. Throws for one that would
 * be too long or too deep as JSON: lists of the same list over and over grow without a loop.
 */
export function copied(value: Value): Value {
  return typeof value === 'object' && value !== null ? copy(value, { left: LONGEST_TEXT }, 0) : value;
}

const DEEPEST = 50;

function copy(value: Value, budget: { left: number }, depth: number): Value {
  budget.left -= typeof value === 'string' ? value.length + 2 : 4;
  if (budget.left < 0) refuse('valueTooLong');
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) refuse('valueTooDeep');
  if (Array.isArray(value)) return value.map(item => copy(item, budget, depth + 1));
  const made: { [name: string]: Value } = {};
  for (const name of Object.keys(value)) {
    budget.left -= name.length + 2;
    // As an ordinary assignment it would set the prototype.
    if (name !== '__proto__') made[name] = copy(value[name] ?? null, budget, depth + 1);
  }
  return made;
}

/** A value as a fault tells it: its type, and what it is if that is short to say. */
export function foundWords(value: Value): Localized {
  const type = typeOf(value);
  if (value === null || typeof value === 'object') return typeNames[type];
  const written = JSON.stringify(value).slice(0, 40);
  return { it: `${typeNames[type].it} ${written}`, en: `${typeNames[type].en} ${written}` };
}

/** A value as people read it in a text; nothing for no value, JSON for lists and objects. Throws as `copied`. */
export function asText(value: Value): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(copied(value)) : String(value);
}

/** The number that a text writes in plain decimal digits; null = it is none. */
export function numberIn(text: string): number | null {
  return /^\s{0,20}[+-]?\d{1,30}([.]\d{1,30})?\s{0,20}$/.test(text) ? Number(text) : null;
}
