/** Changes to stored objects. */
import { Invalid } from '../../../runtime/errors.ts';

type Members = Record<string, unknown>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * `change` laid over `stored`: objects member by member, everything else replaced. As deep as what is
 * stored; built from entries, so that `__proto__` is a member like any other (S15).
 */
export function mergeInto(stored: Members, change: Members): Members {
  const changed = Object.entries(change).map(([name, value]): [string, unknown] => {
    const before = Object.hasOwn(stored, name) ? stored[name] : undefined;
    return [name, isMembers(before) && isMembers(value) ? mergeInto(before, value) : value];
  });
  return Object.fromEntries([...Object.entries(stored), ...changed]);
}

const kept = new Set(['id', 'revision', 'createdAt', 'updatedAt']);

/**
 * What one may send back after reading an object: the members that the server keeps (`more` of this
 * collection) are taken out. A
 * `revision` among them guards like If-Match; another object's `id` is refused.
 */
export function withoutKept(
  body: unknown,
  id: number,
  more: readonly string[] = [],
): { members: Members; revision: number | undefined } {
  if (!isMembers(body)) throw new Invalid([{ path: [], code: 'wrongType', message: 'send an object' }]);
  if (Object.hasOwn(body, 'id') && body['id'] !== id)
    throw new Invalid([{ path: ['id'], code: 'readOnly', message: 'cannot be changed' }]);
  const members = Object.fromEntries(
    Object.entries(body).filter(([name]) => !kept.has(name) && !more.includes(name)),
  );
  const revision = Object.hasOwn(body, 'revision') ? body['revision'] : undefined;
  return { members, revision: typeof revision === 'number' ? revision : undefined };
}
