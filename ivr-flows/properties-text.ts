/** Properties and call data as operator applications of #phones exchange them (pairs-text.ts). Everything is text. */
import { asText } from './expressions/index.ts';
import { refuse } from './faults.ts';
import { Unwritable, writePairs } from './pairs-text.ts';
import type { Value } from './values.ts';

export { readPairs as readProperties } from './pairs-text.ts';

/** Lists and objects are written as JSON. Throws FlowFault for what this form cannot hold. */
export function writeProperties(properties: Readonly<Record<string, Value>>): string {
  try {
    return writePairs(Object.entries(properties).map(([name, value]) => [name, asText(value)] as const));
  } catch (error) {
    if (error instanceof Unwritable) refuse('unwritable', { name: error.pair });
    throw error;
  }
}
