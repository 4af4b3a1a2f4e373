/** Revisions as entity tags (RFC 9110, 8.8.3). */
import { Stale } from '../problems.ts';

export const tagOf = (revision: number): string => `"${revision}"`;

/** The revision of If-Match; undefined when any will do. A tag that is not ours never matches. */
export function revisionOf(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const match = /^(?:W\/)?"([0-9]{1,15})"$/.exec(header.trim());
  if (!match) throw new Stale();
  return Number(match[1]);
}
