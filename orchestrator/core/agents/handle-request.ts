/** What operators ask for. Every request is either done (or under way) or refused with a code; nothing in between. */
import { callBackNow, cancelCallback, moveCallback } from '../callbacks/by-hand.ts';
import { promiseCallback } from '../callbacks/promised.ts';
import { addParty, cancel, complete, consult, merge, swap } from '../calls/consult.ts';
import { hangUp, leaveAsTarget, removeParty } from '../calls/leave.ts';
import { muteParty, muteTarget } from '../calls/mute.ts';
import { placeCall } from '../calls/place.ts';
import { targetAnswered, targetFailed } from '../calls/ring.ts';
import { takeBack } from '../calls/take-back.ts';
import { targetOfAgent } from '../calls/target.ts';
import { transfer } from '../calls/transfer.ts';
import type { Contact, Talk } from '../contacts/contact.ts';
import { connect, hold, retrieve, sendDigits, setMuted } from '../contacts/talk.ts';
import { humanCampaign } from '../configuration/lookup.ts';
import type { AgentId } from '../ids.ts';
import { pauseByAgent, recordOnDemand, resumeByAgent, stopOnDemand } from '../recording/by-agent.ts';
import { offerFailed } from '../contacts/offer-failed.ts';
import { callerLeft } from '../flows/events.ts';
import { fillIn } from '../scripts/work.ts';
import { record, type Turn } from '../turn.ts';
import { callMissing } from './call-missing.ts';
import { logIn } from './log-in.ts';
import { logOut } from './log-out.ts';
import { type AgentRequest, mostCallData, type RefusalCode } from './requests.ts';
import { reachable, setState, type AgentSession } from './session.ts';
import { raiseStanding } from './standing.ts';
import { endWrapUp, extendWrapUp, finishWrapUp } from './wrap-up.ts';

type Request<T extends AgentRequest['type']> = Extract<AgentRequest, { type: T }>;
type Handler<T extends AgentRequest['type']> = (
  turn: Turn,
  session: AgentSession,
  request: Request<T>,
  by: string,
) => RefusalCode | null;

export function handleRequest(
  turn: Turn,
  agentId: AgentId,
  request: AgentRequest,
  by: string,
): RefusalCode | null {
  if (!turn.world.configuration.agents.has(agentId)) return 'unknownAgent';
  const session = turn.world.sessions.get(agentId);
  if (request.type === 'login') return session ? 'alreadyLoggedIn' : logIn(turn, agentId, request, by);
  if (!session) return 'notLoggedIn';
  return dispatch(turn, session, request, by);
}

function dispatch<T extends AgentRequest['type']>(
  turn: Turn,
  session: AgentSession,
  request: Request<T>,
  by: string,
): RefusalCode | null {
  const handler: Handler<T> = handlers[request.type];
  return handler(turn, session, request, by);
}

/** One handler for each kind of request; the compiler misses none. */
const handlers: { [T in AgentRequest['type']]: Handler<T> } = {
  login: () => 'alreadyLoggedIn',
  logout: (turn, session, _, by) =>
    inContact(session) ? ask(turn, session, 'loggedOut', null, by) : done(logOut(turn, session, by)),
  ready: (turn, session, { anyway }) => ready(turn, session, anyway),
  pause: (turn, session, { pauseId }, by) => pause(turn, session, pauseId, by),
  answer: (turn, session) => answer(turn, session),
  reject: (turn, session) => reject(turn, session),
  hangup: (turn, session) => hangUpAs(turn, session),
  hold: (turn, session) =>
    withTalk(turn, session, (contact, talk) =>
      contact.aside ? swap(turn, contact, talk, session) : hold(turn, contact, talk, session),
    ),
  retrieve: (turn, session) =>
    withTalk(turn, session, (contact, talk) =>
      contact.aside ? swap(turn, contact, talk, session) : retrieve(turn, contact, talk, session),
    ),
  startRecording: (turn, session) => withTalk(turn, session, contact => recordOnDemand(turn, contact)),
  stopRecording: (turn, session) => withTalk(turn, session, contact => stopOnDemand(turn, contact)),
  pauseRecording: (turn, session) => withTalk(turn, session, contact => pauseByAgent(turn, contact)),
  resumeRecording: (turn, session) => withTalk(turn, session, contact => resumeByAgent(turn, contact)),
  callMissing: (turn, session) => done(callMissing(turn, session)),
  mute: (turn, session) => muteAs(turn, session, true),
  unmute: (turn, session) => muteAs(turn, session, false),
  call: (turn, session, request) => placeCall(turn, session, request),
  consult: (turn, session, { to }) =>
    withTalk(turn, session, (contact, talk) => consult(turn, contact, talk, session, to)),
  swap: (turn, session) => withTalk(turn, session, (contact, talk) => swap(turn, contact, talk, session)),
  merge: (turn, session) => withTalk(turn, session, (contact, talk) => merge(turn, contact, talk, session)),
  complete: (turn, session) => withTalk(turn, session, (contact, talk) => complete(turn, contact, talk)),
  cancel: (turn, session) => withTalk(turn, session, (contact, talk) => cancel(turn, contact, talk, session)),
  transfer: (turn, session, { to }) =>
    withTalk(turn, session, (contact, talk) => transfer(turn, contact, talk, to)),
  takeBack: (turn, session) => takeBack(turn, session),
  addParty: (turn, session, { to }) =>
    withTalk(turn, session, (contact, talk) => addParty(turn, contact, talk, session, to)),
  removeParty: (turn, session, { party }) =>
    withTalk(turn, session, contact => removeParty(turn, contact, party)),
  muteParty: (turn, session, { party, muted }) =>
    withTalk(turn, session, contact => muteParty(turn, contact, party, muted)),
  digits: (turn, session, { digits }) =>
    withTalk(turn, session, (contact, talk) => sendDigits(turn, contact, talk, digits)),
  note: (turn, session, { note }) => setNote(turn, session, note),
  disposition: (turn, session, { dispositionId }) => setDisposition(turn, session, dispositionId),
  callData: (turn, session, { values }) => setCallData(turn, session, values),
  script: (turn, session, request) => fillIn(turn, session, request),
  promiseCallback: (turn, session, request) => promiseCallback(turn, session, request),
  callBackNow: (turn, session, { callbackId }, by) => callBackNow(turn, session, callbackId, by),
  moveCallback: (turn, session, { callbackId, at }) => moveCallback(turn, session, callbackId, at),
  cancelCallback: (turn, session, { callbackId }) => cancelCallback(turn, session, callbackId),
  extendWrapUp: (turn, session) => extendWrapUp(turn, session),
  finish: (turn, session, request) => finish(turn, session, request),
};

function done(_: void): null {
  return null;
}

/** The agent has a contact or its after-work: a state asked for now applies when that is over. */
function inContact(session: AgentSession): boolean {
  return session.contactId !== null || session.wrapUp !== null;
}

function ask(
  turn: Turn,
  session: AgentSession,
  state: 'pause' | 'loggedOut',
  pauseId: number | null,
  by: string,
): null {
  session.next = { state, pauseId, by };
  record(turn, { type: 'agentNextChanged', agentId: session.agentId });
  return null;
}

function ready(turn: Turn, session: AgentSession, anyway = false): RefusalCode | null {
  if (session.contactId !== null) {
    session.next = null;
    record(turn, { type: 'agentNextChanged', agentId: session.agentId });
    return null;
  }
  if (session.wrapUp) {
    session.next = null;
    return finishWrapUp(turn, session, anyway);
  }
  if (session.state === 'ready') return null;
  if (!reachable(turn.world, session)) return 'phoneNotReachable';
  session.idleSince = turn.at;
  raiseStanding(turn, session);
  setState(turn, session, 'ready');
  turn.agents.add(session.agentId);
  return null;
}

function pause(turn: Turn, session: AgentSession, pauseId: number, by: string): RefusalCode | null {
  if (!turn.world.configuration.pauses.has(pauseId)) return 'unknownPause';
  if (inContact(session)) return ask(turn, session, 'pause', pauseId, by);
  if (session.state === 'pause' && session.pauseId === pauseId) return null;
  setState(turn, session, 'pause', pauseId);
  turn.agents.add(session.agentId);
  return null;
}

function contactOf(turn: Turn, session: AgentSession): Contact | null {
  return session.contactId === null ? null : (turn.world.contacts.get(session.contactId) ?? null);
}

/** With a standing leg there is no phone to pick up: the page says it. */
function answer(turn: Turn, session: AgentSession): RefusalCode | null {
  const contact = contactOf(turn, session);
  const target = contact ? targetOfAgent(contact, session.agentId) : null;
  if (contact && target?.stage === 'calling') {
    if (target.leg !== session.standing?.leg) return 'answerOnPhone';
    targetAnswered(turn, contact, target);
    return null;
  }
  if (!contact?.offer || contact.offer.agentId !== session.agentId) return 'notOffered';
  if (contact.offer.leg !== session.standing?.leg) return 'answerOnPhone';
  connect(turn, contact, session);
  return null;
}

function reject(turn: Turn, session: AgentSession): RefusalCode | null {
  const contact = contactOf(turn, session);
  const target = contact ? targetOfAgent(contact, session.agentId) : null;
  if (contact && target?.stage === 'calling') {
    targetFailed(turn, contact, target, 'rejected');
    return null;
  }
  if (!contact?.offer || contact.offer.agentId !== session.agentId) return 'notOffered';
  offerFailed(turn, contact, 'rejected', 0);
  return null;
}

/** Who leads ends the contact, or leaves the others to themselves; who was asked in, or called a service, leaves. */
function hangUpAs(turn: Turn, session: AgentSession): RefusalCode | null {
  const contact = contactOf(turn, session);
  if (!contact) return 'noContact';
  const target = targetOfAgent(contact, session.agentId);
  if (target) return leaveAsTarget(turn, contact, target);
  if (contact.callerAgentId === session.agentId && contact.talk?.agentId !== session.agentId)
    return done(callerLeft(turn, contact));
  // Somebody is called back, and the agent does not want to wait for it.
  if (contact.callback?.leg && contact.offer?.agentId === session.agentId)
    return done(offerFailed(turn, contact, 'failed', 0));
  return withTalk(turn, session, (_, talk) => hangUp(turn, contact, talk));
}

function muteAs(turn: Turn, session: AgentSession, muted: boolean): RefusalCode | null {
  const contact = contactOf(turn, session);
  const target = contact ? targetOfAgent(contact, session.agentId) : null;
  if (contact && target) return muteTarget(turn, contact, target, session.agentId, muted);
  return withTalk(turn, session, (_, talk) => (contact ? setMuted(turn, contact, talk, muted) : 'noContact'));
}

function withTalk(
  turn: Turn,
  session: AgentSession,
  act: (contact: Contact, talk: Talk) => RefusalCode | null,
): RefusalCode | null {
  const contact = contactOf(turn, session);
  if (!contact) return 'noContact';
  return contact.talk && contact.talk.agentId === session.agentId ? act(contact, contact.talk) : 'notTalking';
}

/** What the agent notes about its contact: on the contact while it lasts, on the wrap-up afterwards. */
function notesOf(
  turn: Turn,
  session: AgentSession,
): { contactId: string; campaignId: number; on: { note: string; dispositionId: number | null } } | null {
  if (session.wrapUp)
    return { contactId: session.wrapUp.contactId, campaignId: session.wrapUp.campaignId, on: session.wrapUp };
  const contact = contactOf(turn, session);
  const campaignId = contact?.talk?.campaignId ?? contact?.offer?.campaignId;
  return contact && campaignId !== undefined ? { contactId: contact.id, campaignId, on: contact } : null;
}

function setNote(turn: Turn, session: AgentSession, note: string): RefusalCode | null {
  const notes = notesOf(turn, session);
  if (!notes) return 'noContact';
  if (notes.on.note === note) return null;
  notes.on.note = note;
  record(turn, { type: 'noteChanged', contactId: notes.contactId, agentId: session.agentId, note });
  return null;
}

/** Stands with the contact; in wrap-up too, when the contact itself has ended or lives on with somebody else. */
function setCallData(turn: Turn, session: AgentSession, values: Record<string, string>): RefusalCode | null {
  const { wrapUp } = session;
  const contact = wrapUp ? turn.world.contacts.get(wrapUp.contactId) : contactOf(turn, session);
  const carriers = [wrapUp, contact].filter(carrier => carrier !== null && carrier !== undefined);
  const contactId = wrapUp?.contactId ?? contact?.id;
  if (contactId === undefined) return 'noContact';
  const changed = Object.entries(values).filter(([name, value]) =>
    carriers.some(({ callData }) => callData[name] !== value),
  );
  if (changed.length === 0) return null;
  const set = Object.fromEntries(changed);
  const full = carriers.some(({ callData }) => Object.keys({ ...callData, ...set }).length > mostCallData);
  if (full) return 'callDataFull';
  for (const carrier of carriers) carrier.callData = { ...carrier.callData, ...set };
  record(turn, { type: 'callDataChanged', contactId, agentId: session.agentId, values: set });
  return null;
}

function setDisposition(turn: Turn, session: AgentSession, dispositionId: number | null): RefusalCode | null {
  const notes = notesOf(turn, session);
  if (!notes) return 'noContact';
  const offered = humanCampaign(turn.world.configuration, notes.campaignId)?.dispositionIds ?? [];
  if (dispositionId !== null && !offered.includes(dispositionId)) return 'unknownDisposition';
  if (notes.on.dispositionId === dispositionId) return null;
  notes.on.dispositionId = dispositionId;
  record(turn, {
    type: 'dispositionSet',
    contactId: notes.contactId,
    agentId: session.agentId,
    dispositionId,
  });
  return null;
}

function finish(turn: Turn, session: AgentSession, request: Request<'finish'>): RefusalCode | null {
  if (!session.wrapUp) return 'notInWrapUp';
  if (request.dispositionId !== undefined) {
    const refused = setDisposition(turn, session, request.dispositionId);
    if (refused) return refused;
  }
  if (request.note !== undefined) setNote(turn, session, request.note);
  return finishWrapUp(turn, session, request.anyway);
}

/** The agent's object was deleted: it is logged out as soon as its contact allows. */
export function agentRemoved(turn: Turn, session: AgentSession): void {
  if (session.contactId !== null) ask(turn, session, 'loggedOut', null, 'system');
  else {
    session.next = { state: 'loggedOut', pauseId: null, by: 'system' };
    if (session.wrapUp) endWrapUp(turn, session, 'system');
    else logOut(turn, session, 'system');
  }
}
