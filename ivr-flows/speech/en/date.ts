/**
 * English dates, month first as the recorded prompts can say them: Monday, March first, twenty twenty-six.
 * Years in pairs (nineteen oh five, nineteen hundred), but two thousand and five.
 */
import type { DayOfYear } from '../calendar.ts';
import { phrase, recorded, type Said } from '../said.ts';
import { below100, cardinal } from './cardinal.ts';
import { ordinalBelow100 } from './ordinal.ts';

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

export function date(
  { year, month, day, weekday }: DayOfYear,
  shown: { weekday: boolean; year: boolean },
): Said {
  const dayName = recorded(weekdays[weekday % 7] ?? '', `digits/day-${weekday % 7}`);
  const monthName = recorded(months[month - 1] ?? '', `digits/mon-${month - 1}`);
  const parts = [phrase([monthName, ordinalBelow100(day)])];
  if (shown.weekday) parts.unshift(dayName);
  if (shown.year) parts.push(yearInWords(year));
  return phrase(parts, ', ');
}

export function yearInWords(year: number): Said {
  const century = Math.floor(year / 100);
  const rest = year % 100;
  if (year < 1000 || year % 1000 < 10) return cardinal(year);
  if (rest === 0) return phrase([below100(century), recorded('hundred', 'digits/hundred')]);
  if (rest < 10) return phrase([below100(century), ohDigit(rest)]);
  return phrase([below100(century), below100(rest)]);
}

/** "oh five": a two-digit group that begins with 0. */
export function ohDigit(value: number): Said {
  return phrase([recorded('oh', 'digits/oh'), below100(value)]);
}
