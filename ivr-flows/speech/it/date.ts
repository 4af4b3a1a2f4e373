/** Italian dates: domenica primo marzo duemilaventisei. Only the first of the month is an ordinal. */
import type { DayOfYear } from '../calendar.ts';
import { phrase, recorded, type Said } from '../said.ts';
import { cardinal } from './cardinal.ts';

const weekdays = ['domenica', 'lunedì', 'martedì', 'mercoledì', 'giovedì', 'venerdì', 'sabato'];
const months =
  'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre'.split(' ');

export function date(
  { year, month, day, weekday }: DayOfYear,
  shown: { weekday: boolean; year: boolean },
): Said {
  const parts: Said[] = [];
  if (shown.weekday) parts.push(recorded(weekdays[weekday % 7] ?? '', `digits/day-${weekday % 7}`));
  parts.push(day === 1 ? recorded('primo', 'digits/h-1') : cardinal(day));
  parts.push(recorded(months[month - 1] ?? '', `digits/mon-${month - 1}`));
  if (shown.year) parts.push(cardinal(year));
  return phrase(parts);
}
