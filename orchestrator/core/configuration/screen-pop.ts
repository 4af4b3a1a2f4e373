/** The page of another application that operators open for a contact. */
import { z } from 'zod';

/** Setting with the origins that administrators allow, a JSON list. */
export const screenPopOrigins = 'screenPop.origins';

export const ScreenPop = z.object({
  /** As `address-template.ts` reads it; its origin must be among those that administrators allow. */
  url: z.string().min(1).max(1000),
  /** By itself when the contact is offered or answered, or by its button alone. */
  opens: z.enum(['button', 'offered', 'answered']).default('button'),
});
export type ScreenPop = z.infer<typeof ScreenPop>;
