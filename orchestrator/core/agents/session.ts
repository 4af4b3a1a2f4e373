/** The session of an agent that is logged in, and the one place where its state changes. */
import type { Value } from '../../../ivr-flows/values.ts';
import type { Membership } from '../configuration/lookup.ts';
import type { PhoneKind } from '../configuration/schemas.ts';
import type { Party } from '../events.ts';
import type { TargetEnd } from '../facts.ts';
import type { AgentId, ContactId, LegId } from '../ids.ts';
import { countAtWork } from '../queues/able.ts';
import type { ScriptWork } from '../scripts/work.ts';
import { record, type Turn } from '../turn.ts';
import type { World } from '../world.ts';
import type { AgentBridge } from './bridge.ts';
import { isAtWork, type AgentState } from './state.ts';

export interface AgentSession {
  agentId: AgentId;
  loggedInAt: number;
  phone: PhoneKind;
  /** The standing leg, where one is wanted; null = every contact rings the phone. */
  standing: StandingLeg | null;
  /** Where it talks; null = none was needed yet. */
  bridge: AgentBridge | null;
  /** Campaigns chosen at log in; null = all the agent is a member of. */
  campaignIds: number[] | null;
  /** Logged in from a page: without one it is not reachable. */
  needsPage: boolean;
  state: AgentState;
  since: number;
  pauseId: number | null;
  /** What was asked for during a contact. */
  next: { state: 'ready' | 'pause' | 'loggedOut'; pauseId: number | null; by: string } | null;
  /** End of the last contact or pause: orders "longest idle". */
  idleSince: number;
  /** Time at work since log in up to the present state, ms: ready, and in all. Pauses are no work. */
  readyMs: number;
  atWorkMs: number;
  /** What it did in this session, per human campaign. */
  work: Map<number, Work>;
  /** Stands in the lists of idle agents (routing/idle.ts). */
  listed: boolean;
  /** Not offered anything until a timer ends: its last offer failed at once. */
  resting: boolean;
  /** The contact offered to or handled by the agent. */
  contactId: ContactId | null;
  wrapUp: WrapUp | null;
  /** Numbers and extensions that it called in this session, newest first, each once; at most 10. */
  called: string[];
  /** Whom it called last and did not reach; null = it reached the last one, or called nobody. */
  notReached: NotReached | null;
  /** When it was unreachable last, and lost no more than offers or its contact by that. */
  away: Away | null;
}

export interface Away {
  since: number;
  /** Null while it is away. */
  until: number | null;
  /** What was missing at first. */
  missing: 'page' | 'phone';
  /** Whose conversation was taken from it for that. */
  lost: Party | null;
}

export interface NotReached {
  whom: Party;
  result: TargetEnd;
  at: number;
}

export interface Work {
  /** Contacts talked to. */
  contacts: number;
  /** Place (seq) of the event in which it was offered a contact the last time. */
  lastOffer: number;
}

export interface StandingLeg {
  /** Null while there is none: the phone is gone, or the next try has not begun. */
  leg: LegId | null;
  /** Answered: contacts can be connected. */
  up: boolean;
}

export interface WrapUp {
  contactId: ContactId;
  campaignId: number;
  serviceId: number;
  caller: Party;
  startedAt: number;
  untilAt: number;
  note: string;
  /** Of the contact, as it ended. */
  callData: Record<string, Value>;
  /** The script of the contact, as far as it is filled in. */
  script: ScriptWork | null;
  dispositionId: number | null;
}

/** Changes the state and records it; the same state again (other pause) is a change too. */
export function setState(
  turn: Turn,
  session: AgentSession,
  to: AgentState,
  pauseId: number | null = null,
): void {
  record(turn, {
    type: 'agentStateChanged',
    agentId: session.agentId,
    from: session.state,
    to,
    pauseId,
    contactId: session.contactId,
    previousMs: turn.at - session.since,
  });
  const changes = isAtWork(session.state) !== isAtWork(to);
  if (!isAtWork(to)) turn.gone.add(session.agentId);
  noteTime(session, turn.at - session.since);
  noteAway(turn, session, to);
  session.state = to;
  session.since = turn.at;
  session.pauseId = pauseId;
  if (changes) noteAtWork(turn.world, session, isAtWork(to) ? 1 : -1);
}

function noteTime(session: AgentSession, ms: number): void {
  if (!isAtWork(session.state)) return;
  session.atWorkMs += ms;
  if (session.state === 'ready') session.readyMs += ms;
}

/** Its page tells the agent afterwards. Whoever got its conversation back has nothing to be told. */
function noteAway(turn: Turn, session: AgentSession, to: AgentState): void {
  const { world, at } = turn;
  if (to === 'unreachable' && session.state !== 'unreachable') {
    const missing = session.needsPage && !world.pages.has(session.agentId) ? 'page' : 'phone';
    session.away = { since: at, until: null, missing, lost: null };
  } else if (session.away?.until === null && to !== 'unreachable')
    session.away = session.contactId === null ? { ...session.away, until: at } : null;
}

/** The agent's work in a campaign, to be counted on. */
export function workIn(session: AgentSession, campaignId: number): Work {
  let work = session.work.get(campaignId);
  if (!work) session.work.set(campaignId, (work = { contacts: 0, lastOffer: 0 }));
  return work;
}

/** One agent more or less is at work in its campaigns: their queues move differently from now on. */
function noteAtWork(world: World, session: AgentSession, change: 1 | -1): void {
  for (const membership of campaignsOf(world, session)) {
    const pace = world.paces.get(membership.campaignId);
    if (pace) countAtWork(world, session, membership, pace, change);
  }
}

/** Campaigns in which the agent works now, in its order of priority. */
export function campaignsOf(world: World, session: AgentSession): readonly Membership[] {
  const all = world.configuration.memberships.get(session.agentId) ?? [];
  const chosen = session.campaignIds;
  return chosen ? all.filter(membership => chosen.includes(membership.campaignId)) : all;
}

export function phoneKey(agentId: AgentId, kind: PhoneKind): string {
  const known = phoneKeys[kind];
  let key = known.get(agentId);
  if (key === undefined) known.set(agentId, (key = `${agentId}/${kind}`));
  return key;
}

/** Each made once: whether a phone is there is asked several times at each contact. */
const phoneKeys: Record<PhoneKind, Map<AgentId, string>> = {
  browser: new Map(),
  sip: new Map(),
  outside: new Map(),
};

export function phoneReachable(world: World, session: AgentSession): boolean {
  return session.phone === 'outside' || world.phones.has(phoneKey(session.agentId, session.phone));
}

/** Ready means reachable: the page (where one is needed) and the phone are there. */
export function reachable(world: World, session: AgentSession): boolean {
  return (!session.needsPage || world.pages.has(session.agentId)) && phoneReachable(world, session);
}
