/** What pages show of the world: plain JSON, computed on demand, never stored. Times are epoch ms. */
import type { AgentState } from './agents/state.ts';
import type { PhoneKind, Localized } from './configuration/schemas.ts';
import type { Party } from './events.ts';
import type { AgentId, ContactId, NodeId } from './ids.ts';

/** One agent as its own PhoneBar sees it. */
export interface AgentView {
  agentId: AgentId;
  name: string;
  extension: string;
  state: AgentState;
  since: number;
  pauseId: number | null;
  /** State that applies when the contact ends ("then"). */
  next: { state: 'ready' | 'pause' | 'loggedOut'; pauseId: number | null } | null;
  phone: PhoneKind | null;
  pageConnected: boolean;
  phoneReachable: boolean;
  /** Standing leg: none wanted, its call is on its way (the page answers it by itself), or up. */
  standing: 'off' | 'calling' | 'up';
  campaigns: { id: number; name: string; waiting: number; longestWaitSince: number | null }[];
  contact: AgentContactView | null;
  wrapUp: WrapUpView | null;
}

export interface AgentContactView {
  contactId: ContactId;
  /** offered: rings · connecting · talking · held: the caller hears music */
  stage: 'offered' | 'talking' | 'held';
  caller: Party;
  dialled: string;
  service: { id: number; name: string };
  campaign: { id: number; name: string };
  autoAnswer: boolean;
  arrivedAt: number;
  /** How long the caller waited before this offer. */
  waitMs: number;
  offeredAt: number;
  connectedAt: number | null;
  heldSince: number | null;
  muted: boolean;
  note: string;
  dispositionId: number | null;
  dispositions: { id: number; name: string }[];
}

export interface WrapUpView {
  contactId: ContactId;
  caller: Party;
  service: { id: number; name: string };
  campaign: { id: number; name: string };
  startedAt: number;
  untilAt: number;
  /** Until when it may be extended. */
  maximumAt: number;
  /** Not to be finished by hand before. */
  minimumAt: number;
  dispositionRequired: boolean;
  dispositionId: number | null;
  note: string;
  dispositions: { id: number; name: string }[];
}

/** Everything the supervisor's live pages show. */
export interface LiveView {
  at: number;
  seq: number;
  agents: LiveAgent[];
  /** Human campaigns with their waiting contacts. */
  campaigns: LiveCampaign[];
  services: LiveService[];
  /** Contacts that are not ended, oldest first; at most 500. */
  contacts: LiveContact[];
  nodes: LiveNode[];
  /** The server's own pulse; absent where only the core is asked. */
  server?: ServerPulse;
}

export interface LiveNode {
  node: NodeId;
  up: boolean;
  version: string;
  /** Round trip of the last ping, ms; absent while it is not known. */
  roundTripMs?: number;
}

/** How well the server keeps up. */
export interface ServerPulse {
  /** Longest delay of the event loop in the last 10 s, ms. */
  loopLagMs: number;
  journalOk: boolean;
  /** Events handled that are not in the journal yet. */
  unjournalled: number;
  /** Events whose facts are not in the database yet. */
  unprojected: number;
}

export interface LiveAgent {
  id: AgentId;
  name: string;
  extension: string;
  state: AgentState;
  since: number;
  pauseId: number | null;
  phone: PhoneKind | null;
  reachable: boolean;
  contactId: ContactId | null;
  caller: string | null;
  serviceId: number | null;
  campaignIds: number[];
}

export interface LiveCampaign {
  id: number;
  name: string;
  waiting: number;
  longestWaitSince: number | null;
  loggedIn: number;
  ready: number;
  talking: number;
  wrapUp: number;
  pause: number;
}

/** Counters of the day that began at midnight in the instance's time zone. Definitions: docs/figures.md. */
export interface Counters {
  offered: number;
  handled: number;
  handledWithin: number;
  abandoned: number;
  short: number;
  other: number;
  waitMsHandled: number;
  longestWaitMs: number;
  talkMs: number;
  holdMs: number;
  wrapUpMs: number;
}

export interface LiveService extends Counters {
  id: number;
  name: string;
  /** handledWithin / (handled + abandoned), 0 to 1; null while the divisor is 0. */
  serviceLevel: number | null;
  active: number;
  waiting: number;
}

export interface LiveContact {
  id: ContactId;
  stage: ContactStage;
  caller: Party;
  dialled: string;
  serviceId: number | null;
  campaignId: number | null;
  agentId: AgentId | null;
  arrivedAt: number;
  stageSince: number;
  /** 1 = next; null when not waiting. */
  position: number | null;
}

/**
 *   arriving -> flow (prompts) -> waiting -> offered -> talking <-> held -> (ended)
 *                                    ^----------'  no answer      |
 *                                    '--------- agentLost --------'
 */
export type ContactStage = 'flow' | 'waiting' | 'offered' | 'talking' | 'held' | 'agentLost';
export type { Localized };
