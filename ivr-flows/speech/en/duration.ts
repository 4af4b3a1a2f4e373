/**
 * English lengths of time: two hours, five minutes and one second; an hour and a day alone with their article.
 * Recorded where the prompts have the unit, which is not so for "hour" and days.
 */
import type { Length } from '../calendar.ts';
import { phrase, recorded, type Said, unrecorded } from '../said.ts';
import { and, cardinal } from './cardinal.ts';

const units = [
  { unit: 'days', one: unrecorded('day'), many: unrecorded('days') },
  { unit: 'hours', one: unrecorded('hour'), many: recorded('hours', 'hours') },
  { unit: 'minutes', one: recorded('minute', 'minute'), many: recorded('minutes', 'minutes') },
  { unit: 'seconds', one: recorded('second', 'second'), many: recorded('seconds', 'seconds') },
] as const;

export function duration(length: Length): Said {
  const parts = units
    .filter(({ unit }) => length[unit] > 0)
    .map(({ unit, one, many }) => phrase([cardinal(length[unit]), length[unit] === 1 ? one : many]));
  const last = parts.pop();
  if (!last) return phrase([cardinal(0), recorded('seconds', 'seconds')]);
  if (parts.length > 0) return phrase([phrase(parts, ', '), and, last]);
  if (length.hours === 1) return unrecorded('an hour');
  return length.days === 1 ? unrecorded('a day') : last;
}
