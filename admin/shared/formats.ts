/** Dates, durations and numbers in the reader's language and the instance's time zone. */
import type { PageLanguage } from './words.ts';

export interface Formats {
  readonly language: PageLanguage;
  /** 31/12/2025, 14:05:09 */
  dateTime(at: number): string;
  /** 31/12/2025 */
  date(at: number): string;
  /** 14:05:09 */
  time(at: number): string;
  /** 42 s, 3 min 5 s, 1 h 2 min; tenths below ten seconds when `precise`. */
  duration(ms: number, precise?: boolean): string;
  /** 0:42, 12:05, 1:02:03, for counters that run. */
  timer(ms: number): string;
  number(value: number): string;
  /** 0.873 -> 87.3 %; a dash while there is nothing to divide by. */
  percent(share: number | null): string;
}

export function createFormats(language: PageLanguage, timeZone: string): Formats {
  const locale = language === 'it' ? 'it-IT' : 'en-GB';
  const dateTimes = new Intl.DateTimeFormat(locale, {
    timeZone,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const dates = new Intl.DateTimeFormat(locale, {
    timeZone,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  });
  const times = new Intl.DateTimeFormat(locale, { timeZone, timeStyle: 'medium' });
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  return {
    language,
    dateTime: at => dateTimes.format(at),
    date: at => dates.format(at),
    time: at => times.format(at),
    duration: (ms, precise = false) => durationInWords(ms, precise, numbers),
    timer,
    number: value => numbers.format(value),
    percent: share => (share === null ? '–' : percents.format(share)),
  };
}

function durationInWords(ms: number, precise: boolean, numbers: Intl.NumberFormat): string {
  if (precise && ms < 10_000) return `${numbers.format(Math.round(ms / 100) / 10)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 ? `${minutes} min ${seconds % 60} s` : `${minutes} min`;
  return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${Math.floor(minutes / 60)} h`;
}

function timer(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
