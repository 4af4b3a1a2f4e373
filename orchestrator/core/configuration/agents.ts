/** The operators and their phones. */
import { z } from 'zod';
import { AgentSkill } from './routing.ts';
import { DialledNumber, Extension, Id, Name } from './values.ts';

export const PhoneKind = z.enum(['browser', 'sip', 'outside']);
export type PhoneKind = z.infer<typeof PhoneKind>;

export const Agent = z.object({
  id: Id,
  name: Name,
  /** Sign-in name of the operator's account. */
  username: z.string().regex(/^[a-z0-9._-]{2,50}$/, '2 to 50 of a-z 0-9 . _ -'),
  /** The agent's own number inside the contact centre. */
  extension: Extension,
  /** Language of the operator's pages until another is chosen there; auto = as the browser asks. */
  language: z.enum(['auto', 'it', 'en']).default('auto'),
  /** Phone that a log in takes when it names none. */
  defaultPhone: PhoneKind.default('browser'),
  /** SIP phone `agent-<extension>`: registers with its secret, or stands at a fixed `sip:` address; null = has none. */
  sipPhone: z
    .object({
      address: z
        .union([z.literal(''), z.string().regex(/^sip:[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+(:[0-9]{1,5})?$/)])
        .default(''),
    })
    .nullable()
    .default(null),
  /**
   * Standing leg: one call to the agent's phone that stays up, silent, from log in to log out; contacts are
   * connected by a bridge change. null = as the kind of phone is best served (see core/agents/standing.ts).
   */
  standingLeg: z.boolean().nullable().default(null),
  /** What the agent knows, each skill once. */
  skills: z.array(AgentSkill).max(100).default([]),
  /** A number outside, called over a line; null = has none. */
  outsidePhone: z.object({ number: DialledNumber, lineId: Id }).nullable().default(null),
});
export type Agent = z.infer<typeof Agent>;
