/** Parameters that many routes share. */
import { z } from 'zod';
import { Invalid } from '../../../runtime/errors.ts';
import { BadRequest } from '../problems.ts';

/** A key in an address. The document shows what it stands for, not the text it comes as. */
export const IdInPath = z
  .string()
  .regex(/^[1-9][0-9]{0,14}$/)
  .transform(Number)
  .meta({ type: 'integer', minimum: 1 });
export const ById = z.object({ id: IdInPath });

const Limit = z
  .string()
  .regex(/^([1-9]|[1-9][0-9]|1[0-9][0-9]|200)$/, 'a whole number from 1 to 200')
  .transform(Number)
  .optional()
  .meta({ type: 'integer', minimum: 1, maximum: 200, description: 'default 50' });
const Cursor = z.string().min(1).max(500).optional().meta({ description: '`nextCursor` of the page before' });

export const paging = { limit: Limit, cursor: Cursor };
export const Sort = z
  .string()
  .regex(/^-?[A-Za-z]{1,50}$/)
  .optional()
  .meta({ description: 'a member with a plain value, `-` before it for descending; default: name' });
export const Search = z.string().max(100).optional();

/** A page of a list; `nextCursor` is absent on the last one. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().optional() });

export const KeyInQuery = IdInPath.optional();

/** A list that the store may refuse for its parameters (sort, cursor). */
export async function listed<T>(page: Promise<T>): Promise<{ body: T }> {
  try {
    return { body: await page };
  } catch (error) {
    throw error instanceof Invalid ? new BadRequest(error.problems) : error;
  }
}
