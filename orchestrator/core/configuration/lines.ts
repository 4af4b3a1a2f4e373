/** Trunks with their numbers. */
import { z } from 'zod';
import { Prefix, TollRules } from './toll.ts';
import { DialledNumber, Id, Name } from './values.ts';

/** How calls travel between Asterisk and the provider. */
export const Line = z.object({
  id: Id,
  name: Name,
  /**
   * registration: we register at the provider; address: the provider is known by its addresses;
   * dialplan: calls go to and come from a context that the telephony engineers wrote.
   */
  kind: z.enum(['registration', 'address', 'dialplan']),
  /** Provider's host name or address (registration, address). */
  host: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]{0,255}$/)
    .default(''),
  port: z.number().int().min(1).max(65_535).default(5060),
  transport: z.enum(['udp', 'tcp']).default('udp'),
  username: z
    .string()
    .regex(/^[A-Za-z0-9_.+-]{0,64}$/)
    .default(''),
  /** Addresses or networks from which inbound calls of this line come (address); empty = the host. */
  addresses: z
    .array(z.string().regex(/^[0-9A-Fa-f.:/]{2,64}$/))
    .max(50)
    .default([]),
  /** Context that takes outbound calls (dialplan): dialled as Local/<number>@<context>. */
  context: z
    .string()
    .regex(/^[A-Za-z0-9_-]{0,79}$/)
    .default(''),
  direction: z.enum(['inbound', 'outbound', 'both']).default('both'),
  /** Most calls at once; 0 = no limit. */
  channels: z.number().int().min(0).max(10_000).default(0),
  /** Number presented on outbound calls; empty = the provider's default. */
  callerId: z.union([z.literal(''), DialledNumber]).default(''),
  /** Further numbers that operators may present on this line. */
  callerIds: z.array(DialledNumber).max(100).default([]),
  /** Numbers that begin so are never called over this line: premium rates, countries that nobody needs. */
  blockedPrefixes: z.array(Prefix).max(200).default([]),
  /** Only numbers that begin so are called over this line; empty = all that are not blocked. */
  allowedPrefixes: z.array(Prefix).max(200).default([]),
  /** Most calls that go out over this line in a minute; 0 = no limit. */
  callsPerMinute: z.number().int().min(0).max(10_000).default(0),
  toll: TollRules.default(() => TollRules.parse({})),
  codecs: z
    .array(z.enum(['opus', 'g722', 'alaw', 'ulaw']))
    .min(1)
    .default(['alaw', 'ulaw']),
  /** Prefix rules, tried in order, first match only: 0039... -> +39... */
  numberRules: z
    .array(
      z.object({
        direction: z.enum(['inbound', 'outbound']),
        prefix: z.string().regex(/^\+?[0-9*#]{0,24}$/),
        replaceWith: z.string().regex(/^\+?[0-9*#]{0,24}$/),
      }),
    )
    .max(50)
    .default([]),
  /** Extension of the telephony engineers' context `phones-emergency` that takes calls while #phones is away; empty = excuse and busy. */
  emergencyTarget: z.union([z.literal(''), DialledNumber]).default(''),
});
export type Line = z.infer<typeof Line>;
