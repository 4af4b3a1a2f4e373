/**
 * Pages by keyset: a cursor names the last row seen, so pages stay whole while rows are added or removed.
 * It is opaque to callers: base64url of JSON.
 */
import { Invalid } from '../../runtime/errors.ts';
import type { Page } from '../../runtime/ports/store.ts';

export type Key = (string | number)[];

/** 1 to 200, default 50; throws Invalid. */
export function checkLimit(limit: number | undefined): number {
  if (limit === undefined) return 50;
  if (Number.isInteger(limit) && limit >= 1 && limit <= 200) return limit;
  throw new Invalid([{ path: ['limit'], code: 'range', message: 'must be 1 to 200' }]);
}

export function encodeCursor(order: string, key: Key): string {
  return Buffer.from(JSON.stringify([order, ...key])).toString('base64url');
}

/**
 * The key in a cursor that was made for `order`, null without cursor. `types` are those of the key's
 * members. Throws Invalid for anything else: cursors come back from outside.
 */
export function decodeCursor(
  cursor: string | undefined,
  order: string,
  types: ('string' | 'number')[],
): Key | null {
  if (cursor === undefined) return null;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parsed) && parsed[0] === order && parsed.length === types.length + 1) {
      const key: Key = [];
      for (const [index, type] of types.entries()) {
        const value: unknown = parsed[index + 1];
        if (type === 'string' && typeof value === 'string') key.push(value);
        if (type === 'number' && typeof value === 'number') key.push(value);
      }
      if (key.length === types.length) return key;
    }
  } catch {
    // Not JSON: refused below.
  }
  throw new Invalid([{ path: ['cursor'], code: 'badCursor', message: 'is not a cursor of this list' }]);
}

/** A page of `limit` from `limit + 1` rows that were read. */
export function pageOf<Row, Item>(
  rows: Row[],
  limit: number,
  item: (row: Row) => Item,
  cursor: (row: Row) => string,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const page: Page<Item> = { items: shown.map(item) };
  if (rows.length > limit && last !== undefined) page.nextCursor = cursor(last);
  return page;
}
