/** A prompt's recording by phone goes on: answered, heard, spoken, chosen, kept. */
import type { Media } from '../commands.ts';
import type { Localized } from '../configuration/schemas.ts';
import { nextPart, setStage, type Contact } from '../contacts/contact.ts';
import { endContact } from '../contacts/end.ts';
import type { Event } from '../events.ts';
import { hush, say } from '../flows/say.ts';
import { clearTimer, command, setTimer, type Turn } from '../turn.ts';
import { discard, noteDictation } from './close.ts';
import type { Dictation, DictationResult } from './dictation.ts';
import * as texts from './texts.ts';

/** The library takes up to ten minutes; nobody speaks a prompt for longer than this. */
const LONGEST_MS = 300_000;
/** Asterisk counts whole seconds. */
const LENGTH_MARGIN_MS = 1_000;
/** Less than this is a key pressed by mistake. */
const SHORTEST_MS = 400;
const CHOICE_MS = 10_000;
/** So often nothing is heard, or nobody chooses, before it ends. */
const MOST_TRIES = 3;

function enter(turn: Turn, contact: Contact, dictation: Dictation, step: Dictation['step']): void {
  dictation.step = step;
  clearTimer(turn, 'dictation', contact.id);
  noteDictation(turn, contact, dictation, step);
}

function speak(turn: Turn, contact: Contact, ...what: Localized[]): void {
  const media: Media[] = what.map(text => ({ text }));
  say(
    turn,
    contact,
    media,
    what
      .map(text => text[contact.language])
      .join(' ')
      .slice(0, 80),
  );
}

/** The phone was answered. */
export function dictationAnswered(turn: Turn, contact: Contact, dictation: Dictation): void {
  contact.answered = true;
  setStage(contact, 'flow', turn.at);
  enter(turn, contact, dictation, 'instructing');
  speak(turn, contact, texts.instructions(dictation.prompt));
}

/** Q.850 causes of a phone that did not answer: 17 busy, 18 and 19 no answer, 21 rejected. */
export function dictationNotAnswered(
  turn: Turn,
  contact: Contact,
  dictation: Dictation,
  cause: number,
): void {
  const results: Record<number, DictationResult> = {
    17: 'busy',
    18: 'noAnswer',
    19: 'noAnswer',
    21: 'rejected',
  };
  dictation.result = results[cause] ?? 'notReached';
  endContact(turn, contact, 'unanswered', 'system');
}

/** What was said to the phone has been heard (or could not be played). */
export function dictationHeard(turn: Turn, contact: Contact, dictation: Dictation): void {
  switch (dictation.step) {
    case 'instructing':
      return beginRecording(turn, contact, dictation);
    case 'hearing':
      return choose(turn, contact, dictation);
    case 'choosing':
      return setTimer(turn, 'dictation', contact.id, turn.at + CHOICE_MS);
    case 'calling':
    case 'recording':
    case 'keeping':
      return;
  }
}

function beginRecording(turn: Turn, contact: Contact, dictation: Dictation): void {
  const recording = nextPart(contact);
  Object.assign(dictation, { recording, recordingSince: turn.at, byDigit: false });
  enter(turn, contact, dictation, 'recording');
  command(turn, recordCommand(contact, recording));
}

function recordCommand({ node, callerLeg: leg }: Contact, recording: string) {
  return { type: 'record', node, recording, leg, maximumMs: LONGEST_MS, silenceMs: 0, beep: true } as const;
}

export function dictationDigit(turn: Turn, contact: Contact, dictation: Dictation, digit: string): void {
  const { step, recording } = dictation;
  if (step === 'recording' && digit === '#' && recording !== null) {
    dictation.byDigit = true;
    return command(turn, { type: 'stopRecording', node: contact.node, recording });
  }
  if (step !== 'choosing' && step !== 'hearing') return;
  if (digit === '1') hear(turn, contact, dictation);
  else if (digit === '2') recordAgain(turn, contact, dictation, texts.again);
  else if (digit === '3') keep(turn, contact, dictation);
}

export function dictationRecorded(
  turn: Turn,
  contact: Contact,
  dictation: Dictation,
  { recording, durationMs, failed }: Extract<Event, { type: 'recordingFinished' }>,
): void {
  if (dictation.step !== 'recording' || dictation.recording !== recording) return;
  if (failed) return giveUp(turn, contact, dictation, 'failed');
  const tookMs = durationMs > 0 ? durationMs : turn.at - dictation.recordingSince;
  if (tookMs < SHORTEST_MS) return nothingHeard(turn, contact, dictation);
  const cut = !dictation.byDigit && tookMs + LENGTH_MARGIN_MS > LONGEST_MS;
  dictation.silent = 0;
  choose(turn, contact, dictation, ...(cut ? [texts.timeIsOver] : []));
}

function nothingHeard(turn: Turn, contact: Contact, dictation: Dictation): void {
  dictation.empty += 1;
  if (dictation.empty >= MOST_TRIES) return giveUp(turn, contact, dictation, 'empty');
  recordAgain(turn, contact, dictation, texts.nothingHeard, texts.again);
}

function recordAgain(turn: Turn, contact: Contact, dictation: Dictation, ...what: Localized[]): void {
  discard(turn, contact, dictation);
  enter(turn, contact, dictation, 'instructing');
  speak(turn, contact, ...what);
}

function choose(turn: Turn, contact: Contact, dictation: Dictation, ...before: Localized[]): void {
  enter(turn, contact, dictation, 'choosing');
  speak(turn, contact, ...before, texts.choices);
}

function hear(turn: Turn, contact: Contact, dictation: Dictation): void {
  if (dictation.recording === null) return;
  enter(turn, contact, dictation, 'hearing');
  say(turn, contact, [{ recording: dictation.recording }], dictation.prompt);
}

function keep(turn: Turn, contact: Contact, dictation: Dictation): void {
  hush(turn, contact);
  enter(turn, contact, dictation, 'keeping');
  dictation.request = nextPart(contact);
  askToKeep(turn, contact);
}

/** Also after a start, when the answer may have been lost: the library keeps the same sound once. */
export function askToKeep(turn: Turn, { node, dictation }: Contact): void {
  if (!dictation?.request || dictation.recording === null) return;
  const { request, recording, promptId, language, by } = dictation;
  command(turn, { type: 'keepPrompt', request, node, recording, promptId, language, by });
}

/** After a time without link: said again, it lets the recording go on, or tells that it is over. */
export function reassertDictation(turn: Turn, contact: Contact, { step, recording }: Dictation): void {
  if (step === 'recording' && recording !== null) command(turn, recordCommand(contact, recording));
}

/** The library has the recording. */
export function dictationKept(turn: Turn, contact: Contact, dictation: Dictation, version: number): void {
  Object.assign(dictation, { request: null, recording: null, version, result: 'kept' });
  contact.served = true;
  finish(turn, contact, texts.kept);
}

/** The library does not take it: what is silent is recorded again. */
export function dictationNotKept(turn: Turn, contact: Contact, dictation: Dictation, code: string): void {
  dictation.request = null;
  if (code === 'audioTooShort' && contact.callerLeg !== '') return nothingHeard(turn, contact, dictation);
  discard(turn, contact, dictation);
  giveUp(turn, contact, dictation, code === 'audioTooShort' ? 'empty' : 'failed');
}

function giveUp(turn: Turn, contact: Contact, dictation: Dictation, result: DictationResult): void {
  dictation.result = result;
  discard(turn, contact, dictation);
  finish(turn, contact, texts.notKept);
}

/** The phone is told, then the contact ends. */
function finish(turn: Turn, contact: Contact, text: Localized): void {
  clearTimer(turn, 'dictation', contact.id);
  contact.ending = contact.served ? 'served' : 'left';
  if (contact.callerLeg === '') endContact(turn, contact, contact.ending, 'system');
  else speak(turn, contact, text);
}

/** The phone was hung up. What is just being kept is kept. */
export function dictationHungUp(turn: Turn, contact: Contact, dictation: Dictation, cause: number): void {
  if (dictation.step === 'calling') return dictationNotAnswered(turn, contact, dictation, cause);
  if (dictation.step === 'keeping' && dictation.request !== null) {
    Object.assign(contact, { callerLeg: '', left: 'left' });
    return;
  }
  endContact(turn, contact, contact.served ? 'served' : 'left', 'caller');
}

/** Timer `dictation`: the phone rang long enough, or nobody chose. */
export function dictationWaited(turn: Turn, contact: Contact): void {
  const { dictation } = contact;
  if (!dictation) return;
  if (dictation.step === 'calling') return dictationNotAnswered(turn, contact, dictation, 19);
  if (dictation.step !== 'choosing') return;
  dictation.silent += 1;
  if (dictation.silent >= MOST_TRIES) giveUp(turn, contact, dictation, 'notChosen');
  else choose(turn, contact, dictation);
}
