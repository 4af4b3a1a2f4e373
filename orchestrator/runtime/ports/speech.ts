import type { Media } from '../../core/commands.ts';
import type { Language } from '../../core/configuration/schemas.ts';

/** Turns what is to be heard into what Asterisk can play. */
export interface Speech {
  /**
   * ARI media URIs ("sound:...", "number:12", "digits:...") for the given parts, in order. Free text is
   * synthesised once and then taken from the cache, with `voice` or the language's own. A part that cannot be made
   * is left out, counted and logged.
   */
  resolve(media: Media[], language: Language, voice?: string): Promise<string[]>;
}

/** What the adapter counts. */
export interface SpeechMetrics {
  count(counter: SpeechCounter, by: number): void;
}

export type SpeechCounter =
  /** Texts that a voice has spoken anew (not taken from the cache). */
  | 'textsSpoken'
  /** Texts that espeak-ng spoke because the voice server could not. */
  | 'spareVoice'
  /** Parts of prompts that could not be made. */
  | 'partsLeftOut'
  /** Cached texts removed because the cache was full. */
  | 'filesRemoved';

export const noSpeechMetrics: SpeechMetrics = { count: () => undefined };
