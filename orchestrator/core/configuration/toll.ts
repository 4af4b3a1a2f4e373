/** What calls that go out over a line may cost: hours, countries, minutes, money (S11). */
import { z } from 'zod';
import { Id } from './values.ts';

/** The beginning of numbers as dialled; + and 00 mean the same. */
export const Prefix = z.string().regex(/^\+?[0-9*#]{1,24}$/, 'digits, *, # and a leading + only');

/** Country code of ITU-T E.164, without plus. */
const CountryCode = z.string().regex(/^[1-9][0-9]{0,2}$/, '1 to 3 digits, the first not 0');

const Minutes = z.number().int().min(0).max(100_000);

export const TollRules = z.object({
  /** Calls go out only while this calendar is open; null = always. */
  calendarId: Id.nullable().default(null),
  /** Numbers that begin so are called at any hour. */
  alwaysPrefixes: z.array(Prefix).max(200).default([]),
  /** Numbers without international prefix are of this country. */
  homeCountry: CountryCode.default('39'),
  /** What becomes of the first call to a country that is not `knownCountries`: it goes, with or without alarm, or not. */
  newCountry: z.enum(['allow', 'alarm', 'refuse']).default('allow'),
  knownCountries: z.array(CountryCode).max(250).default([]),
  /** Cents per minute, by the longest prefix that fits; numbers without one cost nothing. */
  rates: z
    .array(z.object({ prefix: Prefix, centsPerMinute: z.number().int().min(0).max(100_000) }))
    .max(500)
    .default([]),
  /** Whole units of money (100 cents); 0 = no limit. Days begin at midnight of the instance's time zone. */
  spendPerDay: z.number().int().min(0).max(1_000_000).default(0),
  /** Of all calls over the line; 0 = no limit. */
  minutesPerDay: Minutes.default(0),
  /** Of the calls of one agent over this line; 0 = no limit. */
  agentMinutesPerDay: Minutes.default(0),
  /** Most calls of one agent over this line at once, also in conferences; 0 = no limit. */
  agentCallsAtOnce: z.number().int().min(0).max(100).default(0),
  /** Every call is hung up after so many minutes, but those to phones of agents; 0 = no limit. */
  longestMinutes: z.number().int().min(0).max(1440).default(0),
  /** Callers who go on with a number outside, without an operator of ours; 0 = no limit. */
  longestForwardedMinutes: z.number().int().min(0).max(1440).default(120),
});
export type TollRules = z.infer<typeof TollRules>;
