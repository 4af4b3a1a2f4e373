/**
 * Italian numbers: meno tre virgola quattordici. One or two decimals are a number of their own (virgola cinque,
 * virgola zero cinque), more are said digit by digit.
 */
import type { Decimal } from '../decimal.ts';
import type { Gender } from '../grammar.ts';
import { phrase, recorded, type Said } from '../said.ts';
import { below100, cardinal } from './cardinal.ts';

export const minus = recorded('meno', 'digits/minus');
const comma = recorded('virgola', 'letters/ascii44');

export function number({ negative, whole, fraction }: Decimal, gender: Gender): Said {
  const parts = fraction === '' ? [cardinal(whole, gender)] : [cardinal(whole), comma, ...decimals(fraction)];
  return phrase(negative ? [minus, ...parts] : parts);
}

function decimals(fraction: string): Said[] {
  if (fraction.length === 2 && !fraction.startsWith('0')) return [cardinal(Number(fraction))];
  return Array.from(fraction, digit => below100(Number(digit)));
}
