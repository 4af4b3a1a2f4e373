/** What a prompt's recording by phone tells, and its end. */
import type { Contact } from '../contacts/contact.ts';
import { clearTimer, command, record, type Turn } from '../turn.ts';
import type { Dictation, DictationStep } from './dictation.ts';

/** Everyone who looks learns where it stands. */
export function noteDictation(
  turn: Turn,
  { id: contactId }: Contact,
  { id: dictationId, promptId, language, by, result, version }: Dictation,
  step: DictationStep,
): void {
  record(turn, {
    type: 'dictationChanged',
    contactId,
    dictationId,
    promptId,
    language,
    by,
    step,
    result,
    version,
  });
}

/** The contact ends: what was recorded and not kept is thrown away. */
export function closeDictation(turn: Turn, contact: Contact): void {
  const { dictation } = contact;
  if (!dictation) return;
  clearTimer(turn, 'dictation', contact.id);
  // One that is just being kept goes when that is done.
  if (dictation.step !== 'keeping') discard(turn, contact, dictation);
  const { node, playback } = contact;
  // A standing leg stays up and would go on speaking.
  if (playback !== null) command(turn, { type: 'stopPlayback', node, playback });
  dictation.result ??= dictation.step === 'calling' ? 'noAnswer' : 'hungUp';
  noteDictation(turn, contact, dictation, 'ended');
}

export function discard(turn: Turn, { node }: Contact, dictation: Dictation): void {
  const { recording } = dictation;
  if (recording !== null) command(turn, { type: 'discardRecording', node, recording });
  dictation.recording = null;
}
