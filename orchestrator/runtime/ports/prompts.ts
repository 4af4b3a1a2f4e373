/** The prompt library: what callers hear, per language, in versions that never change. */
import type { Language } from '../../core/configuration/schemas.ts';

/** upload: a file; recorded: in the browser; phone: by telephone; speech: synthesised from a text. */
export type MadeHow = 'upload' | 'recorded' | 'phone' | 'speech';

export interface PromptRecording {
  promptId: number;
  language: Language;
  /** From 1; the newest is the one that is played. */
  version: number;
  /** SHA-256 of the 16 kHz file, in hexadecimal digits. */
  checksum: string;
  durationMs: number;
  made: MadeHow;
  /** What synthetic speech says; '' otherwise. */
  text: string;
  /** Epoch ms. */
  at: number;
  by: string;
}

/** Unknown prompts throw NotFound. */
export interface PromptStore {
  /** The newest of each prompt and language. */
  current(promptId?: number): Promise<PromptRecording[]>;
  /** Newest first. */
  versions(promptId: number, language: Language): Promise<PromptRecording[]>;
  add(
    recording: Pick<PromptRecording, 'promptId' | 'language' | 'checksum' | 'durationMs' | 'made' | 'text'>,
    by: string,
  ): Promise<PromptRecording>;
  /** Makes an earlier version the newest again. Throws NotFound. */
  restore(promptId: number, language: Language, version: number, by: string): Promise<PromptRecording>;
  /** Takes all versions of a language away; false = there was none. */
  removeLanguage(promptId: number, language: Language, by: string): Promise<boolean>;
  /** Checksums of all recordings of all versions. */
  checksums(): Promise<Set<string>>;
}

/** The files behind the store. Bad audio throws PhonesError: unreadableAudio, audioTooLong, audioTooShort, noSpeech. */
export interface PromptLibrary {
  /** Converts what was sent (WAV, MP3 or OGG, by its content) and makes it the newest version. */
  add(
    promptId: number,
    language: Language,
    audio: Buffer,
    made: MadeHow,
    by: string,
  ): Promise<PromptRecording>;
  speak(promptId: number, language: Language, text: string, by: string): Promise<PromptRecording>;
  restore(promptId: number, language: Language, version: number, by: string): Promise<PromptRecording>;
  removeLanguage(promptId: number, language: Language, by: string): Promise<boolean>;
  /** A WAV file of 16 kHz that says `text`. `voice` = one of espeak-ng; absent = the language's own. */
  preview(language: Language, text: string, voice?: string): Promise<Buffer>;
  /** Folder of the files, absolute, and the name of a recording's 16 kHz WAV file in it. */
  folder: string;
  fileName(checksum: string): string;
  /** For playing: absolute path without extension, as Asterisk wants it; null = there is none. Of memory, never waits. */
  find(name: string, language: Language): string | null;
  /** Reads names and recordings anew, after prompts were changed. */
  refresh(): Promise<void>;
}
