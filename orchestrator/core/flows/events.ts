/** What Asterisk and services outside say, as the flows of contacts are told it. */
import { faultOf } from '../../../ivr-flows/faults.ts';
import { waitForCallback } from '../contacts/callback.ts';
import { endContact, outcomeOfLeaving } from '../contacts/end.ts';
import type { Contact } from '../contacts/contact.ts';
import {
  askToKeep,
  dictationHungUp,
  dictationKept,
  dictationNotKept,
  dictationRecorded,
  reassertDictation,
} from '../dictation/go-on.ts';
import type { Event } from '../events.ts';
import { contactOf } from '../ids.ts';
import { callRecordingFailed, callRecordingStarted } from '../recording/keep.ts';
import { leaveQueue } from '../queues/leave.ts';
import { command, record, setTimer, type Turn } from '../turn.ts';
import { recogniseIn } from './effects.ts';
import { forwardAnswered, forwardDigit, forwardEnded, forwardLimit, forwardTooLong } from './forward.ts';
import { pendingOf, takePending, tellFlow } from './inputs.ts';
import type { Forwarding } from './running.ts';
import { flowTimer } from './stop.ts';

/** How long a flow may go on without its caller. */
const LONGEST_AFTER_MS = 60_000;
/** Timer that limits it; no effect has this id. */
const AFTER = 'left';
/** Asterisk counts whole seconds. */
const LENGTH_MARGIN_MS = 1_000;

function contactNamed(turn: Turn, id: string): Contact | null {
  const contactId = contactOf(id);
  return contactId === null ? null : (turn.world.contacts.get(contactId) ?? null);
}

/** True = the playback was the flow's, which has been told. */
export function flowPlaybackFinished(
  turn: Turn,
  contact: Contact,
  playback: string,
  failed: boolean,
): boolean {
  const play = takePending(contact.flow, playback, 'play');
  const pending = play ?? takePending(contact.flow, playback, 'whisper');
  if (!pending) return false;
  if (play) record(turn, { type: 'promptEnded', contactId: contact.id, failed });
  tellFlow(turn, contact, { type: 'played', id: pending.effect, failed });
  return true;
}

/** A key pressed by a caller who is in a flow, or by the outside party that is called for it. True = the flow's. */
export function flowDigit(turn: Turn, contact: Contact, leg: string, digit: string): boolean {
  const { flow } = contact;
  if (!flow || contact.talk) return false;
  const to = forwardOn(contact, leg);
  if (to) forwardDigit(turn, contact, flow, to, digit);
  if (leg !== contact.callerLeg) return to !== null;
  if ([...flow.pending.values()].some(other => other.does === 'forward' && other.talkingSince !== null))
    return true;
  flow.digits += digit;
  for (const [recording, pending] of [...flow.pending]) {
    if (pending.does !== 'record' || pending.terminator === '' || pending.terminator !== digit) continue;
    pending.byDigit = true;
    command(turn, { type: 'stopRecording', node: contact.node, recording });
    return true;
  }
  tellFlow(turn, contact, { type: 'digit', digit });
  return true;
}

function forwardOn(contact: Contact, leg: string): Forwarding | null {
  return pendingOf(contact.flow, leg, 'forward');
}

/** True = the leg was called for a flow. */
export function flowLegAnswered(turn: Turn, contact: Contact, leg: string): boolean {
  const to = forwardOn(contact, leg);
  if (to && contact.flow) forwardAnswered(turn, contact, contact.flow, to);
  return to !== null;
}

export function flowLegEnded(turn: Turn, contact: Contact, leg: string, cause: number): boolean {
  const to = forwardOn(contact, leg);
  if (to && contact.flow) forwardEnded(turn, contact, contact.flow, to, cause);
  return to !== null;
}

/** The caller hung up. Its flow may have something to finish without it: a mail, a message to be kept. */
export function callerLeft(turn: Turn, contact: Contact): void {
  if (contact.dictation) return dictationHungUp(turn, contact, contact.dictation, 16);
  const outcome = outcomeOfLeaving(turn, contact);
  const { flow } = contact;
  if (!flow?.run || contact.talk) {
    if (!waitForCallback(turn, contact)) endContact(turn, contact, outcome, 'caller');
    return;
  }
  contact.left = outcome;
  leaveQueue(turn, contact);
  tellFlow(turn, contact, { type: 'hungUp' });
  for (const [id, pending] of [...flow.pending]) {
    if (pending.does === 'play' || pending.does === 'dialplan') flow.pending.delete(id);
    else if (pending.does === 'record') recorded(turn, contact, id, turn.at - pending.since, 'hangup');
    else if (pending.does === 'forward') forwardEnded(turn, contact, flow, pending, 0);
  }
  flow.timers.push(AFTER);
  setTimer(turn, 'flow', flowTimer(contact, AFTER), turn.at + LONGEST_AFTER_MS);
}

/** Timer of a flow: `<contact>/<effect>`. */
export function flowTimerFired(turn: Turn, subject: string): void {
  const slash = subject.indexOf('/');
  const contact = turn.world.contacts.get(subject.slice(0, slash));
  const effect = subject.slice(slash + 1);
  const flow = contact?.flow;
  if (!contact || !flow) return;
  flow.timers = flow.timers.filter(timer => timer !== effect);
  const limited = forwardLimit(effect);
  if (effect === AFTER) endContact(turn, contact, contact.left ?? 'failed', 'caller');
  else if (limited !== null) forwardTooLong(turn, contact, flow, limited);
  else tellFlow(turn, contact, { type: 'timer', id: effect });
}

export function recordingStarted(turn: Turn, recording: string): void {
  const contact = contactNamed(turn, recording);
  if (contact?.recording?.id === recording) return callRecordingStarted(turn, contact, contact.recording);
  const pending = contact ? pendingOf(contact.flow, recording, 'record') : null;
  if (pending) pending.since = turn.at;
}

export function recordingFinished(turn: Turn, finished: Extract<Event, { type: 'recordingFinished' }>): void {
  const { recording, durationMs, failed, talkedMs } = finished;
  const contact = contactNamed(turn, recording);
  if (contact?.recording?.id === recording) return failed ? callRecordingFailed(turn, contact) : undefined;
  if (contact?.dictation) return dictationRecorded(turn, contact, contact.dictation, finished);
  const pending = contact ? pendingOf(contact.flow, recording, 'record') : null;
  if (!contact || !pending) return;
  const ms = durationMs > 0 ? durationMs : turn.at - pending.since;
  if (failed) return recorded(turn, contact, recording, ms, 'failed');
  if (pending.byDigit) return recorded(turn, contact, recording, ms, 'digit');
  if (ms + LENGTH_MARGIN_MS > pending.maximumMs) return recorded(turn, contact, recording, ms, 'length');
  // The silence that ended it is nothing that was said. Asterisk's count of the rest may be a second too high.
  const said = talkedMs === 0 ? 0 : turn.at - pending.since - pending.silenceMs;
  recorded(turn, contact, recording, Math.max(0, Math.min(ms, said)), 'silence');
}

function recorded(
  turn: Turn,
  contact: Contact,
  recording: string,
  ms: number,
  endedBy: 'digit' | 'silence' | 'length' | 'hangup' | 'failed',
): void {
  const pending = takePending(contact.flow, recording, 'record');
  if (!pending || !contact.flow) return;
  const { effect: id, phrases } = pending;
  if (phrases !== null) {
    if (endedBy === 'failed' || endedBy === 'hangup')
      tellFlow(turn, contact, { type: 'recognised', id, text: '', confidence: 0 });
    else recogniseIn(turn, contact, contact.flow, id, recording, phrases);
    return;
  }
  if (endedBy !== 'failed')
    record(turn, {
      type: 'recordingMade',
      contactId: contact.id,
      node: contact.node,
      recording,
      lengthMs: ms,
      endedBy,
    });
  tellFlow(turn, contact, {
    type: 'recorded',
    id,
    recording: endedBy === 'failed' ? '' : recording,
    ms,
    endedBy,
  });
}

export function requestAnswered(
  turn: Turn,
  { request, value }: Extract<Event, { type: 'requestAnswered' }>,
): void {
  const contact = contactNamed(turn, request);
  if (contact?.dictation?.request === request)
    return dictationKept(turn, contact, contact.dictation, Number(value));
  const pending = contact ? takePending(contact.flow, request, 'request') : null;
  if (!contact || !pending) return;
  const { effect: id, kind, connection, since } = pending;
  record(turn, {
    type: 'requestEnded',
    contactId: contact.id,
    service: kind,
    connection,
    tookMs: turn.at - since,
    code: null,
  });
  if (kind !== 'recognise') return tellFlow(turn, contact, { type: 'answered', id, value });
  const heard = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  const { text, confidence } = heard;
  tellFlow(turn, contact, {
    type: 'recognised',
    id,
    text: typeof text === 'string' ? text : '',
    confidence: typeof confidence === 'number' ? confidence : 0,
  });
}

export function requestFailed(
  turn: Turn,
  { request, code, message, why }: Extract<Event, { type: 'requestFailed' }>,
): void {
  const contact = contactNamed(turn, request);
  if (contact?.dictation?.request === request)
    return dictationNotKept(turn, contact, contact.dictation, code);
  const pending = contact ? takePending(contact.flow, request, 'request') : null;
  if (!contact || !pending) return;
  const { effect: id, kind, connection, since } = pending;
  record(turn, {
    type: 'requestEnded',
    contactId: contact.id,
    service: kind,
    connection,
    tookMs: turn.at - since,
    code,
  });
  // Journals of earlier versions have the message alone.
  tellFlow(turn, contact, { type: 'failed', id, code, why: why ?? faultOf('said', { message }) });
}

export function dialplanReturned(turn: Turn, leg: string, variables: Record<string, string>): void {
  const contact = turn.world.contacts.get(turn.world.legs.get(leg)?.contactId ?? '');
  const pending = contact ? takePending(contact.flow, leg, 'dialplan') : null;
  if (!contact || !pending) return;
  record(turn, { type: 'dialplanReturned', contactId: contact.id });
  const { PHONES_RESULT: result } = variables;
  if (result === 'missing' || result === 'failed')
    return tellFlow(turn, contact, {
      type: 'failed',
      id: pending.effect,
      code: 'invalid',
      why: faultOf('dialplanFailed'),
    });
  tellFlow(turn, contact, { type: 'dialplanReturned', id: pending.effect, variables });
}

/**
 * The process began anew: what was asked of services outside may have been lost on its way, or been done. What
 * changes nothing is asked again, the rest is told as uncertain (F2).
 */
export function askAgain(turn: Turn): void {
  for (const contact of turn.world.contacts.values()) {
    askToKeep(turn, contact);
    for (const [request, pending] of [...(contact.flow?.pending ?? [])]) {
      if (pending.does !== 'request') continue;
      if (pending.again !== null) command(turn, JSON.parse(pending.again));
      else
        requestFailed(turn, {
          type: 'requestFailed',
          request,
          code: 'uncertain',
          message: '',
          why: faultOf('startedAnew'),
        });
    }
  }
}

/**
 * After a time without link: a prompt that played counts as heard, a recording goes on (the command does no harm
 * twice and tells its end if it is over), a leg that stands (in our application: `standing`) is back from the dialplan.
 */
export function reassertFlow(turn: Turn, contact: Contact, standing: readonly string[]): void {
  const { flow, node, callerLeg: leg } = contact;
  if (contact.dictation) reassertDictation(turn, contact, contact.dictation);
  if (!flow) return;
  for (const [id, pending] of [...flow.pending])
    switch (pending.does) {
      case 'play':
      case 'whisper':
        command(turn, { type: 'stopPlayback', node, playback: id });
        flowPlaybackFinished(turn, contact, id, false);
        break;
      case 'record': {
        const { maximumMs, silenceMs, beep } = pending;
        command(turn, { type: 'record', node, recording: id, leg, maximumMs, silenceMs, beep });
        break;
      }
      case 'dialplan':
        if (standing.includes(leg)) dialplanReturned(turn, leg, {});
        break;
      case 'forward':
        if (pending.bridge !== null)
          command(
            turn,
            { type: 'createBridge', node, bridge: pending.bridge },
            { type: 'addToBridge', node, bridge: pending.bridge, legs: [leg, pending.leg] },
          );
        break;
      case 'request':
        break;
    }
}

/** Bridges in which outside parties talk. */
export function forwardBridges(contact: Contact): string[] {
  return [...(contact.flow?.pending.values() ?? [])].flatMap(pending =>
    pending.does === 'forward' && pending.bridge !== null ? [pending.bridge] : [],
  );
}
