/** What an operator (or a supervisor, or the API in the operator's name) can ask for. */
import { z } from 'zod';
import { DialledNumber, Id, PhoneKind, ScriptKey, ScriptValue } from '../configuration/schemas.ts';

/** Whom an operator wants to reach. A number that is an extension inside means that. */
export const CallTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('agent'), agentId: Id }),
  z.object({ kind: z.literal('campaign'), campaignId: Id }),
  z.object({ kind: z.literal('service'), serviceId: Id }),
  z.object({ kind: z.literal('number'), number: DialledNumber }),
]);
export type CallTarget = z.infer<typeof CallTarget>;

const CallbackId = z.string().regex(/^[A-Za-z0-9_-]{1,80}$/);
const Moment = z.number().int().min(0).max(8.64e15);

/** By name; at most 50 at once. */
const CallDataValues = z
  .record(z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/), z.string().max(1000))
  .refine(values => Object.keys(values).length <= 50, 'at most 50 values');
/** A contact carries no more values than this. */
export const mostCallData = 100;

export const AgentRequest = z.discriminatedUnion('type', [
  /** `phone` absent = the agent's default phone. `campaignIds` absent = all the agent is a member of. */
  z.object({ type: z.literal('login'), phone: PhoneKind.optional(), campaignIds: z.array(Id).optional() }),
  z.object({ type: z.literal('logout') }),
  /** `anyway`: as in `finish`, when it ends the wrap-up. */
  z.object({ type: z.literal('ready'), anyway: z.boolean().optional() }),
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
  /** Where the campaign records on demand. */
  z.object({ type: z.literal('startRecording') }),
  z.object({ type: z.literal('stopRecording') }),
  /** Secure pause: the recording is silent, for card numbers and the like. */
  z.object({ type: z.literal('pauseRecording') }),
  z.object({ type: z.literal('resumeRecording') }),
  z.object({ type: z.literal('mute') }),
  z.object({ type: z.literal('unmute') }),
  /** Calls a colleague or service inside, or a number outside for a service, presenting one of its numbers. */
  z.object({
    type: z.literal('call'),
    to: CallTarget,
    serviceId: Id.optional(),
    callerId: z.union([z.literal(''), DialledNumber]).optional(),
  }),
  /** Talks to somebody while the customer hears music; campaign and service: to any free agent there. */
  z.object({ type: z.literal('consult'), to: CallTarget }),
  z.object({ type: z.literal('swap') }),
  z.object({ type: z.literal('merge') }),
  /** The customer goes to the target of the consult. */
  z.object({ type: z.literal('complete') }),
  /** The target of the consult is given up, the agent is with the customer again. */
  z.object({ type: z.literal('cancel') }),
  /** Blind: the agent leaves at once. */
  z.object({ type: z.literal('transfer'), to: CallTarget }),
  /** A contact that was transferred and that nobody has answered yet comes back. */
  z.object({ type: z.literal('takeBack') }),
  z.object({ type: z.literal('addParty'), to: CallTarget }),
  z.object({ type: z.literal('removeParty'), party: z.string().max(100) }),
  z.object({ type: z.literal('muteParty'), party: z.string().max(100), muted: z.boolean() }),
  z.object({ type: z.literal('digits'), digits: z.string().regex(/^[0-9A-D*#]{1,32}$/) }),
  /** Draft of the note, kept while talking and in wrap-up; at most 4,000 characters. */
  z.object({ type: z.literal('note'), note: z.string().max(4000) }),
  z.object({ type: z.literal('disposition'), dispositionId: Id.nullable() }),
  /** Values that the operator's application sets; those not named stay as they are. */
  z.object({ type: z.literal('callData'), values: CallDataValues }),
  /**
   * Values of the contact's script; those not named stay as they are. `page`: the one that is seen. `typing`: kept,
   * but told of only with a later one without it.
   */
  z.object({
    type: z.literal('script'),
    values: z
      .record(ScriptKey, ScriptValue)
      .refine(values => Object.keys(values).length <= 200, 'at most 200 values'),
    page: ScriptKey.optional(),
    typing: z.boolean().optional(),
  }),
  /**
   * The caller at hand is to be called back at `at` (epoch ms, within a year), by this operator or anyone of the
   * campaign.
   */
  z.object({ type: z.literal('promiseCallback'), number: DialledNumber, at: Moment, own: z.boolean() }),
  /** Call-backs of the operator and of its campaigns. */
  z.object({ type: z.literal('callBackNow'), callbackId: CallbackId }),
  z.object({ type: z.literal('moveCallback'), callbackId: CallbackId, at: Moment }),
  z.object({ type: z.literal('cancelCallback'), callbackId: CallbackId }),
  /** 30 s more of wrap-up, up to the campaign's maximum. */
  z.object({ type: z.literal('extendWrapUp') }),
  /** Ends the wrap-up. */
  z.object({
    type: z.literal('finish'),
    dispositionId: Id.nullable().optional(),
    note: z.string().max(4000).optional(),
    /** The operator was asked, and leaves the script as it is. */
    anyway: z.boolean().optional(),
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
  | 'notRecording'
  | 'recordingNotOnDemand'
  | 'pausedByFlow'
  | 'notInWrapUp'
  | 'wrapUpMinimum'
  | 'wrapUpMaximum'
  | 'dispositionRequired'
  | 'unknownDisposition'
  | 'callDataFull'
  | 'noScript'
  | 'unknownField'
  | 'unknownPage'
  | 'fieldInvalid'
  | 'scriptIncomplete'
  | 'scriptRequired'
  | 'notMember'
  | 'inContact'
  | 'unknownTarget'
  | 'targetBusy'
  | 'notOfService'
  | 'serviceClosed'
  | 'noCustomer'
  | 'noConsult'
  | 'consultOpen'
  | 'inConference'
  | 'tooManyParties'
  | 'noLine'
  | 'noOutboundService'
  | 'unknownCallerId'
  | 'numberNotValid'
  | 'numberBlocked'
  | 'tooManyCalls'
  | 'outsideHours'
  | 'newCountry'
  | 'lineSpent'
  | 'agentSpent'
  | 'tooManyAtOnce'
  | 'ownNumber'
  | 'forwardingLoop'
  | 'nothingToTakeBack'
  | 'unknownCallback'
  | 'callbackMoment'
  | 'tooManyCallbacks'
  | 'switchAway';
