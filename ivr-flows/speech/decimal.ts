/** Numbers as they are said: exact decimals, without the surprises of binary fractions. */
import { refuse } from '../faults.ts';
import type { Value } from '../values.ts';

export interface Decimal {
  negative: boolean;
  /** Before the point, 0 to `largest`. */
  whole: number;
  /** Digits after the point, as they are: '05'. */
  fraction: string;
}

/** Largest whole number that is said. */
export const largest = 999_999_999_999;

/** Decimal places of a number that is not told otherwise: hides 0.1 + 0.2 = 0.30000000000000004. */
const mostPlaces = 6;

/**
 * Reads a number, or a text that is one (with a point, not a comma), rounded half away from zero to `places`
 * (exactly so many), or to what it has up to 6. Throws FlowFault `notANumber`, `tooLarge`.
 */
export function readDecimal(value: Value, places?: number): Decimal {
  // Places in queues are said to every caller: whole numbers need no more.
  if (
    places === undefined &&
    Number.isInteger(value) &&
    typeof value === 'number' &&
    Math.abs(value) <= largest
  )
    return { negative: value < 0, whole: Math.abs(value), fraction: '' };
  const { sign, whole, fraction } = parts(value);
  const rounded = round(whole, fraction, places ?? mostPlaces);
  const kept = places === undefined ? rounded.fraction.replace(/0+$/, '') : rounded.fraction;
  if (rounded.whole > BigInt(largest)) tooLarge(value);
  const isZero = rounded.whole === 0n && /^0*$/.test(kept);
  return { negative: sign === '-' && !isZero, whole: Number(rounded.whole), fraction: kept };
}

/** Reads a whole number from `least` to `most`. Throws FlowFault `notANumber`, `notWhole`, `notFromTo`. */
export function readWhole(value: Value, least: number, most: number): number {
  const { negative, whole, fraction } = readDecimal(value);
  if (fraction !== '') refuse('notWhole', { value: shown(value) });
  const number = negative ? -whole : whole;
  if (number < least || number > most) refuse('notFromTo', { value: shown(value), least, most });
  return number;
}

function parts(value: Value): { sign: string; whole: string; fraction: string } {
  if (typeof value === 'number' && Math.abs(value) >= 1e21) tooLarge(value);
  const text = typeof value === 'number' ? plain(value) : typeof value === 'string' ? value.trim() : '';
  const match = /^([+-]?)([0-9]{1,30})(?:\.([0-9]{1,30}))?$/.exec(text);
  if (!match) return refuse('notANumber', { value: shown(value) });
  return { sign: match[1] ?? '', whole: match[2] ?? '0', fraction: match[3] ?? '' };
}

/** Without exponent: JavaScript writes one below 1e-6 and from 1e21 on. */
function plain(value: number): string {
  return Math.abs(value) < 1e-6 ? value.toFixed(20) : String(value);
}

function round(whole: string, fraction: string, places: number): { whole: bigint; fraction: string } {
  const scale = 10n ** BigInt(places);
  const up = (fraction[places] ?? '0') >= '5' ? 1n : 0n;
  const scaled = BigInt(whole + fraction.slice(0, places).padEnd(places, '0')) + up;
  const rest = places === 0 ? '' : (scaled % scale).toString().padStart(places, '0');
  return { whole: scaled / scale, fraction: rest };
}

function tooLarge(value: Value): never {
  return refuse('tooLarge', { value: shown(value), largest });
}

/** A value in a message: short. */
export function shown(value: Value): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
