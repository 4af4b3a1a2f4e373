/**
 * English times. Exact: two oh five P.M.; spoken: half past two in the afternoon. 12:00 and 0:00 are noon and
 * midnight, because "12 a.m." and "12 p.m." are understood both ways (NIST, Times of Day FAQs).
 */
import type { TimeOfDay } from '../calendar.ts';
import { phrase, recorded, type Said, unrecorded } from '../said.ts';
import { below100 } from './cardinal.ts';
import { ohDigit } from './date.ts';

export function time({ hour, minute }: TimeOfDay, style: 'exact' | 'spoken'): Said {
  if (minute === 0 && hour % 12 === 0) return unrecorded(hour === 0 ? 'midnight' : 'noon');
  return style === 'exact' ? exact(hour, minute) : spoken(hour, minute);
}

function exact(hour: number, minute: number): Said {
  const parts = [hourOfClock(hour)];
  if (minute > 0) parts.push(minute < 10 ? ohDigit(minute) : below100(minute));
  parts.push(hour < 12 ? recorded('A.M.', 'digits/a-m') : recorded('P.M.', 'digits/p-m'));
  return phrase(parts);
}

function spoken(hour: number, minute: number): Said {
  if (minute === 0)
    return phrase([hourOfClock(hour), recorded("o'clock", 'digits/oclock'), unrecorded(partOfDay(hour))]);
  const toNext = minute > 30;
  const named = toNext ? (hour + 1) % 24 : hour;
  const distance = toNext ? `${minutes(60 - minute)} to` : `${minutes(minute)} past`;
  // Midnight and noon say their part of the day themselves; after noon it is half past twelve.
  if (named === 0) return unrecorded(`${distance} midnight`);
  if (named === 12 && toNext) return unrecorded(`${distance} noon`);
  return unrecorded(`${distance} ${hourOfClock(named).text} ${partOfDay(hour)}`);
}

/** Multiples of five go without the word. */
function minutes(value: number): string {
  if (value === 30) return 'half';
  if (value === 15) return 'a quarter';
  const name = below100(value).text;
  return value % 5 === 0 ? name : `${name} ${value === 1 ? 'minute' : 'minutes'}`;
}

const hourOfClock = (hour: number): Said => below100(hour % 12 === 0 ? 12 : hour % 12);

function partOfDay(hour: number): string {
  if (hour < 12) return 'in the morning';
  if (hour < 18) return 'in the afternoon';
  return hour < 21 ? 'in the evening' : 'at night';
}
