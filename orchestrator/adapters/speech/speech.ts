/**
 * What is to be heard, as Asterisk's media addresses: recorded prompts by name, prompts of the library and silence
 * as files, numbers and digits by Asterisk's own grammar of the language, free text by a voice, cached.
 */
import { join } from 'node:path';
import type { Media } from '../../core/commands.ts';
import type { Language } from '../../core/configuration/schemas.ts';
import type { Log } from '../../runtime/log.ts';
import { noSpeechMetrics, type Speech, type SpeechMetrics } from '../../runtime/ports/speech.ts';
import type { HttpVoice } from './http-voice.ts';
import { silence } from './silence.ts';
import { type SpeechPrograms, systemPrograms } from './synthesise.ts';
import { createVoices } from './voices.ts';

export interface SpeechOptions {
  /** State folder: the cache lies in `<home>/prompts/tts`. */
  home: string;
  /** How espeak-ng and sox are run; null or absent = those of the system. */
  programs?: SpeechPrograms | null;
  /** A server that speaks; null or absent = espeak-ng does. */
  server?: HttpVoice | null;
  /** Files of the prompt library; absent = there is none. */
  library?: {
    /** Absolute path without extension; null = there is no recording in that language. */
    find(name: string, language: Language): string | null;
  };
  /** Size of the cache; default 1 GiB, about six hours of speech. */
  mostBytes?: number;
  /** Epoch ms; default the clock of the machine. */
  now?: () => number;
  metrics?: SpeechMetrics;
  log: Pick<Log, 'warn'>;
}

const other: Record<Language, Language> = { it: 'en', en: 'it' };

export function createSpeech(options: SpeechOptions): Speech {
  const { home, library, metrics = noSpeechMetrics, log } = options;
  const voices = createVoices({
    folder: join(home, 'prompts', 'tts'),
    programs: options.programs ?? systemPrograms,
    server: options.server ?? null,
    mostBytes: options.mostBytes ?? 1024 ** 3,
    now: options.now ?? Date.now,
    metrics,
    log,
  });

  /** The address of one part; null = nothing to be heard. */
  async function address(part: Media, language: Language, voice?: string): Promise<string | null> {
    if ('sound' in part) return `sound:${checked(part.sound, /^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/)}`;
    if ('number' in part) return `number:${checked(String(part.number), /^-?[0-9]+$/)}`;
    if ('digits' in part) return part.digits === '' ? null : `digits:${checked(part.digits, /^[0-9*#]+$/)}`;
    if ('silenceMs' in part)
      return part.silenceMs > 0
        ? `sound:${await silence(join(home, 'prompts', 'silence'), part.silenceMs)}`
        : null;
    if ('recording' in part) return `recording:${checked(part.recording, /^[A-Za-z0-9_-]+\.[0-9]+$/)}`;
    if ('prompt' in part) return `sound:${recordingOf(part.prompt, language)}`;
    const text = ('speech' in part ? part.speech : part.text[language]).replace(/\s+/g, ' ').trim();
    return text === '' ? null : `sound:${await voices({ language, text, ...(voice && { voice }) })}`;
  }

  /** In the contact's language, or for want of it in the other: better heard in another language than not at all. */
  function recordingOf(name: string, language: Language): string {
    const found = library?.find(name, language) ?? library?.find(name, other[language]);
    if (found === null || found === undefined)
      throw new Error(`there is no recording of the prompt "${name}"`);
    return found;
  }

  return {
    async resolve(media, language, voice) {
      const addresses = await Promise.all(
        media.map(part =>
          address(part, language, voice).catch((error: unknown) => {
            metrics.count('partsLeftOut', 1);
            log.warn({ err: error, part, language }, 'a part of a prompt cannot be made and is left out');
            return null;
          }),
        ),
      );
      return addresses.filter(found => found !== null);
    },
  };
}

/** Only what cannot name another kind of media or leave the sounds folder. */
function checked(value: string, allowed: RegExp): string {
  if (!allowed.test(value)) throw new Error(`"${value}" cannot be played`);
  return value;
}
