/**
 * Italian times. Exact, as timetables say them: ore quattordici e trenta. Spoken: le due e mezza del pomeriggio,
 * l'una e un quarto, le tre meno un quarto, mezzogiorno, mezzanotte e dieci (Serianni, Grammatica italiana VI).
 */
import type { TimeOfDay } from '../calendar.ts';
import { phrase, recorded, type Said, unrecorded } from '../said.ts';
import { and } from './amount.ts';
import { cardinal } from './cardinal.ts';

export function time({ hour, minute }: TimeOfDay, style: 'exact' | 'spoken'): Said {
  return style === 'exact' ? exact(hour, minute) : unrecorded(spoken(hour, minute));
}

function exact(hour: number, minute: number): Said {
  const parts = [recorded('ore', 'digits/hours'), cardinal(hour, 'none')];
  // Hours are feminine: ore una.
  if (hour === 1) parts[1] = cardinal(1, 'feminine');
  if (minute > 0) parts.push(and, cardinal(minute));
  return phrase(parts);
}

function spoken(hour: number, minute: number): string {
  // From twenty to on people count down to the next hour.
  const down = minute >= 40;
  const named = down ? (hour + 1) % 24 : hour;
  const distance = down ? ` meno ${minutes(60 - minute)}` : minute > 0 ? ` e ${minutes(minute)}` : '';
  return `${hourOfClock(named)}${distance}${named % 12 === 0 ? '' : ` ${partOfDay(named)}`}`;
}

function hourOfClock(hour: number): string {
  if (hour === 0) return 'mezzanotte';
  if (hour === 12) return 'mezzogiorno';
  return hour % 12 === 1 ? "l'una" : `le ${cardinal(hour % 12).text}`;
}

function minutes(value: number): string {
  if (value === 30) return 'mezza';
  return value === 15 ? 'un quarto' : cardinal(value).text;
}

function partOfDay(hour: number): string {
  if (hour < 6) return 'di notte';
  if (hour < 12) return 'del mattino';
  return hour < 18 ? 'del pomeriggio' : 'di sera';
}
