/** English amounts: twelve euros and fifty cents, one pound and one penny. Only "dollars" is recorded. */
import type { Decimal } from '../decimal.ts';
import { phrase, recorded, type Said, unrecorded } from '../said.ts';
import type { Currency } from '../spoken.ts';
import { and, cardinal } from './cardinal.ts';
import { minus } from './number.ts';

interface Unit {
  one: Said;
  many: Said;
}

const unit = (one: string, many: string): Unit => ({ one: unrecorded(one), many: unrecorded(many) });

const currencies: Record<Currency, { major: Unit; minor: Unit | null }> = {
  EUR: { major: unit('euro', 'euros'), minor: unit('cent', 'cents') },
  USD: {
    major: { one: unrecorded('dollar'), many: recorded('dollars', 'digits/dollars') },
    minor: unit('cent', 'cents'),
  },
  GBP: { major: unit('pound', 'pounds'), minor: unit('penny', 'pence') },
  CHF: { major: unit('Swiss franc', 'Swiss francs'), minor: unit('centime', 'centimes') },
  JPY: { major: unit('yen', 'yen'), minor: null },
};

export function amount({ negative, whole, fraction }: Decimal, currency: Currency): Said {
  const { major, minor } = currencies[currency];
  const cents = minor ? Number(fraction) : 0;
  const parts: Said[] = [];
  if (whole > 0 || cents === 0) parts.push(count(whole, major));
  if (minor && cents > 0) parts.push(count(cents, minor));
  const [first, second] = parts;
  const said = first && second ? [first, and, second] : parts;
  return phrase(negative ? [minus, ...said] : said);
}

const count = (value: number, { one, many }: Unit): Said =>
  phrase([cardinal(value), value === 1 ? one : many]);
