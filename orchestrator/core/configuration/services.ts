/** What callers reach. */
import { z } from 'zod';
import { ScreenPop } from './screen-pop.ts';
import { DialledNumber, Extension, Id, Language, Localized, Name } from './values.ts';

export const Service = z.object({
  id: Id,
  name: Name,
  /** Where each contact of the service begins. */
  entryCampaignId: Id,
  /** Numbers (DID) that lead here, on whatever line; unique over all services. */
  numbers: z.array(DialledNumber).max(1000).default([]),
  virtualExtension: Extension.nullable().default(null),
  media: z.enum(['audio']).default('audio'),
  language: Language.default('it'),
  /** Higher goes first, over all services an agent serves. */
  priority: z.number().int().min(0).max(100).default(0),
  /** Opening hours; null = always open. */
  calendarId: Id.nullable().default(null),
  /** Said outside the opening hours, before `closedCampaignId` or the end. */
  closedMessage: Localized.default({ it: '', en: '' }),
  closedCampaignId: Id.nullable().default(null),
  /** Human campaign of the calls that its agents make for the service: wrap-up and dispositions; null = they make none. */
  outboundCampaignId: Id.nullable().default(null),
  /** Lines over which they go, with the numbers that may be presented; empty = every line that calls out. */
  outboundLineIds: z.array(Id).max(100).default([]),
  /** Page of another application that the PhoneBar opens where the campaign names none; null = none. */
  screenPop: ScreenPop.nullable().default(null),
});
export type Service = z.infer<typeof Service>;
