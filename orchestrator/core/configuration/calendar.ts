/** Opening hours. Wall-clock time in the calendar's zone, so daylight saving moves nothing (F11). */
import { DateTime } from 'luxon';
import type { Calendar } from './schemas.ts';

/** Whether the calendar is open at `at` (epoch ms). `to` is exclusive; 24:00 is the end of the day. */
export function isOpen(calendar: Calendar, at: number): boolean {
  return calendarState(calendar, at) === 'open';
}

/** As isOpen, and whether it is closed for a holiday. */
export function calendarState(calendar: Calendar, at: number): 'open' | 'closed' | 'holiday' {
  const local = DateTime.fromMillis(at, { zone: calendar.timeZone });
  const date = local.toISODate();
  if (calendar.holidays.some(holiday => holiday.date === date)) return 'holiday';
  const time = local.toFormat('HH:mm');
  const open = calendar.hours.some(
    ({ weekday, from, to }) => weekday === local.weekday && from <= time && time < to,
  );
  return open ? 'open' : 'closed';
}

/** The local date at `at` and the moment (epoch ms) at which the next one begins. */
export function dayAt(at: number, timeZone: string): { date: string; endsAt: number } {
  const local = DateTime.fromMillis(at, { zone: timeZone });
  return { date: local.toISODate() ?? '', endsAt: local.startOf('day').plus({ days: 1 }).toMillis() };
}
