/** The functions of expressions, by subject and by name. */
import { dates } from './dates.ts';
import type { FlowFunction, FunctionGroup } from './function.ts';
import { numbers } from './numbers.ts';
import { texts } from './texts.ts';
import { anyValues } from './values.ts';

export const functionGroups: readonly FunctionGroup[] = [texts, numbers, anyValues, dates];

export const functions: ReadonlyMap<string, FlowFunction> = new Map(
  functionGroups.flatMap(group => group.functions.map(one => [one.name, one])),
);
