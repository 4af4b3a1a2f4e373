/** Speech to text. */
import type { Language } from '../../core/configuration/schemas.ts';
import { PhonesError } from '../errors.ts';

export interface Recognised {
  /** What was said: one of the phrases as they were given, or free text in lower case; '' = nothing that was understood. */
  text: string;
  /** 0 to 1, as the recogniser reckons it: comparable with itself only. */
  confidence: number;
}

export interface Recogniser {
  /**
   * What is said in a WAV file (absolute path). `phrases` = what may be said; empty = anything. Rejects with
   * RecognitionFailed.
   */
  recognise(file: string, language: Language, phrases: readonly string[]): Promise<Recognised>;
}

/** The codes are those of a flow's input `failed`. */
export class RecognitionFailed extends PhonesError {
  declare readonly code: 'timeout' | 'unreachable' | 'refused' | 'invalid';

  constructor(code: RecognitionFailed['code'], message: string, options?: ErrorOptions) {
    super(code, message, options);
  }
}
