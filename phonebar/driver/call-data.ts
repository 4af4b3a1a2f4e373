/** Call data as one line of text: `P1=V1}{P2=V2`, as flows and operators' applications write it. */
import { readPairs, writePairs } from '../../ivr-flows/pairs-text.ts';

/** `#` and `$` are doubled in the text. */
export function parseCallData(text: string): Record<string, string> {
  return readPairs(text);
}

/** Throws an Error that names the value which this form cannot hold: `}{` in it, or `=` in its name. */
export function formatCallData(values: Readonly<Record<string, string>>): string {
  return writePairs(Object.entries(values));
}
