import type { Value } from '../../../ivr-flows/values.ts';

/** Rows of a database as values of a flow: at most `maximum`; what is no JSON becomes text. */
export function rowsOf(rows: unknown, maximum: number): Value[] {
  if (!Array.isArray(rows)) return [];
  return rows
    .slice(0, maximum)
    .map((row: unknown) =>
      Object.fromEntries(Object.entries(row ?? {}).map(([name, value]) => [name, cell(value)])),
    );
}

function cell(value: unknown): Value {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return JSON.stringify(value) ?? null;
}
