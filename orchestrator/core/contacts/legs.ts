/** What Asterisk says about the legs of contacts. A late event about a contact that has ended is normal and ignored. */
import type { AgentSession } from '../agents/session.ts';
import { standingAnswered, standingEnded, standingSession } from '../agents/standing.ts';
import type { OfferEnd } from '../facts.ts';
import { dictationAnswered, dictationDigit, dictationHeard, dictationHungUp } from '../dictation/go-on.ts';
import { afterPrompt } from '../flows/enter.ts';
import {
  callerLeft,
  flowDigit,
  flowLegAnswered,
  flowLegEnded,
  flowPlaybackFinished,
} from '../flows/events.ts';
import type { LegId, NodeId, PlaybackId } from '../ids.ts';
import { contactOf } from '../ids.ts';
import { musicAfterPrompt } from '../queues/wait.ts';
import { endRecording } from '../recording/keep.ts';
import { command, record, type Turn } from '../turn.ts';
import type { World } from '../world.ts';
import { callbackLegEnded, calledBack } from './callback.ts';
import type { Contact } from './contact.ts';
import { contactWith } from './find.ts';
import { endContact } from './end.ts';
import { callBackAgent, connect, heldByPhone, loseAgent } from './talk.ts';
import { agentLeft, customerLeft, targetLeft } from '../calls/leave.ts';
import { targetAnswered, targetRinging } from '../calls/ring.ts';
import { secondCallEnded } from '../calls/second-call.ts';
import { outsideAnswered, outsideEnded } from '../calls/spending.ts';
import { targetWithLeg } from '../calls/target.ts';
import { offerFailed } from './offer-failed.ts';

function sessionOf(turn: Turn, agentId: number): AgentSession | null {
  return turn.world.sessions.get(agentId) ?? null;
}

export function legRinging(turn: Turn, leg: LegId): void {
  const contact = contactWith(turn, leg);
  const target = contact ? targetWithLeg(contact, leg) : null;
  if (contact && target) return targetRinging(turn, contact, target);
  const offer = contact?.offer;
  if (!contact || !offer || offer.leg !== leg || offer.rang) return;
  offer.rang = true;
  record(turn, { type: 'phoneRang', contactId: contact.id, agentId: offer.agentId });
}

export function legAnswered(turn: Turn, node: NodeId, leg: LegId): void {
  outsideAnswered(turn, leg);
  const standing = standingSession(turn.world, leg);
  if (standing) return standingUp(turn, standing);
  const contact = contactWith(turn, leg);
  const session = contact?.offer?.leg === leg ? sessionOf(turn, contact.offer.agentId) : null;
  const target = contact ? targetWithLeg(contact, leg) : null;
  if (contact && session) connect(turn, contact, session);
  else if (contact && target) targetAnswered(turn, contact, target);
  else if (contact?.dictation && contact.callerLeg === leg) {
    if (!contact.answered) dictationAnswered(turn, contact, contact.dictation);
  } else if (contact?.callback?.leg === leg) callbackAnswered(turn, contact, leg);
  else if (contact && flowLegAnswered(turn, contact, leg)) return;
  // Answered just as the offer ended: our hang-up is on its way or was too early; say it again.
  else if (contact?.talk?.leg !== leg) command(turn, { type: 'hangup', node, leg, reason: 'normal' });
}

function callbackAnswered(turn: Turn, contact: Contact, leg: LegId): void {
  const session = contact.offer ? sessionOf(turn, contact.offer.agentId) : null;
  calledBack(contact, leg);
  if (session) connect(turn, contact, session);
}

/** The standing leg was answered: the agent can be connected, also to a contact that it had lost. */
function standingUp(turn: Turn, session: AgentSession): void {
  standingAnswered(turn, session);
  const contact = session.contactId === null ? undefined : turn.world.contacts.get(session.contactId);
  if (contact?.talk) callBackAgent(turn, contact, contact.talk, session);
}

export function legEnded(turn: Turn, leg: LegId, cause: number): void {
  const contact = contactWith(turn, leg);
  const standing = standingSession(turn.world, leg);
  if (standing) standingEnded(turn, standing);
  outsideEnded(turn, leg);
  turn.world.legs.delete(leg);
  if (!contact) return;
  if (contact.recording?.leg === leg) endRecording(turn, contact, 'contact');
  const target = targetWithLeg(contact, leg);
  if (target) targetLeft(turn, contact, target, cause);
  else if (secondCallEnded(turn, contact, leg)) return;
  else if (leg === contact.callerLeg && contact.dictation)
    dictationHungUp(turn, contact, contact.dictation, cause);
  else if (leg === contact.callerLeg) {
    if (!customerLeft(turn, contact)) callerLeft(turn, contact);
  } else if (contact.callback?.leg === leg) callbackLegEnded(turn, contact, cause);
  else if (contact.offer?.leg === leg) offerFailed(turn, contact, offerEndOf(cause), cause);
  else if (contact.talk?.leg === leg) agentLegEnded(turn, contact, cause);
  else flowLegEnded(turn, contact, leg, cause);
}

/** Q.850 causes of a leg that was not answered. 17 busy, 21 rejected; 18, 19 no answer. */
function offerEndOf(cause: number): Exclude<OfferEnd, 'answered' | 'callerLeft' | 'notReached'> {
  if (cause === 17 || cause === 21) return 'rejected';
  return cause === 18 || cause === 19 ? 'noAnswer' : 'failed';
}

/** Q.850 cause of a hang-up by a person. A page that goes away says 41, a broken connection something else. */
const HUNG_UP = 16;

/** The agent hung up, unless its page is on its way out or gone: then the customer is kept for it. */
function agentLegEnded(turn: Turn, contact: Contact, cause: number): void {
  const { talk } = contact;
  if (!talk) return;
  const session = sessionOf(turn, talk.agentId);
  const pageThere = session !== null && turn.world.pages.has(session.agentId);
  const lost = session?.needsPage && session.phone === 'browser' && (cause !== HUNG_UP || !pageThere);
  if (agentLeft(turn, contact, talk, !lost)) return;
  if (lost && contact.stage !== 'dialling') loseAgent(turn, contact, talk, session);
  else endContact(turn, contact, 'handled', 'agent');
}

/** The dialplan or a transfer took the leg away from us; for us it is gone. */
export function legLeft(turn: Turn, leg: LegId): void {
  const contact = contactWith(turn, leg);
  // It would go on with the leg, wherever that went.
  if (contact?.recording?.leg === leg) endRecording(turn, contact, 'lost');
  legEnded(turn, leg, 16);
}

/** Whether the end of a playback changes anything: those that were stopped are over already. */
export function awaitsPlayback({ contacts }: World, playback: PlaybackId): boolean {
  const contact = contacts.get(contactOf(playback) ?? '');
  return contact?.playback === playback || contact?.flow?.pending.has(playback) === true;
}

export function playbackFinished(turn: Turn, playback: PlaybackId, failed: boolean): void {
  const contactId = contactOf(playback);
  const contact = contactId === null ? undefined : turn.world.contacts.get(contactId);
  if (!contact || flowPlaybackFinished(turn, contact, playback, failed)) return;
  if (contact.playback !== playback) return;
  contact.playback = null;
  record(turn, { type: 'promptEnded', contactId: contact.id, failed });
  if (contact.dictation && contact.ending === null) return dictationHeard(turn, contact, contact.dictation);
  afterPrompt(turn, contact);
  if (turn.world.contacts.has(contact.id) && contact.playback === null) musicAfterPrompt(turn, contact);
}

export function digitReceived(turn: Turn, leg: LegId, digit: string): void {
  const contact = contactWith(turn, leg);
  if (contact?.dictation && leg === contact.callerLeg)
    return dictationDigit(turn, contact, contact.dictation, digit);
  if (contact && flowDigit(turn, contact, leg, digit)) return;
  if (contact && leg === contact.callerLeg) record(turn, { type: 'digitPressed', contactId: contact.id });
}

export function phoneHeld(turn: Turn, leg: LegId, held: boolean): void {
  const contact = contactWith(turn, leg);
  const talk = contact?.talk;
  const session = talk?.leg === leg ? sessionOf(turn, talk.agentId) : null;
  // Nobody is there yet who would hear music.
  if (contact?.stage === 'dialling') return;
  if (contact && talk && session) heldByPhone(turn, contact, talk, session, held);
}
