/** Expressions and templates of flows, compiled once and kept. */
import { compileText, type Expression } from './compile.ts';
import { parseTemplate, type Template } from './template.ts';
import type { Type } from './types.ts';

export {
  ExpressionFault,
  asText,
  copied,
  foundWords,
  numberIn,
  typeOf,
  type Scope,
  type Type,
} from './types.ts';
export { isDate as checkDate } from './functions/dates.ts';
export { equalValues, isObject } from './operators.ts';
export { functionGroups, functions } from './functions/index.ts';
export { round } from './functions/numbers.ts';
export { like as likePattern } from './functions/texts.ts';
export type { FlowFunction, FunctionGroup } from './functions/function.ts';
export type { Expression } from './compile.ts';
export type { Template } from './template.ts';

/** Compiled texts that are kept. What is compiled depends on the text alone, so forgetting changes nothing. */
const MOST_KEPT = 5000;
const expressions = new Map<string, Expression>();
const templates = new Map<string, Template>();

function kept<T>(store: Map<string, T>, text: string, make: (text: string) => T): T {
  const known = store.get(text);
  if (known) return known;
  const made = make(text);
  if (store.size >= MOST_KEPT) store.clear();
  store.set(text, made);
  return made;
}

/** An expression for a run. Throws ExpressionFault. */
export function expression(text: string): Expression {
  return kept(expressions, text, wanted => compileText(wanted, null));
}

/** A text with `{expression}` in it, for a run. Throws ExpressionFault. */
export function template(text: string): Template {
  return kept(templates, text, wanted => parseTemplate(wanted, expression));
}

/** Names that a flow's own properties cannot have. */
export const takenNames: ReadonlySet<string> = new Set([
  ...['call', 'data', 'now', 'true', 'false', 'null', 'in', 'has'],
  ...[
    'as',
    'break',
    'const',
    'continue',
    'else',
    'for',
    'function',
    'if',
    'import',
    'let',
    'loop',
    'package',
  ],
  ...['namespace', 'return', 'var', 'void', 'while', '__proto__', 'prototype', 'constructor'],
]);

/** Type of the result, if every name is known and every type fits. Throws ExpressionFault with the place. */
export function checkExpression(text: string, names: ReadonlyMap<string, Type>): Type {
  return compileText(text, names).type;
}

/** Throws ExpressionFault with the place in the whole template. */
export function checkTemplate(text: string, names: ReadonlyMap<string, Type>): void {
  parseTemplate(text, part => compileText(part, names));
}
