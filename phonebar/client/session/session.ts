/**
 * What the page knows: the server's view of the agent, the links, the phone in this browser, and what was
 * asked for and is not yet done. Plain data, changed only by `reduce`; `now` is monotonic ms everywhere.
 */
import type { Clock } from './clock.ts';
import type { AgentRequest, AgentView, Me, OwnMessage, PhoneKind } from './protocol.ts';

export interface Session {
  link: Link;
  clock: Clock;
  me: Me | null;
  view: AgentView | null;
  /** Whether a view came since the link was last open: only then are commands sent. */
  fresh: boolean;
  tab: Tab;
  phone: PhoneState;
  call: CallState;
  /** Log in under way: with the browser as phone it is first registered, then the command is sent. */
  login: Login | null;
  pending: Pending[];
  /** The contact ('' = not known) whose call Answer was pressed for. */
  answerFor: string | null;
  draft: Draft | null;
  problem: Problem | null;
  microphone: MicrophoneProblem | null;
  /** The browser refuses to play sound before a click. */
  soundBlocked: boolean;
  /** Of supervisors: those of today and those not read yet, newest first. */
  messages: readonly OwnMessage[];
  /** End (epoch ms) of the absence of which the operator has read. */
  awayRead: number | null;
}

/**
 *   connecting -> open -> waiting (retryAt) -> connecting ...
 *                    '--> signedOut (the server does not know us any more) | forbidden (no operator)
 */
export type Link =
  | { state: 'connecting'; attempt: number }
  | { state: 'open' }
  | { state: 'waiting'; attempt: number; retryAt: number }
  | { state: 'signedOut' }
  | { state: 'forbidden' };

/** Which tab has microphone, loudspeaker and registration. */
export type Tab = 'deciding' | 'owner' | 'other';

/**
 *   off -> starting -> registered -> waiting (retryAt) -> starting ...
 *                                '-> taken (another browser of the same operator registered)
 */
export type PhoneState =
  | { state: 'off' }
  | { state: 'starting' }
  | { state: 'registered' }
  | { state: 'waiting'; reason: PhoneReason; retryAt: number }
  | { state: 'taken' };

/** Why the phone in this browser is not registered. */
export type PhoneReason = 'socket' | 'timeout' | 'refused' | 'issue';

export type CallState =
  | { state: 'none'; since: number }
  | { state: 'incoming' | 'answering'; since: number; number: string; name: string }
  | { state: 'active' };

export interface Login {
  phone: PhoneKind;
}

export interface Pending {
  id: string;
  request: AgentRequest;
  /** queued: to be sent · sent · accepted: the server took it · unsure: the link broke before the answer */
  stage: 'queued' | 'sent' | 'accepted' | 'unsure';
  askedAt: number;
  /** Not to be sent before. */
  notBefore: number;
  /** The contact at hand when it was asked, so that a late note never lands on the next one. */
  contactId: string | null;
}

/** The note as typed, ahead of what the server has. */
export interface Draft {
  contactId: string;
  text: string;
  /** What was last handed to the server. */
  asked: string;
  changedAt: number;
}

/** Something to tell the operator: a refusal of the server or a failure of ours. `code` is a key of the locale. */
export interface Problem {
  code: string;
  /** What the server said beside the code, shown for codes that the page does not know. */
  message: string;
  at: number;
}

export type MicrophoneProblem = 'blocked' | 'missing' | 'inUse' | 'insecure' | 'failed';

export const initial: Session = {
  link: { state: 'connecting', attempt: 0 },
  clock: { offset: null },
  me: null,
  view: null,
  fresh: false,
  tab: 'deciding',
  phone: { state: 'off' },
  call: { state: 'none', since: 0 },
  login: null,
  pending: [],
  answerFor: null,
  draft: null,
  problem: null,
  microphone: null,
  soundBlocked: false,
  messages: [],
  awayRead: null,
};

/** The contact at hand, in conversation or in wrap-up. */
export function contactAtHand(view: AgentView | null): string | null {
  return view?.contact?.contactId ?? view?.wrapUp?.contactId ?? null;
}

/** Whether the call that comes in is the standing leg: no contact comes with it, and nobody need decide about it. */
export function isStandingCall({ view }: Session): boolean {
  return view?.standing === 'calling' && view.contact?.stage !== 'offered';
}

/** Whether, as the server sees it, a call to the phone in this browser is up: a conversation, or the standing leg. */
export function callShouldStand({ phone, contact, standing }: AgentView): boolean {
  if (phone !== 'browser') return false;
  return contact ? contact.stage !== 'offered' : standing === 'up';
}

/** Whether the server can be asked now. */
export function reachable(session: Session): boolean {
  return session.link.state === 'open' && session.fresh;
}
