/** Functions of dates and times, which are ISO 8601 texts: `2026-03-02`, `2026-03-02T09:30:00`. */
import { DateTime } from 'luxon';
import { refuse } from '../../faults.ts';
import { sentence } from '../../fill-words.ts';
import type { Value } from '../../values.ts';
import { define, number, text, type FunctionGroup } from './function.ts';

const functions = [
  define(
    'year',
    ['text'],
    'number',
    sentence('Anno di una data', 'Year of a date'),
    'year("2026-03-02") == 2026',
    v => date(v, 0).year,
  ),
  define(
    'month',
    ['text'],
    'number',
    sentence('Mese di una data, da 1', 'Month of a date, from 1'),
    'month("2026-03-02") == 3',
    v => date(v, 0).month,
  ),
  define(
    'day',
    ['text'],
    'number',
    sentence('Giorno del mese di una data', 'Day of the month of a date'),
    'day("2026-03-02") == 2',
    v => date(v, 0).day,
  ),
  define(
    'weekday',
    ['text'],
    'number',
    sentence('Giorno della settimana: lunedì = 1, domenica = 7', 'Day of the week: Monday = 1, Sunday = 7'),
    'weekday("2026-03-02") == 1',
    v => date(v, 0).weekday,
  ),
  define(
    'hour',
    ['text'],
    'number',
    sentence('Ora di un momento', 'Hour of a moment'),
    'hour("2026-03-02T09:30:00") == 9',
    v => date(v, 0).hour,
  ),
  define(
    'minute',
    ['text'],
    'number',
    sentence('Minuto di un momento', 'Minute of a moment'),
    'minute("2026-03-02T09:30:00") == 30',
    v => date(v, 0).minute,
  ),
  define(
    'addDays',
    ['text', 'number'],
    'text',
    sentence('Una data, tanti giorni dopo', 'A date, so many days later'),
    'addDays("2026-02-28", 1) == "2026-03-01"',
    v => written(date(v, 0).plus({ days: Math.trunc(number(v, 1)) }), text(v, 0)),
  ),
  define(
    'addMinutes',
    ['text', 'number'],
    'text',
    sentence('Un momento, tanti minuti dopo', 'A moment, so many minutes later'),
    'addMinutes("2026-03-02T09:30:00", 45) == "2026-03-02T10:15:00"',
    v => written(date(v, 0).plus({ minutes: Math.trunc(number(v, 1)) }), 'T'),
  ),
  define(
    'daysBetween',
    ['text', 'text'],
    'number',
    sentence('Giorni dalla prima data alla seconda', 'Days from the first date to the second'),
    'daysBetween("2026-02-27", "2026-03-02") == 3',
    v => Math.floor(date(v, 1).startOf('day').diff(date(v, 0).startOf('day'), 'days').days),
  ),
  define(
    'isDate',
    ['any'],
    'boolean',
    sentence('Se è una data che esiste', 'Whether it is a date that exists'),
    'isDate("2024-02-29") && !isDate("2026-02-29")',
    v => isDate(text(v, 0)),
  ),
  define(
    'parseDate',
    ['text', 'text'],
    'text',
    sentence(
      'Legge una data scritta secondo un modello (dd = giorno, MM = mese, yyyy = anno)',
      'Reads a date written by a pattern (dd = day, MM = month, yyyy = year)',
    ),
    'parseDate("02032026", "ddMMyyyy") == "2026-03-02"',
    v => parse(text(v, 0), pattern(v, 1)),
  ),
  define(
    'formatDate',
    ['text', 'text'],
    'text',
    sentence('Scrive una data secondo un modello', 'Writes a date by a pattern'),
    'formatDate("2026-03-02", "dd/MM/yyyy") == "02/03/2026"',
    v => date(v, 0).toFormat(pattern(v, 1)),
  ),
];

export const dates: FunctionGroup = { title: sentence('Date e orari', 'Dates and times'), functions };

// Dates have no zone of their own: they are reckoned as UTC, where no hour is missing or comes twice.
function date(values: Value[], index: number): DateTime {
  const written = text(values, index);
  const read = written.length > 40 ? null : DateTime.fromISO(written, { zone: 'utc', locale: 'en' });
  if (!read?.isValid) return refuse('noDate', { text: written.slice(0, 40) });
  return read;
}

/** Written like the one it came from: with a time if that had one. */
function written(moment: DateTime, like: string): string {
  if (!moment.isValid) refuse('dateOutOfRange');
  return moment.toFormat(like.includes('T') ? "yyyy-MM-dd'T'HH:mm:ss" : 'yyyy-MM-dd');
}

function pattern(values: Value[], index: number): string {
  const wanted = text(values, index);
  if (wanted.length > 40) refuse('patternTooLong');
  return wanted;
}

/** Whether a text is a date or a moment that exists, ISO 8601. */
export function isDate(written: string): boolean {
  return (
    written.length >= 8 &&
    written.length <= 40 &&
    DateTime.fromISO(written, { zone: 'utc', locale: 'en' }).isValid
  );
}

function parse(written: string, wanted: string): string {
  const read =
    written.length > 40 ? null : DateTime.fromFormat(written, wanted, { zone: 'utc', locale: 'en' });
  if (!read?.isValid) return refuse('noDateAs', { text: written.slice(0, 40), pattern: wanted });
  return read.toFormat(/[Hhms]/.test(wanted) ? "yyyy-MM-dd'T'HH:mm:ss" : 'yyyy-MM-dd');
}
