/** English numbers: minus three point one four. Decimals digit by digit; "point" is not among the recorded prompts. */
import type { Decimal } from '../decimal.ts';
import { phrase, recorded, type Said, unrecorded } from '../said.ts';
import { below100, cardinal } from './cardinal.ts';

export const minus = recorded('minus', 'digits/minus');

export function number({ negative, whole, fraction }: Decimal): Said {
  const parts = [cardinal(whole)];
  if (fraction !== '')
    parts.push(unrecorded('point'), ...Array.from(fraction, digit => below100(Number(digit))));
  return phrase(negative ? [minus, ...parts] : parts);
}
