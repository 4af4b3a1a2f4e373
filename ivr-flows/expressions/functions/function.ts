/** What a function of expressions is: `upper(name)` and `name.upper()` are the same. */
import type { Localized, Value } from '../../values.ts';
import { asText, type Type } from '../types.ts';

/**
 * Each says its types, so that a wrong one is found before the flow runs, and its help, from which forms and the
 * handbook are made.
 */
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

/** Functions of one subject, in the order of the handbook. */
export interface FunctionGroup {
  title: Localized;
  functions: FlowFunction[];
}

export function define(
  name: string,
  parameters: Type[],
  result: Type,
  help: Localized,
  example: string,
  run: FlowFunction['run'],
  optional = 0,
): FlowFunction {
  return { name, parameters, optional, result, help, example, run };
}

/** One of the arguments, whose types have been checked. */
export const text = (values: Value[], index: number): string => asText(values[index] ?? null);
export const number = (values: Value[], index: number): number => Number(values[index] ?? 0);
export function list(values: Value[], index: number): Value[] {
  const value = values[index];
  return Array.isArray(value) ? value : [];
}
