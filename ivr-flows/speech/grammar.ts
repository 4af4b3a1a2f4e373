/** What a language must be able to say. Each has a folder here: a file for each kind and an index.ts with its Grammar. */
import type { DayOfYear, Length, TimeOfDay } from './calendar.ts';
import type { Decimal } from './decimal.ts';
import type { Said } from './said.ts';
import type { Currency, SpokenOptions } from './spoken.ts';

export type Gender = NonNullable<SpokenOptions['gender']>;

export interface Grammar {
  number(value: Decimal, gender: Gender): Said;
  /** 1 to `largestOrdinal`. */
  ordinal(value: number, gender: Gender): Said;
  /** Rounded to the minor unit of the currency, whose digits are `fraction`. */
  amount(value: Decimal, currency: Currency): Said;
  date(value: DayOfYear, options: { weekday: boolean; year: boolean }): Said;
  time(value: TimeOfDay, style: 'exact' | 'spoken'): Said;
  /** One character of a text: a letter, digit or sign; lower case, composed (NFC). */
  character(character: string, alphabet: 'letters' | 'spelling'): Said;
  duration(value: Length): Said;
}

export const largestOrdinal = 1_000_000;

/** Digits of the minor unit (ISO 4217). */
export const minorDigits: Record<Currency, 0 | 2> = { EUR: 2, USD: 2, GBP: 2, CHF: 2, JPY: 0 };
