/** What the parts of the expression language share: its types, the names it sees and its faults. */
import { FlowFault } from '../block.ts';
import type { Value } from '../values.ts';

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
  constructor(code: string, message: string, start = 0, end = start) {
    super(code, message);
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

/** A value as people read it in a text; nothing for no value, JSON for lists and objects. */
export function asText(value: Value): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The number that a text writes in plain decimal digits; null = it is none. */
export function numberIn(text: string): number | null {
  return /^\s{0,20}[+-]?\d{1,30}([.]\d{1,30})?\s{0,20}$/.test(text) ? Number(text) : null;
}
