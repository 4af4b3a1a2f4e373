/**
 * Italian amounts: un euro, dodici euro e cinquanta, un milione di euro. "Euro" does not change in the plural
 * (Accademia della Crusca, "euro: plurale"). The cents are named where the figures alone would be misheard:
 * below ten, and alone.
 */
import type { Decimal } from '../decimal.ts';
import type { Gender } from '../grammar.ts';
import { phrase, recorded, type Said, unrecorded } from '../said.ts';
import type { Currency } from '../spoken.ts';
import { cardinal } from './cardinal.ts';
import { minus } from './number.ts';

interface Unit {
  gender: Gender;
  one: Said;
  many: Said;
}

const unit = (gender: Gender, one: string, many: string): Unit => ({
  gender,
  one: unrecorded(one),
  many: unrecorded(many),
});

const euro = recorded('euro', 'digits/euros');
const centesimo = unit('masculine', 'centesimo', 'centesimi');
const currencies: Record<Currency, { major: Unit; minor: Unit | null }> = {
  EUR: { major: { gender: 'masculine', one: euro, many: euro }, minor: centesimo },
  USD: {
    major: { gender: 'masculine', one: unrecorded('dollaro'), many: recorded('dollari', 'digits/dollars') },
    minor: centesimo,
  },
  GBP: { major: unit('feminine', 'sterlina', 'sterline'), minor: unit('masculine', 'penny', 'penny') },
  CHF: { major: unit('masculine', 'franco svizzero', 'franchi svizzeri'), minor: centesimo },
  // Uno yen, as lo yen (Treccani, "yen").
  JPY: { major: unit('none', 'yen', 'yen'), minor: null },
};
export const and = recorded('e', 'digits/e');

export function amount({ negative, whole, fraction }: Decimal, currency: Currency): Said {
  const { major, minor } = currencies[currency];
  const cents = minor ? Number(fraction) : 0;
  const parts: Said[] = [];
  if (whole > 0 || cents === 0) parts.push(count(whole, major));
  if (minor && cents > 0) {
    if (whole > 0) parts.push(and);
    parts.push(whole > 0 && cents >= 10 ? cardinal(cents) : count(cents, minor));
  }
  return phrase(negative ? [minus, ...parts] : parts);
}

/**
 * Ventuno euro, as it is recorded and no less correct than ventun. Un milione di euro: milione is a noun, to which a
 * single one is joined by "e": un milione e un euro.
 */
function count(value: number, unit: Unit): Said {
  const { gender, one, many } = unit;
  if (value === 1) return phrase([cardinal(1, gender), one]);
  if (value % 1_000_000 === 1) return phrase([cardinal(value - 1), and, count(1, unit)]);
  const isNoun = value >= 1_000_000 && value % 1_000_000 === 0;
  return phrase([cardinal(value), ...(isNoun ? [unrecorded('di')] : []), many]);
}
