/** Begins, pauses and ends the recording of a contact's call. */
import { bridgesOf } from '../calls/target.ts';
import type { RecordingPolicy } from '../configuration/schemas.ts';
import { nextPart, type Contact } from '../contacts/contact.ts';
import { asksSecret } from '../flows/digits.ts';
import type { LegId } from '../ids.ts';
import { command, record, type Turn } from '../turn.ts';
import type { CallRecording, PauseReason, RecordingEnd } from './recording.ts';

/** False = there is no customer to be recorded. */
export function beginRecording(
  turn: Turn,
  contact: Contact,
  campaignId: number,
  { channels, keepDays }: RecordingPolicy,
  onDemand: boolean,
): boolean {
  const { node, callerLeg: leg } = contact;
  if (!turn.world.legs.has(leg)) return false;
  const secret = asksSecret(turn.world, contact);
  const recording: CallRecording = {
    id: nextPart(contact),
    leg,
    campaignId,
    channels,
    partner: partnerOf(contact),
    keepDays,
    onDemand,
    startedAt: null,
    pauses: secret ? ['flow'] : [],
    pausedSince: secret ? turn.at : null,
    pausedBy: null,
  };
  contact.recording = recording;
  command(turn, { type: 'recordCall', node, recording: recording.id, leg, channels, anew: false });
  return true;
}

/** Asterisk records. Told again after a time without link. */
export function callRecordingStarted(turn: Turn, contact: Contact, recording: CallRecording): void {
  if (recording.startedAt === null) {
    recording.startedAt = turn.at;
    const { id, campaignId, channels, keepDays, onDemand } = recording;
    record(turn, {
      type: 'callRecordingStarted',
      contactId: contact.id,
      node: contact.node,
      recording: id,
      campaignId,
      agentId: contact.talk?.agentId ?? null,
      channels,
      keepDays,
      onDemand,
    });
    const [reason] = recording.pauses;
    if (reason !== undefined) notePause(turn, contact, recording, reason);
  }
  // The pause came before there was anything to be paused.
  if (recording.pausedSince !== null) silence(turn, contact, recording);
}

/** From now on the recording is silent, until all reasons are over. */
export function pauseRecording(turn: Turn, contact: Contact, reason: PauseReason): void {
  const { recording } = contact;
  if (!recording || recording.pauses.includes(reason)) return;
  recording.pauses.push(reason);
  if (reason === 'agent') recording.pausedBy = contact.talk?.agentId ?? null;
  if (recording.pausedSince !== null) return;
  recording.pausedSince = turn.at;
  silence(turn, contact, recording);
  if (recording.startedAt !== null) notePause(turn, contact, recording, reason);
}

export function resumeRecording(turn: Turn, contact: Contact, reason: PauseReason): void {
  const { recording } = contact;
  if (!recording?.pauses.includes(reason)) return;
  recording.pauses = recording.pauses.filter(other => other !== reason);
  if (recording.pauses.length > 0) return;
  const { id, channels } = recording;
  command(turn, { type: 'resumeCallRecording', node: contact.node, recording: id, channels });
  closePause(turn, contact, recording);
}

function silence(turn: Turn, { node }: Contact, { id, channels }: CallRecording): void {
  command(turn, { type: 'pauseCallRecording', node, recording: id, channels });
}

function notePause(turn: Turn, contact: Contact, { id }: CallRecording, reason: PauseReason): void {
  const agentId = contact.talk?.agentId ?? null;
  record(turn, { type: 'callRecordingPaused', contactId: contact.id, recording: id, agentId, reason });
}

function closePause(turn: Turn, contact: Contact, recording: CallRecording): void {
  const { pausedSince, startedAt, id } = recording;
  recording.pausedSince = null;
  if (pausedSince === null || startedAt === null) return;
  record(turn, {
    type: 'callRecordingResumed',
    contactId: contact.id,
    recording: id,
    agentId: contact.talk?.agentId ?? null,
    pausedMs: turn.at - Math.max(pausedSince, startedAt),
  });
}

/** Asterisk cannot record it, or not any more. */
export function callRecordingFailed(turn: Turn, contact: Contact): void {
  const { recording } = contact;
  if (!recording) return;
  const { id: contactId } = contact;
  record(turn, { type: 'anomalyFound', code: 'callRecordingFailed', detail: recording.id, contactId });
  close(turn, contact, recording, 'lost');
}

/**
 * Ends it. A leg that is gone or hung up has ended it by itself (`contact`); the standing leg of an operator who
 * called a service stays up, and would be recorded in its next contacts.
 */
export function endRecording(turn: Turn, contact: Contact, reason: RecordingEnd): void {
  const { recording, node } = contact;
  if (!recording) return;
  const stays = (turn.world.legs.get(recording.leg)?.standingOf ?? null) !== null;
  if (reason !== 'contact' || stays)
    command(turn, { type: 'stopCallRecording', node, recording: recording.id });
  close(turn, contact, recording, reason);
}

/** One that never began leaves no trace among the facts; the audit ends what Asterisk began after all. */
function close(turn: Turn, contact: Contact, recording: CallRecording, reason: RecordingEnd): void {
  closePause(turn, contact, recording);
  contact.recording = null;
  if (recording.startedAt === null) return;
  record(turn, {
    type: 'callRecordingEnded',
    contactId: contact.id,
    recording: recording.id,
    agentId: contact.talk?.agentId ?? null,
    reason,
  });
}

/** `anew`: somebody else may talk to the customer than when it was last said. */
export function sayAgain(turn: Turn, { recording, node }: Contact, anew: boolean): void {
  if (!recording) return;
  const { id, leg, channels } = recording;
  command(turn, { type: 'recordCall', node, recording: id, leg, channels, anew });
}

/**
 * What the listening channels hear goes wrong when somebody begins to talk to the customer after somebody else, or
 * after music (docs/decisions/0025). While it is silent anyway, that can wait.
 */
export function notePartner(turn: Turn, contact: Contact): void {
  const { recording } = contact;
  const partner = partnerOf(contact);
  if (!recording || partner === recording.partner) return;
  const paused = recording.pausedSince !== null;
  recording.partner = paused ? null : partner;
  if (recording.partner !== null) sayAgain(turn, contact, true);
}

/** Who talks to the customer alone; null = nobody, or there are more. */
function partnerOf(contact: Contact): LegId | null {
  const { callerLeg, flow, talk } = contact;
  if (talk?.heldByPhone) return null;
  for (const pending of flow?.pending.values() ?? []) if (pending.does === 'forward') return pending.leg;
  const legs = bridgesOf(contact).find(bridge => bridge.legs.includes(callerLeg))?.legs ?? [];
  return legs.length === 2 ? (legs.find(leg => leg !== callerLeg) ?? null) : null;
}
