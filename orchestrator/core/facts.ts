/**
 * What became true, in the past tense, never changed afterwards. Facts feed the database (projections),
 * the live pages and the PhoneBars; every change that a page can show has a fact. All durations in ms.
 */
import type { RefusalCode } from './agents/requests.ts';
import type { AgentState } from './agents/state.ts';
import type { Purpose } from './calls/target.ts';
import type { End } from '../../ivr-flows/effects.ts';
import type { Fault } from '../../ivr-flows/faults.ts';
import type { DictationResult, DictationStep } from './dictation/dictation.ts';
import type { Value } from '../../ivr-flows/values.ts';
import type { ScriptValues } from './configuration/script-path.ts';
import type { Campaign, Language, PhoneKind, RecordingPolicy, Redirect } from './configuration/schemas.ts';
import type { Party } from './events.ts';
import type { AgentId, ContactId, NodeId, RecordingId } from './ids.ts';
import type { PauseReason, RecordingEnd } from './recording/recording.ts';

/**
 * The one final outcome of a contact (I1).
 * handled: talked to an agent · abandoned: left while waiting · short: left before the short threshold ·
 * left: left before it was distributed (in the welcome) · closed: outside opening hours ·
 * unknownNumber: no service has the number · noAgents: nobody to take it, nowhere to go · overflow: waited too long, nowhere to go ·
 * unanswered: nobody answered the call of an operator ·
 * served: a flow served it to its end · noRoute: the configuration names nothing to do · switchLost: Asterisk died · failed: a fault of ours.
 */
export type Outcome =
  | 'handled'
  | 'abandoned'
  | 'short'
  | 'left'
  | 'closed'
  | 'unknownNumber'
  | 'noAgents'
  | 'overflow'
  | 'served'
  | 'noRoute'
  | 'switchLost'
  | 'unanswered'
  | 'failed';

/** Why a party that an operator called is called or talked to no longer. */
export type TargetEnd = 'busy' | 'noAnswer' | 'rejected' | 'failed' | 'cancelled' | 'left' | 'ended';

/** notReached: the operator was there, the number that was to be called back was not. */
export type OfferEnd =
  | 'answered'
  | 'rejected'
  | 'noAnswer'
  | 'failed'
  | 'callerLeft'
  | 'unreachable'
  | 'notReached';

/** What became of an attempt to call somebody back. noLine: none calls out; refused: the line may not call it. */
export type CallbackResult = 'busy' | 'noAnswer' | 'failed' | 'noLine' | 'refused';

export type Fact =
  | {
      type: 'contactArrived';
      contactId: ContactId;
      media: 'audio';
      /** outbound: an operator called out; `caller` is then the number called, `dialled` the one presented. */
      direction: 'inbound' | 'outbound' | 'internal';
      node: NodeId;
      lineId: number | null;
      serviceId: number | null;
      dialled: string;
      caller: Party;
    }
  | { type: 'contactAnswered'; contactId: ContactId }
  | { type: 'campaignEntered'; contactId: ContactId; campaignId: number; kind: Campaign['kind'] }
  /** `what` is a short label for people: a prompt's name or the beginning of a text. */
  | { type: 'promptStarted'; contactId: ContactId; campaignId: number | null; what: string }
  | { type: 'promptEnded'; contactId: ContactId; failed: boolean }
  /** Outside flows only that a key was pressed is kept. */
  | { type: 'digitPressed'; contactId: ContactId }
  /** A published flow begins; `version` as in its history. */
  | { type: 'flowStarted'; contactId: ContactId; campaignId: number; flowId: number; version: number }
  | {
      type: 'blockEntered';
      contactId: ContactId;
      campaignId: number;
      flowId: number;
      version: number;
      block: string;
    }
  /** `stayMs` = how long the contact stood in it. */
  | {
      type: 'blockLeft';
      contactId: ContactId;
      campaignId: number;
      flowId: number;
      version: number;
      block: string;
      exit: string;
      stayMs: number;
    }
  | { type: 'blockFailed'; contactId: ContactId; flowId: number | null; block: string; fault: Fault }
  /** Digits pressed while a block asked; masked with * as core/flows/digits.ts says. */
  | { type: 'digitsPressed'; contactId: ContactId; block: string; digits: string }
  /** `code`: why a flow ended that led nowhere. */
  | {
      type: 'flowEnded';
      contactId: ContactId;
      campaignId: number;
      flowId: number;
      version: number;
      to: End['to'];
      code: string | null;
    }
  /** All synthetic agents of the campaign are at work, or stopped; null = busy and the end. */
  | { type: 'excessDiverted'; contactId: ContactId; campaignId: number; toCampaignId: number | null }
  /** The caller was recorded; the file is `<recording>.wav` among the node's recordings. */
  | {
      type: 'recordingMade';
      contactId: ContactId;
      node: NodeId;
      recording: RecordingId;
      lengthMs: number;
      endedBy: 'digit' | 'silence' | 'length' | 'hangup';
    }
  /** The contact's call is recorded from now on, under the rule of `campaignId`. `onDemand`: its operator asked. */
  | {
      type: 'callRecordingStarted';
      contactId: ContactId;
      node: NodeId;
      recording: RecordingId;
      campaignId: number;
      agentId: AgentId | null;
      channels: RecordingPolicy['channels'];
      /** How long it is kept should the campaign be deleted; 0 = for ever. */
      keepDays: number;
      onDemand: boolean;
    }
  /** It is silent from now on. */
  | {
      type: 'callRecordingPaused';
      contactId: ContactId;
      recording: RecordingId;
      agentId: AgentId | null;
      reason: PauseReason;
    }
  | {
      type: 'callRecordingResumed';
      contactId: ContactId;
      recording: RecordingId;
      agentId: AgentId | null;
      pausedMs: number;
    }
  | {
      type: 'callRecordingEnded';
      contactId: ContactId;
      recording: RecordingId;
      agentId: AgentId | null;
      reason: RecordingEnd;
    }
  /** A message for the operators of a campaign, or for one. `takenBy`: the synthetic campaign whose flow took it. */
  | {
      type: 'voicemailLeft';
      contactId: ContactId;
      node: NodeId;
      recording: RecordingId;
      takenBy: number;
      campaignId: number | null;
      agentId: AgentId | null;
    }
  /** A flow asked a service outside; `code` null = it answered. */
  | {
      type: 'requestEnded';
      contactId: ContactId;
      service: string;
      connection: string;
      tookMs: number;
      code: string | null;
    }
  | { type: 'surveyAnswered'; contactId: ContactId; question: string; answer: Value }
  | { type: 'flowNoted'; contactId: ContactId; fault: Fault }
  /** A prompt is recorded by phone; `version` = the prompt's version that it became. */
  | {
      type: 'dictationChanged';
      contactId: ContactId;
      dictationId: string;
      promptId: number;
      language: Language;
      by: string;
      step: DictationStep;
      result: DictationResult | null;
      version: number | null;
    }
  /** An outside number was called for the caller. */
  | { type: 'forwardStarted'; contactId: ContactId; lineId: number; number: string }
  | { type: 'forwardEnded'; contactId: ContactId; result: string; talkMs: number }
  /** The contact was sent through a context of the dialplan, and is back. */
  | { type: 'dialplanEntered'; contactId: ContactId; context: string; extension: string }
  | { type: 'dialplanReturned'; contactId: ContactId }
  /** The operator's phone was answered; the flow has the contact until it says connect (preventive queueing). */
  | { type: 'agentReserved'; contactId: ContactId; agentId: AgentId }
  /** The caller wants to be called back at `number`; its place in the queue is kept. */
  | { type: 'callbackRequested'; contactId: ContactId; campaignId: number; number: string }
  /** An operator promised in this contact that the number is called at `dueAt` (epoch ms); `own`: by itself. */
  | {
      type: 'callbackPromised';
      contactId: ContactId;
      callbackId: ContactId;
      agentId: AgentId;
      number: string;
      dueAt: number;
      own: boolean;
      /** Absent in early journals, as are the two below. `serviceId` 0 = none. */
      name?: string;
      campaignId?: number;
      serviceId?: number;
    }
  /** By an operator, or (`agentId` null) by the supervisor `by`, perhaps to another operator: `ownerId`, null = anyone. */
  | {
      type: 'callbackMoved';
      contactId: ContactId;
      callbackId: ContactId;
      agentId: AgentId | null;
      by?: string;
      dueAt: number;
      ownerId?: AgentId | null;
    }
  /** By an operator, or (`agentId` null) by the supervisor `by`; by nobody where its campaign is not there any more. */
  | {
      type: 'callbackCancelled';
      contactId: ContactId;
      callbackId: ContactId;
      agentId: AgentId | null;
      by?: string;
      reason?: string;
    }
  /** The journal was lost: the database said that it is still to be made. `previousId` differs where it had become a contact. */
  | {
      type: 'callbackRestored';
      contactId: ContactId;
      callbackId: ContactId;
      previousId: ContactId;
      agentId: AgentId | null;
      dueAt: number;
    }
  /** A callback did not reach anybody; `nextAt` null = it is given up. `attempt` from 1. */
  | {
      type: 'callbackAttemptEnded';
      contactId: ContactId;
      agentId: AgentId;
      number: string;
      attempt: number;
      result: CallbackResult;
      nextAt: number | null;
    }
  /** The contact waits for an agent of `campaignId`; `position` from 1. */
  | {
      type: 'contactQueued';
      contactId: ContactId;
      campaignId: number;
      queueCampaignId: number | null;
      position: number;
    }
  /** Nobody was free, and a redirection of the campaign was true. */
  | {
      type: 'contactRedirected';
      contactId: ContactId;
      campaignId: number;
      toCampaignId: number;
      when: Redirect['when'];
    }
  | { type: 'contactOffered'; contactId: ContactId; agentId: AgentId; campaignId: number; waitMs: number }
  | { type: 'phoneRang'; contactId: ContactId; agentId: AgentId }
  | {
      type: 'offerEnded';
      contactId: ContactId;
      agentId: AgentId;
      campaignId: number;
      reason: OfferEnd;
      ringMs: number;
      cause: number;
    }
  | { type: 'contactConnected'; contactId: ContactId; agentId: AgentId; campaignId: number; waitMs: number }
  | { type: 'contactHeld'; contactId: ContactId; agentId: AgentId }
  | { type: 'contactRetrieved'; contactId: ContactId; agentId: AgentId; heldMs: number }
  | { type: 'contactMuted'; contactId: ContactId; agentId: AgentId; muted: boolean }
  /** Only how many: digits may be a card number. */
  | { type: 'digitsSent'; contactId: ContactId; agentId: AgentId; count: number }
  /** An operator calls: a number outside, or a colleague's or service's extension. */
  | { type: 'callPlaced'; contactId: ContactId; agentId: AgentId; dialled: string }
  /** A further party is called. `number` is empty for agents. */
  | {
      type: 'targetCalled';
      contactId: ContactId;
      agentId: AgentId | null;
      toAgentId: AgentId | null;
      number: string;
      purpose: Purpose;
    }
  /** The agent waits for anybody of a campaign, to consult. */
  | { type: 'targetAwaited'; contactId: ContactId; agentId: AgentId; campaignId: number }
  | {
      type: 'targetAnswered';
      contactId: ContactId;
      agentId: AgentId | null;
      toAgentId: AgentId | null;
      number: string;
      purpose: Purpose;
    }
  | {
      type: 'targetEnded';
      contactId: ContactId;
      agentId: AgentId | null;
      toAgentId: AgentId | null;
      number: string;
      result: TargetEnd;
    }
  | {
      type: 'targetMuted';
      contactId: ContactId;
      agentId: AgentId;
      toAgentId: AgentId | null;
      number: string;
      muted: boolean;
    }
  | { type: 'conferenceBegan'; contactId: ContactId; agentId: AgentId }
  /** `agentId` left the contact to somebody else: at once (blind), after talking to it, or by leaving a conference. */
  | {
      type: 'contactTransferred';
      contactId: ContactId;
      agentId: AgentId;
      how: 'blind' | 'consult' | 'left';
      toAgentId: AgentId | null;
      number: string;
      toCampaignId: number | null;
      toServiceId: number | null;
    }
  /** Nobody took it: it comes back. */
  | { type: 'transferFailed'; contactId: ContactId; agentId: AgentId; result: TargetEnd }
  /** The customer hung up while its agent talks to others, who go on. */
  | { type: 'customerLeft'; contactId: ContactId; agentId: AgentId }
  /** The agent's phone or page went away in mid-call; the customer hears music until it is back or the contact is queued again. */
  | { type: 'agentLost'; contactId: ContactId; agentId: AgentId }
  | {
      type: 'contactEnded';
      contactId: ContactId;
      serviceId: number | null;
      campaignId: number | null;
      agentId: AgentId | null;
      outcome: Outcome;
      endedBy: 'caller' | 'agent' | 'system';
      waitMs: number;
      talkMs: number;
      holdMs: number;
      durationMs: number;
    }
  | { type: 'wrapUpStarted'; contactId: ContactId; agentId: AgentId; campaignId: number; untilAt: number }
  | { type: 'wrapUpExtended'; contactId: ContactId; agentId: AgentId; untilAt: number }
  | { type: 'dispositionSet'; contactId: ContactId; agentId: AgentId; dispositionId: number | null }
  /** The operator's application set values; the others stay as they were. */
  | { type: 'callDataChanged'; contactId: ContactId; agentId: AgentId; values: Record<string, string> }
  /** The campaign's script, in the version on which the contact stays. */
  | {
      type: 'scriptBegan';
      contactId: ContactId;
      agentId: AgentId;
      campaignId: number;
      scriptId: number;
      version: number;
    }
  /** Values of the script's fields; '' and [] = emptied. `sensitive`: those not to be shown to everybody. */
  | {
      type: 'scriptChanged';
      contactId: ContactId;
      agentId: AgentId;
      scriptId: number;
      version: number;
      values: ScriptValues;
      sensitive: string[];
    }
  | { type: 'noteChanged'; contactId: ContactId; agentId: AgentId; note: string }
  | {
      type: 'wrapUpEnded';
      contactId: ContactId;
      agentId: AgentId;
      campaignId: number;
      wrapUpMs: number;
      dispositionId: number | null;
      note: string;
      by: 'agent' | 'time' | 'system';
    }
  | { type: 'agentLoggedIn'; agentId: AgentId; phone: PhoneKind; campaignIds: number[]; by: string }
  | { type: 'agentLoggedOut'; agentId: AgentId; by: string; sessionMs: number }
  /** `previousMs` = how long the state before lasted. Together the states of an agent cover its session without gap (I5). */
  | {
      type: 'agentStateChanged';
      agentId: AgentId;
      from: AgentState;
      to: AgentState;
      pauseId: number | null;
      contactId: ContactId | null;
      previousMs: number;
    }
  /** A state asked for during a contact ("then"), or null when it was taken back. */
  | { type: 'agentNextChanged'; agentId: AgentId }
  | { type: 'agentReachabilityChanged'; agentId: AgentId; page: boolean; phone: boolean }
  | { type: 'nodeStateChanged'; node: NodeId; up: boolean; version: string }
  /** A line may not call the number; `went` = it was called, and is worth an alarm. `agentId` null = a flow, a callback, the phone of an agent. */
  | {
      type: 'callRefused';
      contactId: ContactId | null;
      agentId: AgentId | null;
      lineId: number;
      number: string;
      code: RefusalCode;
      went: boolean;
    }
  /** Something that should not have happened, was survived and is counted. */
  | { type: 'anomalyFound'; code: string; detail: string; contactId: ContactId | null };

/** A fact with its place: the event that caused it and its index among that event's facts. */
export interface PlacedFact {
  seq: number;
  index: number;
  at: number;
  fact: Fact;
}
