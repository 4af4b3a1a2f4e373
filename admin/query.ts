/** Members of the address's query, as single strings and numbers. */
import { DateTime } from 'luxon';
import type { Request } from 'express';

export function textIn(req: Request, name: string): string {
  const value = req.query[name];
  return typeof value === 'string' ? value.slice(0, 500) : '';
}

/** A positive integer, or null. */
export function numberIn(req: Request, name: string): number | null {
  const value = Number(textIn(req, name));
  return Number.isSafeInteger(value) && value > 0 ? value : null;
}

/** This page's path and query with some members changed; null takes one away. */
export function pathWith(req: Request, changes: Record<string, string | null>): string {
  const url = new URL(req.originalUrl, 'http://page');
  for (const [name, value] of Object.entries(changes))
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  return url.pathname + url.search;
}

/** A time of the instance's zone, in epoch ms, or null. */
export function instantIn(req: Request, name: string, timeZone: string): number | null {
  const time = DateTime.fromISO(textIn(req, name), { zone: timeZone });
  return time.isValid ? time.toMillis() : null;
}

/** As <input type="datetime-local"> wants it. */
export function localInput(at: number | undefined, timeZone: string): string {
  return at === undefined ? '' : DateTime.fromMillis(at, { zone: timeZone }).toFormat("yyyy-LL-dd'T'HH:mm");
}
