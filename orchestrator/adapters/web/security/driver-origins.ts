/**
 * Pages of others that may hold the PhoneBar in a frame and drive it: a list that administrators keep. From
 * it come `frame-ancestors` of the operator's pages and what the PhoneBar accepts messages of.
 */
import type { RequestHandler } from 'express';
import type { Origins } from './origins.ts';

/** In the settings. */
export const driverOriginsSetting = 'driver.origins';

/** Pages that may be framed: the PhoneBar, and the sign-in that leads to it. */
const framed = new Set(['/phonebar', '/sign-in']);

/** After the general headers: the operator's pages may stand in the pages of the list. Without the list, in none. */
export function framingHeaders(driverOrigins: Origins): RequestHandler {
  return async (req, res, next) => {
    if (!framed.has(req.path)) return next();
    // The page that the PhoneBar opens for a contact stays the one that the next contact's page replaces.
    if (res.getHeader('cross-origin-opener-policy'))
      res.setHeader('cross-origin-opener-policy', 'same-origin-allow-popups');
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
