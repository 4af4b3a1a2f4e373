/** Limits on how much one address may ask. */
import type { RequestHandler } from 'express';
import { ipKeyGenerator, MemoryStore, rateLimit } from 'express-rate-limit';
import { TooManyAttempts } from '../../../runtime/errors.ts';

/** Whole offices may stand behind one address. */
const requestsPerMinute = 6000;
const failuresPerMinute = 60;
/**
 * Whether a limit is made for each request is found out by a stack trace, which makes Node read the source maps
 * of all that is compiled, a tenth of a second of a start.
 */
const validate = { creationStack: false };

/** At most 6,000 requests a minute from one address. */
export function requestLimit(): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: requestsPerMinute,
    validate,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    handler: (_req, _res, next) => next(new TooManyAttempts(60_000)),
  });
}

export interface FailureLimit {
  /** Throws TooManyAttempts when the address has failed too often in the last minute. */
  check(ip: string | undefined): Promise<void>;
  failed(ip: string | undefined): Promise<void>;
}

/** Slows an address that tries many names; each account has its own backoff in the store (S8). */
export function failureLimit(): FailureLimit {
  const store = new MemoryStore();
  // The middleware is not mounted: it is what starts the store with its window.
  rateLimit({ windowMs: 60_000, limit: failuresPerMinute, store, validate });
  const key = (ip: string | undefined): string => ipKeyGenerator(ip ?? '0.0.0.0');
  return {
    async check(ip) {
      const seen = await store.get(key(ip));
      if (!seen || seen.totalHits < failuresPerMinute) return;
      throw new TooManyAttempts(Math.max(1000, (seen.resetTime?.getTime() ?? 0) - Date.now()));
    },
    async failed(ip) {
      await store.increment(key(ip));
    },
  };
}
