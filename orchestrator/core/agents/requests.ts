/** What an operator (or a supervisor, or the API in the operator's name) can ask for. */
import { z } from 'zod';
import { Id, PhoneKind } from '../configuration/schemas.ts';

export const AgentRequest = z.discriminatedUnion('type', [
  /** `phone` absent = the agent's default phone. `campaignIds` absent = all the agent is a member of. */
  z.object({ type: z.literal('login'), phone: PhoneKind.optional(), campaignIds: z.array(Id).optional() }),
  z.object({ type: z.literal('logout') }),
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('pause'), pauseId: Id }),
  /** Takes the offered contact; only with a standing leg, other phones answer by themselves. */
  z.object({ type: z.literal('answer') }),
  z.object({ type: z.literal('reject') }),
  z.object({ type: z.literal('hangup') }),
  z.object({ type: z.literal('hold') }),
  z.object({ type: z.literal('retrieve') }),
  /**
   * Said by the page that has the phone: the agent should be talking (or its standing leg be up), but no call
   * stands here. The page was loaded anew while nobody noticed the end of the one before it.
   */
  z.object({ type: z.literal('callMissing') }),
  z.object({ type: z.literal('mute') }),
  z.object({ type: z.literal('unmute') }),
  z.object({ type: z.literal('digits'), digits: z.string().regex(/^[0-9A-D*#]{1,32}$/) }),
  /** Draft of the note, kept while talking and in wrap-up; at most 4,000 characters. */
  z.object({ type: z.literal('note'), note: z.string().max(4000) }),
  z.object({ type: z.literal('disposition'), dispositionId: Id.nullable() }),
  /** 30 s more of wrap-up, up to the campaign's maximum. */
  z.object({ type: z.literal('extendWrapUp') }),
  /** Ends the wrap-up. */
  z.object({
    type: z.literal('finish'),
    dispositionId: Id.nullable().optional(),
    note: z.string().max(4000).optional(),
  }),
]);
export type AgentRequest = z.infer<typeof AgentRequest>;

/** Why a request was refused; each has a text in both languages under `refused.<code>` in the locales. */
export type RefusalCode =
  | 'unknownAgent'
  | 'notLoggedIn'
  | 'alreadyLoggedIn'
  | 'noSuchPhone'
  | 'phoneNotReachable'
  | 'unknownPause'
  | 'noContact'
  | 'notOffered'
  | 'answerOnPhone'
  | 'notTalking'
  | 'notHeld'
  | 'notInWrapUp'
  | 'wrapUpMinimum'
  | 'wrapUpMaximum'
  | 'dispositionRequired'
  | 'unknownDisposition'
  | 'notMember'
  | 'switchAway';
