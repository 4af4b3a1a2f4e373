/** What a flow says with the grammar of the language: a value and how it is meant. */
import { z } from 'zod';
import type { Value } from '../values.ts';

/** How a value is meant. */
export const Say = z.enum([
  /** 12, -3.5, "1200": a cardinal number. */
  'number',
  /** 3: third. */
  'ordinal',
  /** 12.5: money, see `currency`. */
  'amount',
  /** "2026-03-01", "2026-03-01T10:30:00": the day. */
  'date',
  /** "10:30", "10:30:00", "2026-03-01T10:30:00": the time of the day, as written (no zone is applied). */
  'time',
  /** "AB-12": one character after the other. */
  'characters',
  /** "0612345": one digit after the other; also + * #. */
  'digits',
  /** 90: a length of time in seconds. */
  'duration',
]);
export type Say = z.infer<typeof Say>;

/** Currencies that can be said (ISO 4217). */
export const Currency = z.enum(['EUR', 'USD', 'GBP', 'CHF', 'JPY']);
export type Currency = z.infer<typeof Currency>;

/** How it is said; each kind takes what concerns it and ignores the rest. */
export const SpokenOptions = z.strictObject({
  /**
   * Of the noun that follows (number) or is meant (ordinal): un, una; primo, prima. `none` = no noun follows:
   * uno. English has no gender.
   */
  gender: z.enum(['none', 'masculine', 'feminine']).optional(),
  /** Decimal places to which a number is rounded, half away from zero; default: as many as it has, at most 6. */
  decimals: z.number().int().min(0).max(6).optional(),
  /** Of an amount; default EUR. */
  currency: Currency.optional(),
  /** Whether a date begins with the day of the week; default true. */
  weekday: z.boolean().optional(),
  /** Whether a date ends with the year; default true. */
  year: z.boolean().optional(),
  /**
   * Of a time. `exact`, the default: ore quattordici e trenta, two thirty P.M. `spoken`: le due e mezza del
   * pomeriggio, half past two in the afternoon.
   */
  style: z.enum(['exact', 'spoken']).optional(),
  /** Of characters. `spelling`: A come Ancona, alpha. Default `letters`. */
  alphabet: z.enum(['letters', 'spelling']).optional(),
  /** Digits in a group, with a pause after each; 0, the default = no groups. */
  group: z.number().int().min(0).max(20).optional(),
  /** Smallest unit of a duration, to which it is rounded (at least one of it unless it is 0); default seconds. */
  smallest: z.enum(['seconds', 'minutes', 'hours']).optional(),
});
export type SpokenOptions = z.infer<typeof SpokenOptions>;

export interface Spoken {
  say: Say;
  value: Value;
  options?: SpokenOptions;
}
