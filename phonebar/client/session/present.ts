/** From the session to what the page shows. Durations in ms, ready to be written. */
import { actionsOf } from './actions.ts';
import { bannersOf } from './banners.ts';
import { savedNote } from './reduce.ts';
import { since, wantedMute } from './wanted.ts';
import type { ActionModel } from './actions.ts';
import type { Banner } from './banners.ts';
import type { AgentRequest, AgentView, OperatorPreferences, OwnMessage, PhoneKind } from './protocol.ts';
import type { ScriptView } from '../../../orchestrator/core/views.ts';
import { isStandingCall, type Problem, type Session } from './session.ts';

export interface PageModel {
  /** loading: neither view nor failure yet · noAgent: the account belongs to no operator */
  screen: 'loading' | 'noAgent' | 'shiftStart' | 'main';
  agent: { name: string; extension: string } | null;
  banners: Banner[];
  problem: Problem | null;
  status: StatusModel | null;
  actions: ActionModel[];
  pauses: { id: number; name: string }[];
  contact: ContactModel | null;
  campaigns: { id: number; name: string; waiting: number; longestWaitMs: number | null }[];
  messages: readonly OwnMessage[];
  preferences: OperatorPreferences;
  phone: PhoneModel;
  login: LoginModel;
}

export type StatusKind = Exclude<AgentView['state'], 'loggedOut'>;

export interface StatusModel {
  kind: StatusKind;
  /** Name of the pause, '' without. */
  pause: string;
  elapsedMs: number;
  next: { state: 'ready' | 'pause' | 'loggedOut'; pause: string } | null;
  /** What was asked for and is under way, as key under `pending`; null = nothing. */
  pending: string | null;
}

export interface ContactModel {
  id: string;
  stage: 'offered' | 'talking' | 'held' | 'wrapUp' | 'unknown';
  number: string;
  name: string;
  service: string;
  campaign: string;
  dialled: string;
  /** Waited so far (offered) or in all. */
  waitedMs: number;
  talkMs: number | null;
  heldMs: number | null;
  muted: boolean;
  autoAnswer: boolean;
  /** The operator has to take up another phone: not the browser. */
  elsewhere: boolean;
  /** The call for it is there, to be answered. */
  ringing: boolean;
  note: string;
  noteSaved: boolean;
  dispositionId: number | null;
  dispositions: { id: number; name: string }[];
  /** Set by flows and by operators' applications, in the order in which they came. */
  callData: { name: string; value: string }[];
  /** What is read and filled in; null = nothing. */
  script: ScriptView | null;
  /** Further parties; none outside of calls of operators. */
  parties: readonly PartyModel[];
  role: 'lead' | 'guest' | 'caller';
  /** The operator's own call has not been answered yet. */
  dialling: boolean;
  /** The customer is on the line. */
  customer: boolean;
  /** A call among colleagues: the caller is no customer. */
  internal: boolean;
  /** Answered, the number is called. */
  callBack: boolean;
  /** Comes back from a transfer that nobody took. */
  returned: boolean;
  wrapUp: {
    leftMs: number;
    totalMs: number;
    dispositionRequired: boolean;
    canExtend: boolean;
    canFinishInMs: number;
  } | null;
}

export interface PartyModel {
  id: string;
  name: string;
  number: string;
  stage: 'leads' | 'waiting' | 'calling' | 'aside' | 'joined';
  sinceMs: number;
  muted: boolean;
}

export interface PhoneModel {
  kind: PhoneKind | null;
  reachable: boolean;
  registration: Session['phone']['state'];
  call: Session['call']['state'];
  tab: Session['tab'];
}

export interface LoginModel {
  phones: PhoneKind[];
  defaultPhone: PhoneKind;
  /** phone: registering · server: the command is under way */
  step: 'idle' | 'phone' | 'server';
  connected: boolean;
}

const usualPreferences: OperatorPreferences = { favourites: [], layout: 'page' };

export function present(session: Session, now: number): PageModel {
  const { me, view } = session;
  return {
    screen: screenOf(session),
    agent: view ?? me?.agent ?? null,
    banners: bannersOf(session, now),
    problem: session.problem,
    status: view && statusOf(session, view, now),
    actions: actionsOf(session).map(a =>
      a.action === 'extend' ? { ...a, enabled: a.enabled && canExtend(view) } : a,
    ),
    pauses: me?.pauses ?? [],
    contact: contactOf(session, now),
    campaigns: (view?.campaigns ?? []).map(({ longestWaitSince, ...campaign }) => ({
      ...campaign,
      longestWaitMs: longestWaitSince === null ? null : since(session, longestWaitSince, now),
    })),
    messages: session.messages,
    preferences: me?.preferences ?? usualPreferences,
    phone: {
      kind: view?.phone ?? null,
      reachable: view?.phoneReachable ?? false,
      registration: session.phone.state,
      call: session.call.state,
      tab: session.tab,
    },
    login: {
      phones: me?.phones ?? [],
      defaultPhone: me?.agent.defaultPhone ?? 'browser',
      step:
        session.login === null
          ? 'idle'
          : session.login.phone === 'browser' && session.phone.state !== 'registered'
            ? 'phone'
            : 'server',
      connected: session.link.state === 'open' && session.fresh,
    },
  };
}

function screenOf(session: Session): PageModel['screen'] {
  if (session.link.state === 'forbidden') return 'noAgent';
  if (!session.me || !session.view) return 'loading';
  return session.view.state === 'loggedOut' ? 'shiftStart' : 'main';
}

/** Requests of which the operator need not be told that they are under way; some the page or the CRM makes by itself. */
export const silentRequests: ReadonlySet<AgentRequest['type']> = new Set([
  'note',
  'disposition',
  'digits',
  'callData',
  'script',
  'callMissing',
]);

function statusOf(session: Session, view: AgentView, now: number): StatusModel | null {
  if (view.state === 'loggedOut') return null;
  const names = new Map(session.me?.pauses.map(p => [p.id, p.name]));
  const pauseName = (id: number | null): string => (id === null ? '' : (names.get(id) ?? ''));
  const visible = session.pending.filter(p => !silentRequests.has(p.request.type)).at(-1);
  return {
    kind: view.state,
    pause: pauseName(view.pauseId),
    elapsedMs: since(session, view.since, now),
    next: view.next && { state: view.next.state, pause: pauseName(view.next.pauseId) },
    pending:
      session.answerFor !== null || session.call.state === 'answering'
        ? 'answer'
        : (visible?.request.type ?? null),
  };
}

function contactOf(session: Session, now: number): ContactModel | null {
  const { view, call } = session;
  if (view?.contact) {
    const { contact } = view;
    const offered = contact.stage === 'offered';
    return {
      ...common(session, contact),
      stage: contact.stage,
      dialled: contact.dialled,
      waitedMs: contact.waitMs + (offered ? since(session, contact.offeredAt, now) : 0),
      talkMs: contact.connectedAt === null ? null : since(session, contact.connectedAt, now),
      heldMs: contact.heldSince === null ? null : since(session, contact.heldSince, now),
      muted: wantedMute(session),
      autoAnswer: contact.autoAnswer,
      elsewhere: view.phone !== 'browser' && view.standing !== 'up',
      ringing: view.standing === 'up' || call.state !== 'none',
      parties: contact.parties.map(({ id, name, number, stage, since: at, muted }) => ({
        id,
        name,
        number,
        stage,
        sinceMs: since(session, at, now),
        muted,
      })),
      role: contact.role,
      dialling: contact.dialling,
      customer: contact.customer,
      internal: contact.direction === 'internal',
      callBack: contact.direction === 'outbound' && offered && contact.role === 'lead' && !contact.dialling,
      returned: contact.returned,
      wrapUp: null,
    };
  }
  if (view?.wrapUp) {
    const { wrapUp } = view;
    return {
      ...common(session, wrapUp),
      stage: 'wrapUp',
      dialled: '',
      waitedMs: 0,
      talkMs: null,
      heldMs: null,
      muted: false,
      autoAnswer: false,
      elsewhere: false,
      ringing: false,
      ...alone,
      wrapUp: {
        leftMs: Math.max(0, -since(session, wrapUp.untilAt, now)),
        totalMs: wrapUp.untilAt - wrapUp.startedAt,
        dispositionRequired: wrapUp.dispositionRequired,
        canExtend: canExtend(view),
        canFinishInMs: Math.max(0, -since(session, wrapUp.minimumAt, now)),
      },
    };
  }
  if (isStandingCall(session)) return null;
  return call.state === 'incoming' || call.state === 'answering' ? unknownCaller(call) : null;
}

/** Whether a call-back can be promised: it is this operator's contact, of a campaign, in conversation or in wrap-up. */
export function canPromise({ stage, role, campaign, dialling }: ContactModel): boolean {
  return ['talking', 'held', 'wrapUp'].includes(stage) && role === 'lead' && campaign !== '' && !dialling;
}

/** Nobody but the customer. */
const alone = {
  parties: [],
  role: 'lead',
  dialling: false,
  customer: true,
  internal: false,
  callBack: false,
  returned: false,
} as const;

function common(session: Session, of: NonNullable<AgentView['contact'] | AgentView['wrapUp']>) {
  const draft = session.draft?.contactId === of.contactId ? session.draft : null;
  const chosen = session.pending
    .map(p => p.request)
    .filter(r => r.type === 'disposition')
    .at(-1);
  return {
    id: of.contactId,
    number: of.caller.number,
    name: of.caller.name,
    service: of.service.name,
    campaign: of.campaign.name,
    note: draft?.text ?? savedNote(session.view),
    noteSaved: draft === null,
    dispositionId: chosen ? chosen.dispositionId : of.dispositionId,
    dispositions: of.dispositions,
    // What the script holds stands there.
    callData: Object.entries(of.callData)
      .filter(([name]) => !isOfScript(name, of.script))
      .map(([name, value]) => ({ name, value: asText(value) })),
    script: of.script ?? null,
  };
}

function isOfScript(name: string, script: ScriptView | null): boolean {
  return name.startsWith('script_') && script !== null && name.slice('script_'.length) in script.values;
}

/** A flow may set more than texts. */
function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A call that the phone knows of and the server has not told about (yet, or because it is away). */
function unknownCaller(call: Extract<Session['call'], { number: string }>): ContactModel {
  return {
    id: '',
    stage: 'unknown',
    number: call.number,
    name: call.name,
    service: '',
    campaign: '',
    dialled: '',
    waitedMs: 0,
    talkMs: null,
    heldMs: null,
    muted: false,
    autoAnswer: false,
    elsewhere: false,
    ringing: true,
    note: '',
    noteSaved: true,
    dispositionId: null,
    dispositions: [],
    callData: [],
    script: null,
    ...alone,
    wrapUp: null,
  };
}

function canExtend(view: AgentView | null): boolean {
  return view?.wrapUp ? view.wrapUp.untilAt < view.wrapUp.maximumAt : false;
}
