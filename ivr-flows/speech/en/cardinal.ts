/**
 * English cardinals. "And" stands before the tens and units of a number of three and more digits: a hundred and
 * one, one thousand and five (British and spoken usage; New Oxford Style Manual, chapter 11).
 */
import { phrase, recorded, type Said } from '../said.ts';

const names = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen ' +
  'seventeen eighteen nineteen'
).split(' ');
const tens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

const scales = [
  { value: 1_000_000_000, said: recorded('billion', 'digits/billion') },
  { value: 1_000_000, said: recorded('million', 'digits/million') },
  { value: 1000, said: recorded('thousand', 'digits/thousand') },
];
const hundred = recorded('hundred', 'digits/hundred');
export const and = recorded('and', 'vm-and');

/** 0 to 999,999,999,999. */
export function cardinal(value: number): Said {
  return phrase(cardinalParts(value));
}

/** The words one by one, so that an ordinal can change the last one. */
export function cardinalParts(value: number): Said[] {
  if (value < 100) return [below100(value)];
  const parts: Said[] = [];
  let rest = value;
  for (const scale of scales) {
    const count = Math.floor(rest / scale.value);
    if (count > 0) parts.push(...cardinalParts(count), scale.said);
    rest %= scale.value;
  }
  if (rest >= 100) parts.push(below100(Math.floor(rest / 100)), hundred);
  rest %= 100;
  if (rest > 0) parts.push(and, below100(rest));
  return parts;
}

/** With a hyphen, twenty-one: one word in writing, two recordings. */
export function below100(value: number): Said {
  if (value < 20) return recorded(names[value] ?? '', `digits/${value}`);
  const ten = Math.floor(value / 10);
  const unit = value % 10;
  const sound = `digits/${ten * 10}`;
  if (unit === 0) return recorded(tens[ten] ?? '', sound);
  return recorded(`${tens[ten]}-${names[unit]}`, sound, `digits/${unit}`);
}
