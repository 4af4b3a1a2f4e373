/** What operators choose from and when the contact centre is open: pauses, dispositions, calendars. */
import { z } from 'zod';
import { Id, Name, Seconds } from './values.ts';

export const Pause = z.object({
  id: Id,
  name: Name,
  /** Paid pauses count as work in utilisation. */
  paid: z.boolean().default(true),
  /** Longest stay before supervisors are warned; null = no limit. */
  maximumSeconds: Seconds.nullable().default(null),
});
export type Pause = z.infer<typeof Pause>;

export const Disposition = z.object({
  id: Id,
  name: Name,
  positive: z.boolean().default(false),
  final: z.boolean().default(true),
  recall: z.boolean().default(false),
  doNotCall: z.boolean().default(false),
});
export type Disposition = z.infer<typeof Disposition>;

const Clock = z
  .string()
  .regex(/^([01][0-9]|2[0-4]):[0-5][0-9]$/, 'a time as HH:MM, 24:00 for the end of the day');

export const Calendar = z.object({
  id: Id,
  name: Name,
  /** IANA zone in which the hours are meant. */
  timeZone: z.string().default('Europe/Rome'),
  /** Opening periods; weekday 1 = Monday ... 7 = Sunday (ISO 8601). */
  hours: z
    .array(z.object({ weekday: z.number().int().min(1).max(7), from: Clock, to: Clock }))
    .max(100)
    .default([]),
  /** Days that are closed whatever the weekday. */
  holidays: z
    .array(z.object({ date: z.iso.date(), name: z.string().max(100) }))
    .max(1000)
    .default([]),
});
export type Calendar = z.infer<typeof Calendar>;
