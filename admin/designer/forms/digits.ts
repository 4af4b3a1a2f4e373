/** The digits of a phone. */
import type { Json } from '../model/commands.ts';

export const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '*', '#'] as const;

/** A new row of a menu begins with the first digit that is free. */
export function nextDigit(rows: readonly Json[], row: Json): Json {
  if (typeof row !== 'object' || row === null || Array.isArray(row) || typeof row.digit !== 'string')
    return row;
  const taken = new Set(
    rows.map(other =>
      typeof other === 'object' && other !== null && !Array.isArray(other) ? other.digit : undefined,
    ),
  );
  return { ...row, digit: digits.find(digit => !taken.has(digit)) ?? row.digit };
}
