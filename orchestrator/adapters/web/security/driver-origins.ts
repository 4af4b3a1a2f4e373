/**
 * Pages of others that may hold the PhoneBar in a frame and drive it: a list that administrators keep. From
 * it come `frame-ancestors` of the operator's pages and what the PhoneBar accepts messages of.
 */
import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Store } from '../../../runtime/ports/store.ts';

const setting = 'driver.origins';
const mostOrigins = 50;

const Origin = z
  .string()
  .max(255)
  .refine(
    text => /^https?:\/\/[a-z0-9.:[\]-]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text,
    'is no origin such as https://crm.example.com',
  );
export const DriverOriginsShape = z.object({ origins: z.array(Origin).max(mostOrigins) });

export interface DriverOrigins {
  /** Rejects while the database is away and the list was never read. */
  list(): Promise<readonly string[]>;
  set(origins: readonly string[]): Promise<void>;
}

export function createDriverOrigins(settings: Store['settings']): DriverOrigins {
  let known: readonly string[] | null = null;
  return {
    async list() {
      known ??= DriverOriginsShape.parse({
        origins: JSON.parse((await settings.get(setting)) ?? '[]'),
      }).origins;
      return known;
    },
    async set(origins) {
      await settings.set(setting, JSON.stringify(origins));
      known = [...origins];
    },
  };
}

/** Pages that may be framed: the PhoneBar, and the sign-in that leads to it. */
const framed = new Set(['/phonebar', '/sign-in']);

/** After the general headers: the operator's pages may stand in the pages of the list. Without the list, in none. */
export function framingHeaders(driverOrigins: DriverOrigins): RequestHandler {
  return async (req, res, next) => {
    if (!framed.has(req.path)) return next();
    const origins = await driverOrigins.list().catch(() => []);
    if (origins.length > 0) {
      const policy = String(res.getHeader('content-security-policy'));
      res.setHeader(
        'content-security-policy',
        policy.replace("frame-ancestors 'self'", `frame-ancestors 'self' ${origins.join(' ')}`),
      );
      res.removeHeader('x-frame-options');
      // In a window of its own the PhoneBar must still know the page that opened it.
      res.removeHeader('cross-origin-opener-policy');
    }
    next();
  };
}
