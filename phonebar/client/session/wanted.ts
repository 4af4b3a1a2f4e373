/**
 * What the browser should be doing for a session: the driver compares it with what it is doing and acts.
 * Levels instead of effects, so a reload or a lost step comes right by itself.
 */
import { serverNow } from './clock.ts';
import { callShouldStand, isStandingCall, reachable } from './session.ts';
import type { AgentRequest, PhoneKind } from './protocol.ts';
import type { Pending, Session } from './session.ts';

export interface Wanted {
  /** The phone in this browser registered. */
  phone: boolean;
  ring: boolean;
  /** Answer the incoming call now. */
  answer: boolean;
  muted: boolean;
  /** To be sent to the server now, in this order. */
  send: Pending[];
  login: PhoneKind | null;
  /** The server is to be told that the call which it believes in does not stand here. */
  callMissing: boolean;
  /** Note to be saved now. */
  note: Extract<AgentRequest, { type: 'note' }> | null;
  /** Somebody calls: flash the title, notify. The id changes with each offer. */
  offer: { id: string; who: string; service: string } | null;
}

/** A call for a contact that is already talking is taken up by itself, once the view had time to follow, ms. */
const takeUpAfterMs = 500;
/** A call that the server believes in and that is not here is missed after this time, ms: its end may be on its way. */
export const missedAfterMs = 1000;
/** A note is saved when the operator stops typing for this long, ms. */
export const noteAfterMs = 600;

export function wanted(session: Session, now: number): Wanted {
  const { view, call } = session;
  const contact = view?.contact ?? null;
  const owner = session.tab === 'owner';
  const browser = view?.phone === 'browser' && view.state !== 'loggedOut';
  const answer = call.state === 'incoming' && shouldAnswer(session, call.since, now);
  return {
    phone: owner && (browser || session.login?.phone === 'browser') && session.phone.state !== 'taken',
    ring: owner && !answer && rings(session),
    answer,
    muted: wantedMute(session),
    send: reachable(session) ? session.pending.filter(p => p.stage === 'queued' && now >= p.notBefore) : [],
    login: loginNow(session),
    callMissing: callMissing(session, now),
    note: noteNow(session, now),
    offer:
      contact?.stage === 'offered' && !contact.dialling && owner && call.state !== 'answering'
        ? {
            id: `${contact.contactId} ${contact.offeredAt}`,
            who: contact.caller.name || contact.caller.number,
            service: contact.service.name,
          }
        : null,
  };
}

/** Rings for a call, or for an offer that comes over the standing leg without one. */
function rings(session: Session): boolean {
  const { view, call } = session;
  const offered = view?.contact?.stage === 'offered' && !view.contact.dialling;
  if (view?.standing === 'up') return offered && !session.pending.some(p => p.request.type === 'answer');
  return call.state === 'incoming' && (offered || !reachable(session));
}

function shouldAnswer(session: Session, since: number, now: number): boolean {
  const contact = session.view?.contact ?? null;
  if (session.microphone !== null && session.answerFor === null) return false;
  if (session.answerFor !== null) return true;
  if (isStandingCall(session)) return true;
  if (!contact) return false;
  return contact.stage === 'offered'
    ? contact.autoAnswer
    : reachable(session) && now - since >= takeUpAfterMs;
}

/** The last mute asked for, or what the server says: the microphone follows the click, not the round trip. */
export function wantedMute(session: Session): boolean {
  const last = session.pending.filter(p => p.request.type === 'mute' || p.request.type === 'unmute').at(-1);
  return last ? last.request.type === 'mute' : (session.view?.contact?.muted ?? false);
}

function loginNow(session: Session): PhoneKind | null {
  const { login } = session;
  if (!login || !reachable(session)) return null;
  if (session.view?.state !== 'loggedOut' || session.pending.some(p => p.request.type === 'login'))
    return null;
  return login.phone !== 'browser' || session.phone.state === 'registered' ? login.phone : null;
}

/** This page has the phone, but the call went with the page before it, while no server was there to notice. */
function callMissing(session: Session, now: number): boolean {
  const { view, call, phone, tab } = session;
  if (tab !== 'owner' || phone.state !== 'registered' || !reachable(session)) return false;
  if (call.state !== 'none' || now - call.since < missedAfterMs) return false;
  return (
    view !== null && callShouldStand(view) && !session.pending.some(p => p.request.type === 'callMissing')
  );
}

function noteNow(session: Session, now: number): Wanted['note'] {
  const { draft } = session;
  return draft && draft.text !== draft.asked && now - draft.changedAt >= noteAfterMs
    ? { type: 'note', note: draft.text }
    : null;
}

/** ms since an epoch time of the server. */
export function since(session: Session, at: number, now: number): number {
  return serverNow(session.clock, now) - at;
}
