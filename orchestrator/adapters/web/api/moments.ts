/** Moments in a query. */
import { DateTime } from 'luxon';
import { z } from 'zod';

/** A moment: epoch milliseconds, or ISO 8601, which without offset is meant in the instance's zone. */
export const moment = (timeZone: string) =>
  z
    .string()
    .max(40)
    .transform((text, check) => {
      const at = /^[0-9]{1,15}$/.test(text)
        ? Number(text)
        : DateTime.fromISO(text, { zone: timeZone }).toMillis();
      if (!Number.isNaN(at)) return at;
      check.addIssue({ code: 'custom', message: 'give ISO 8601 or epoch milliseconds' });
      return z.NEVER;
    })
    .optional()
    .meta({ type: 'string', description: 'ISO 8601 or epoch milliseconds' });
