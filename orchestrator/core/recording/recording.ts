/**
 * A contact's call as it is recorded. It follows the customer's leg, whatever bridge that is in: hold, transfer
 * and conference change nothing. One contact may have several recordings, one after another.
 *
 *   none -> asked for (command) -> on (Asterisk said so) <-> paused -> none (fact callRecordingEnded)
 */
import type { RecordingPolicy } from '../configuration/schemas.ts';
import type { AgentId, LegId, RecordingId } from '../ids.ts';

/** Why a recording is silent for a while: the operator wants it so, or a block asks for secret digits. */
export type PauseReason = 'agent' | 'flow';

export interface CallRecording {
  id: RecordingId;
  /** The customer's leg. */
  leg: LegId;
  /** The human campaign by whose rule, or on whose operator's demand, it was begun. */
  campaignId: number;
  channels: RecordingPolicy['channels'];
  /** Who talks to the customer, the two of them alone; null = nobody, or there are more. */
  partner: LegId | null;
  /** How long it is kept should that campaign be deleted; 0 = for ever. */
  keepDays: number;
  /** An operator asked for it. */
  onDemand: boolean;
  /** When Asterisk said that it records; null = not yet. */
  startedAt: number | null;
  /** Silent while there is a reason. */
  pauses: PauseReason[];
  pausedSince: number | null;
  /** The operator who paused it last. */
  pausedBy: AgentId | null;
}

export type RecordingEnd =
  /** The customer's leg is gone. */
  | 'contact'
  /** The operator switched it off. */
  | 'agent'
  /** The contact is with a campaign that is not recorded. */
  | 'campaign'
  /** A pause that was asked for was not made: rather no recording than a card number in it. */
  | 'pauseFailed'
  /** Asterisk could not record it, or not any more. */
  | 'lost';
