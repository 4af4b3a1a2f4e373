/** The kinds of values that several configuration objects share. */
import { z } from 'zod';

/** Key of a configuration object: a positive integer given by the database. */
export const Id = z.number().int().positive();

/** The languages of pages, prompts and messages. */
export const Language = z.enum(['it', 'en']);
export type Language = z.infer<typeof Language>;

/** A text that callers hear or people read, in each language; empty = silence. */
export const Localized = z.object({ it: z.string().max(2000), en: z.string().max(2000) });
export type Localized = z.infer<typeof Localized>;

/** What people call an object. */
export const Name = z.string().trim().min(1).max(100);
/** A span of time, at most a day. */
export const Seconds = z.number().int().min(0).max(86_400);
/** Digits as dialled, with an optional leading +. Anything else could become dialplan text (S4, S5). */
export const DialledNumber = z.string().regex(/^\+?[0-9*#]{1,24}$/, 'digits, *, # and a leading + only');
/** Number of an agent or a service inside the contact centre. */
export const Extension = z.string().regex(/^[0-9]{2,8}$/, '2 to 8 digits');
