/**
 * What became true, in the past tense, never changed afterwards. Facts feed the database (projections),
 * the live pages and the PhoneBars; every change that a page can show has a fact. All durations in ms.
 */
import type { AgentState } from './agents/state.ts';
import type { Campaign, PhoneKind } from './configuration/schemas.ts';
import type { Party } from './events.ts';
import type { AgentId, ContactId, NodeId } from './ids.ts';

/**
 * The one final outcome of a contact (I1).
 * handled: talked to an agent · abandoned: left while waiting · short: left before the short threshold ·
 * left: left before it was distributed (in the welcome) · closed: outside opening hours ·
 * unknownNumber: no service has the number · noAgents: nobody to take it, nowhere to go · overflow: waited too long, nowhere to go ·
 * noRoute: the configuration names nothing to do · switchLost: Asterisk died · failed: a fault of ours.
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
  | 'noRoute'
  | 'switchLost'
  | 'failed';

export type OfferEnd = 'answered' | 'rejected' | 'noAnswer' | 'failed' | 'callerLeft' | 'unreachable';

export type Fact =
  | {
      type: 'contactArrived';
      contactId: ContactId;
      media: 'audio';
      direction: 'inbound';
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
  | { type: 'digitPressed'; contactId: ContactId }
  /** The contact waits for an agent of `campaignId`; `position` from 1. */
  | {
      type: 'contactQueued';
      contactId: ContactId;
      campaignId: number;
      queueCampaignId: number | null;
      position: number;
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
  /** Something that should not have happened, was survived and is counted. */
  | { type: 'anomalyFound'; code: string; detail: string; contactId: ContactId | null };

/** A fact with its place: the event that caused it and its index among that event's facts. */
export interface PlacedFact {
  seq: number;
  index: number;
  at: number;
  fact: Fact;
}
