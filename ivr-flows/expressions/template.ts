/** Texts with `{expression}` in them. `{{` is a brace; a closing brace alone is plain text. */
import { faultOf } from '../faults.ts';
import type { Expression } from './compile.ts';
import { asText, ExpressionFault, LONGEST_TEXT, type Scope } from './types.ts';

export interface Template {
  /** `change` is applied to the value of each expression. */
  fill(scope: Scope, change?: (value: string) => string): string;
}

/** `compile` is called for each expression. Throws ExpressionFault with the place in the whole text. */
export function parseTemplate(text: string, compile: (expression: string) => Expression): Template {
  const parts: (string | Expression)[] = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    if (text[at] !== '{') plain += text[at++];
    else if (text[at + 1] === '{') {
      plain += '{';
      at += 2;
    } else {
      const end = endOf(text, at);
      parts.push(plain, compiled(text.slice(at + 1, end), at + 1, compile));
      plain = '';
      at = end + 1;
    }
  }
  parts.push(plain);
  return { fill: (scope, change = value => value) => fill(parts, scope, change) };
}

function fill(parts: (string | Expression)[], scope: Scope, change: (value: string) => string): string {
  let whole = '';
  for (const part of parts) {
    whole += typeof part === 'string' ? part : change(asText(part.evaluate(scope)));
    if (whole.length > LONGEST_TEXT) throw new ExpressionFault(faultOf('textTooLong'));
  }
  return whole;
}

function compiled(text: string, offset: number, compile: (expression: string) => Expression): Expression {
  try {
    return compile(text);
  } catch (error) {
    if (!(error instanceof ExpressionFault)) throw error;
    throw new ExpressionFault(error.fault, error.start + offset, error.end + offset);
  }
}

/** Place of the brace that closes the one at `from`; braces in braces and in quotes do not. */
function endOf(text: string, from: number): number {
  let depth = 0;
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (quote !== '') {
      if (character === '\\') at += 1;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '{') depth += 1;
    else if (character === '}') {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  throw new ExpressionFault(faultOf('templateOpen'), from, from + 1);
}
