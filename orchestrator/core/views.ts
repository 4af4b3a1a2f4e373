/** What pages show of the world: plain JSON, computed on demand, never stored. Times are epoch ms. */
import type { FlowKind } from '../../ivr-flows/document.ts';
import type { Away, NotReached } from './agents/session.ts';
import type { AgentState } from './agents/state.ts';
import type { ScriptValues } from './configuration/script-path.ts';
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
  /** Whom the agent called last and did not reach. */
  notReached: NotReached | null;
  /** When the agent was unreachable last. */
  away: Away | null;
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
  /** `onDemand`: the operator may switch it on and off. `byFlow`: a flow paused it, which the operator cannot end. */
  recording: { state: 'off' | 'on' | 'paused'; onDemand: boolean; byFlow: boolean };
  note: string;
  /** Travels with the contact; shared with the operator's applications. JSON values. */
  callData: Record<string, unknown>;
  /** The script that the agent fills in; null = there is none, or it is not the agent who leads. */
  script: ScriptView | null;
  dispositionId: number | null;
  dispositions: { id: number; name: string }[];
  direction: 'inbound' | 'outbound' | 'internal';
  /** lead: it is this agent's contact · guest: a colleague called it in · caller: it called a service itself. */
  role: 'lead' | 'guest' | 'caller';
  /** The customer is there (not yet, or not any more: false). */
  customer: boolean;
  /** The agent's own call has not been answered yet. */
  dialling: boolean;
  /** Further parties; the colleague who leads is one for a guest. */
  parties: PartyView[];
  /** The agent talks to the target of its consult, apart from the customer. */
  aside: boolean;
  /** It comes back from a transfer that nobody took, or its agent was lost. */
  returned: boolean;
}

/** A script as it is filled in; its pages are read apart, by number and version. */
export interface ScriptView {
  scriptId: number;
  version: number;
  name: string;
  /** The page seen last; '' = the first. */
  page: string;
  values: ScriptValues;
  /** Fields whose values go to nobody but the operator. */
  sensitive: string[];
}

export interface PartyView {
  id: string;
  name: string;
  number: string;
  /** leads: the colleague whose contact it is · waiting: for an agent of a campaign · aside: in a consult. */
  stage: 'leads' | 'waiting' | 'calling' | 'aside' | 'joined';
  since: number;
  muted: boolean;
  /** It is called to be consulted apart from the customer. */
  consult: boolean;
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
  /** Travels with the contact; shared with the operator's applications. JSON values. */
  callData: Record<string, unknown>;
  script: ScriptView | null;
  dispositions: { id: number; name: string }[];
  /** It was transferred, nobody has answered yet, and it can be taken back. */
  canTakeBack: boolean;
}

/** Everything the supervisor's live pages show. */
export interface LiveView {
  at: number;
  seq: number;
  agents: LiveAgent[];
  /** Human campaigns with their waiting contacts. */
  campaigns: LiveCampaign[];
  services: LiveService[];
  /** Synthetic campaigns with the contacts that they serve. */
  synthetic: LiveSynthetic[];
  /** Contacts that are not ended, oldest first; at most 500. */
  contacts: LiveContact[];
  nodes: LiveNode[];
  /** Calls that lines refused, or made with an alarm; newest first, at most 50. */
  refusals: LiveRefusal[];
  /** The server's own pulse; absent where only the core is asked. */
  server?: ServerPulse;
}

export interface LiveRefusal {
  at: number;
  lineId: number;
  line: string;
  number: string;
  /** Who wanted to call; empty = a flow, a callback, or the phone of an agent. */
  agent: string;
  /** Why: a code of refusals (agents/requests.ts), as operators are told it. */
  code: string;
  /** It went out although: the line only asks for an alarm. */
  went: boolean;
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

/** A synthetic campaign and its synthetic agents at work. */
export interface LiveSynthetic {
  id: number;
  name: string;
  kind: FlowKind;
  /** The flow that contacts begin with; null = the campaign's simple form. */
  flowId: number | null;
  version: number;
  /** How many contacts may be served at once; 0 = no limit. */
  limit: number;
  /** Takes no new contacts. */
  stopped: boolean;
  serving: number;
  /** Oldest first, at most 500. */
  agents: LiveSyntheticAgent[];
  /** Blocks of published flows in which contacts stand now, or were today. */
  blocks: LiveBlock[];
}

export interface LiveSyntheticAgent {
  contactId: ContactId;
  caller: Party;
  serviceId: number;
  /** The version on which the contact began; flowId null = the simple form. */
  flowId: number | null;
  version: number;
  block: string;
  /** In the flow, and in the block, since. */
  startedAt: number;
  blockSince: number;
}

export interface LiveBlock {
  flowId: number;
  version: number;
  block: string;
  /** Contacts that stand in it now. */
  contacts: number;
  /** Entered today, and left by each exit; what is missing ended there or stands there. */
  entered: number;
  exits: Record<string, number>;
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
  /** To be called back: attempts made so far, and when the next one may be (epoch ms; null = when it is its turn). */
  callback: { number: string; attempts: number; nextAt: number | null } | null;
}

/**
 *   arriving -> flow (prompts) -> waiting -> offered -> talking <-> held -> (ended)
 *                                    ^----------'  no answer      |
 *                                    '--------- agentLost --------'
 *   dialling (an operator calls) -> talking; talking -> forwarded (on its way to, or with, somebody else)
 *   callback: nobody was reached who is to be called back, and it waits for the next attempt outside the queue
 */
export type ContactStage =
  | 'flow'
  | 'waiting'
  | 'callback'
  | 'offered'
  | 'talking'
  | 'held'
  | 'agentLost'
  | 'dialling'
  | 'forwarded';
export type { Localized };
