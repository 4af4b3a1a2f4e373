/** A contact that has not ended. Stages are drawn at `ContactStage` in ../views.ts. */
import type { Value } from '../../../ivr-flows/values.ts';
import type { Language } from '../configuration/schemas.ts';
import type { Party } from '../events.ts';
import type { Outcome } from '../facts.ts';
import type { Dictation } from '../dictation/dictation.ts';
import type { Callback } from './calling-back.ts';
import type { RunningFlow } from '../flows/running.ts';
import type { CallRecording } from '../recording/recording.ts';
import type { AgentId, BridgeId, ContactId, LegId, NodeId, PlaybackId, RecordingId } from '../ids.ts';
import type { ContactStage } from '../views.ts';
import type { ScriptWork } from '../scripts/work.ts';
import type { Aside, Target } from '../calls/target.ts';

export interface Contact {
  id: ContactId;
  node: NodeId;
  lineId: number | null;
  /** internal: between colleagues, or from an agent's phone to a service. */
  direction: 'inbound' | 'outbound' | 'internal';
  /** 0 = none: a call between colleagues. */
  serviceId: number;
  dialled: string;
  caller: Party;
  language: Language;
  /** '' = there is none (yet, or any more): a manual call that rings, a callback, colleagues among themselves. */
  callerLeg: LegId;
  /** The agent whose phone the caller's leg is. */
  callerAgentId: AgentId | null;
  /** The caller's leg was answered by us. */
  answered: boolean;
  stage: ContactStage;
  stageSince: number;
  arrivedAt: number;
  /** Campaign where the contact is now. */
  campaignId: number | null;
  /** Human campaign that distributes it; null before and after. */
  distributedBy: number | null;
  /** The last human campaign that it entered: the one its outcome counts for. */
  humanCampaignId: number | null;
  /** Campaigns entered so far; a configuration that goes in circles is cut at a cap. */
  campaignsEntered: number;
  /** The service's, or a flow's: each point is worth some seconds of waiting (routing/order.ts). */
  priority: number;
  /** Human campaign for which it waits, or waited last, and since when: the clock of its steps. */
  clock: { campaignId: number; since: number } | null;
  /** When it is due (routing/order.ts), epoch ms; with `returned` and its age what decides its place. */
  due: number;
  /** What it asks of an agent while it waits: key of a demand (routing/demand.ts); '' = nothing. */
  demand: string;
  /**
   * The agent whom it waits for before all others; null = none. `only`: it waits for no other (a flow said so), and
   * not any more once the agent has refused it.
   */
  preferred: { agentId: AgentId; untilAt: number; only?: true; refused?: true } | null;
  /** Back in the queue after its agent was lost: goes before all others. */
  returned: boolean;
  /** It is in the queue: the caller heard of it and the clock of the longest wait runs. */
  queued: boolean;
  /** Since when it waits for an agent; kept while it is offered and when it comes back. */
  waitingSince: number | null;
  /** Total wait until the first connection, ms. */
  waitMs: number;
  /** Why the contact ends once the prompt that plays is over; null = it goes on. */
  ending: 'closed' | 'overflow' | 'noAgents' | 'served' | 'left' | null;
  /** Prompt that plays to the caller. */
  playback: PlaybackId | null;
  /** A ringing tone plays to the caller, who was answered before. */
  ringing: boolean;
  /** Music class that plays to the caller's leg. */
  music: string | null;
  /** The flow of the synthetic campaign where it is: before it is distributed, or beside the queue. */
  flow: RunningFlow | null;
  /** Travels with the contact; shared with operator applications. */
  callData: Record<string, Value>;
  /** Skills that a flow asked for, by name; `seconds` as in SkillStep, absent = 0. */
  skills: { skill: string; level: number; seconds?: number }[];
  /** A prompt is recorded by phone: the contact is nothing else. */
  dictation: Dictation | null;
  /** What its flows recorded and nobody keeps: thrown away when it ends. */
  recorded: RecordingId[];
  /** A flow was asked for a callback; null = nobody is to be called back. */
  callback: Callback | null;
  /** A flow did for the caller what it was to do: a message was left, an outside party talked, a callback was taken down. */
  served: boolean;
  /** The caller hung up and its flow has something to finish: how the contact ends then. */
  left: Outcome | null;
  offer: Offer | null;
  talk: Talk | null;
  /** Its call is recorded just now. */
  recording: CallRecording | null;
  /** Further parties, in the order in which they were called. */
  targets: Target[];
  aside: Aside | null;
  /** Who transferred it, until somebody talks to it. */
  transfer: { agentId: AgentId; campaignId: number } | null;
  /** Sums over all agents who talked, ms. */
  talkMs: number;
  holdMs: number;
  /** What its operators fill in; one for each script. */
  scripts: ScriptWork[];
  note: string;
  dispositionId: number | null;
  /** Number of the last leg, bridge or playback made for it. */
  lastPart: number;
}

export interface Offer {
  agentId: AgentId;
  campaignId: number;
  leg: LegId;
  since: number;
  rang: boolean;
  /** The same agent takes its own contact up again after it was lost. */
  resume: boolean;
  /** The agent's phone was answered and waits for the flow to say connect; absent = it is not. */
  reserved?: boolean;
  /** The agent asked for it itself: its phone answers by itself where it can. */
  asked?: boolean;
}

export interface Talk {
  agentId: AgentId;
  /** 0 = none: a call between colleagues. */
  campaignId: number;
  /** Null while the agent's phone is lost. */
  leg: LegId | null;
  bridge: BridgeId;
  since: number;
  heldSince: number | null;
  /** Holds of this talk that are over, ms. */
  heldMs: number;
  /** Since when the agent's phone is lost; that time is neither talk nor hold. */
  lostSince: number | null;
  /** Time lost before, ms. */
  lostMs: number;
  /** Held by the phone itself (SIP re-INVITE): Asterisk plays the music, we only keep the books. */
  heldByPhone: boolean;
  muted: boolean;
}

/** The time waited until now, if it waits in a queue that it is about to leave; kept as it is otherwise. */
export function noteWait(contact: Contact, at: number): void {
  const { waitingSince, distributedBy, talk, talkMs } = contact;
  if (waitingSince !== null && distributedBy !== null && !talk && talkMs === 0)
    contact.waitMs = at - waitingSince;
}

/** Id of the next leg, bridge or playback of a contact. */
export function nextPart(contact: Contact): string {
  contact.lastPart += 1;
  return `${contact.id}.${contact.lastPart}`;
}

export function setStage(contact: Contact, stage: ContactStage, at: number): void {
  contact.stage = stage;
  contact.stageSince = at;
}

export function newTalk(
  agentId: AgentId,
  campaignId: number,
  leg: LegId | null,
  bridge: BridgeId,
  since: number,
): Talk {
  return {
    agentId,
    campaignId,
    leg,
    bridge,
    since,
    heldSince: null,
    heldMs: 0,
    lostSince: null,
    lostMs: 0,
    heldByPhone: false,
    muted: false,
  };
}
