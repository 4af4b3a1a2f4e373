/** Dates, times and lengths of time as they are said. */
import { DateTime } from 'luxon';
import { refuse } from '../faults.ts';
import type { Value } from '../values.ts';
import { readDecimal, shown } from './decimal.ts';
import type { SpokenOptions } from './spoken.ts';

export interface DayOfYear {
  /** 1 to 9999. */
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  /** 1 = Monday to 7 = Sunday (ISO 8601). */
  weekday: number;
}

export interface TimeOfDay {
  hour: number;
  minute: number;
}

export interface Length {
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
}

/** Reads the day of `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM...`, as written. Throws FlowFault `notADate`. */
export function readDate(value: Value): DayOfYear {
  const text = typeof value === 'string' ? value.trim() : '';
  const day = /^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T.*)?$/.exec(text)?.[1];
  const date = day === undefined ? null : DateTime.fromISO(text, { setZone: true });
  if (!date?.isValid || date.year < 1) return refuse('notADate', { value: shown(value) });
  return { year: date.year, month: date.month, day: date.day, weekday: date.weekday };
}

/**
 * Reads `HH:MM`, `HH:MM:SS` or the time of `YYYY-MM-DDTHH:MM...`, as written; 24:00 is 00:00. Seconds are
 * dropped, as on a clock's face. Throws FlowFault `notATime`.
 */
export function readTime(value: Value): TimeOfDay {
  const text = typeof value === 'string' ? value.trim() : '';
  const isTime = /^([0-9]{4}-[0-9]{2}-[0-9]{2}T)?[0-9]{2}:[0-9]{2}/.test(text);
  const time = isTime ? DateTime.fromISO(text, { setZone: true }) : null;
  if (!time?.isValid) return refuse('notATime', { value: shown(value) });
  return { hour: time.hour, minute: time.minute };
}

const unitSeconds = { seconds: 1, minutes: 60, hours: 3600 };
/** Lengths are said below 1000 days. */
const longestSeconds = 1000 * 86_400 - 1;

/** Reads seconds from 0, rounded to `smallest`. Throws FlowFault `notANumber`, `tooLarge`, `lengthOfTime`. */
export function readLength(value: Value, smallest: NonNullable<SpokenOptions['smallest']>): Length {
  const { negative, whole, fraction } = readDecimal(value);
  const exact = Number(`${whole}.${fraction || '0'}`);
  const unit = unitSeconds[smallest];
  const seconds = exact === 0 ? 0 : Math.max(1, Math.round(exact / unit)) * unit;
  if (negative || seconds > longestSeconds) refuse('lengthOfTime', { value: shown(value) });
  return {
    days: Math.floor(seconds / 86_400),
    hours: Math.floor(seconds / 3600) % 24,
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
  };
}
