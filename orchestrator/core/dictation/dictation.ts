/**
 * A prompt that is recorded by phone. Its contact has no campaign and no service: #phones calls the phone, says
 * what to do, and the caller's leg is that of whoever records.
 *
 *   calling -> instructing -> recording -> choosing -+-> hearing -> choosing
 *                  ^                                 +-> keeping -> kept, said, over
 *                  '------- again, nothing heard ----'
 */
import { z } from 'zod';
import { DialledNumber, Id, Language } from '../configuration/schemas.ts';
import type { RecordingId, RequestId } from '../ids.ts';

/** What the core is asked for. */
export const DictationRequest = z.object({
  promptId: Id,
  /** Its name, to be said. */
  prompt: z.string().max(200),
  /** Of the recording. */
  language: Language,
  /** In which the phone says what to do. */
  speak: Language,
  /** Extension of an agent, or a number that a line may call. */
  number: DialledNumber,
});
export type DictationRequest = z.infer<typeof DictationRequest>;

export type DictationStep =
  | 'calling'
  | 'instructing'
  | 'recording'
  | 'choosing'
  | 'hearing'
  | 'keeping'
  | 'ended';

/**
 * How it ended. notReached: the phone or the number could not be called · hungUp: before anything was kept ·
 * notChosen: nobody pressed a key · empty: nothing was heard, several times · failed: a fault of ours, or of Asterisk.
 */
export type DictationResult =
  | 'kept'
  | 'busy'
  | 'noAnswer'
  | 'rejected'
  | 'notReached'
  | 'hungUp'
  | 'cancelled'
  | 'notChosen'
  | 'empty'
  | 'failed';

export interface Dictation extends Pick<DictationRequest, 'promptId' | 'prompt' | 'language'> {
  /** Named by whoever asked for it. */
  id: string;
  by: string;
  step: Exclude<DictationStep, 'ended'>;
  /** The last recording that was not thrown away. */
  recording: RecordingId | null;
  recordingSince: number;
  /** # was pressed. */
  byDigit: boolean;
  /** Recordings in which nothing was heard. */
  empty: number;
  /** How often nobody chose. */
  silent: number;
  /** Asked to keep the recording. */
  request: RequestId | null;
  /** Known before the end; null = it is ended by a hang-up. */
  result: DictationResult | null;
  /** The prompt's version that it became. */
  version: number | null;
}

export function newDictation(id: string, by: string, asked: DictationRequest): Dictation {
  const { promptId, prompt, language } = asked;
  return {
    id,
    by,
    promptId,
    prompt,
    language,
    step: 'calling',
    recording: null,
    recordingSince: 0,
    byDigit: false,
    empty: 0,
    silent: 0,
    request: null,
    result: null,
    version: null,
  };
}
