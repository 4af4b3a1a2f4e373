/**
 * What is to be heard, as Asterisk's media addresses: recorded prompts by name, numbers and digits by
 * Asterisk's own grammar of the language, free text by espeak-ng, synthesised once and cached.
 */
import { join } from 'node:path';
import type { Media } from '../../core/commands.ts';
import type { Language } from '../../core/configuration/schemas.ts';
import type { Log } from '../../runtime/log.ts';
import type { Speech } from '../../runtime/ports/speech.ts';
import { PromptCache } from './prompt-cache.ts';
import { type SpeechPrograms, synthesise, systemPrograms } from './synthesise.ts';

export interface SpeechOptions {
  /** State folder: the cache lies in `<home>/prompts/tts`. */
  home: string;
  /** How espeak-ng and sox are run; null or absent = those of the system. */
  programs?: SpeechPrograms | null;
  log: Pick<Log, 'warn'>;
}

export function createSpeech({ home, programs, log }: SpeechOptions): Speech {
  const cache = new PromptCache(join(home, 'prompts', 'tts'), prompt =>
    synthesise(programs ?? systemPrograms, prompt),
  );

  /** The address of one part; null = nothing to be heard. */
  async function address(part: Media, language: Language): Promise<string | null> {
    if ('sound' in part) return `sound:${checked(part.sound, /^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/)}`;
    if ('number' in part) return `number:${checked(String(part.number), /^-?[0-9]+$/)}`;
    if ('digits' in part) return part.digits === '' ? null : `digits:${checked(part.digits, /^[0-9*#]+$/)}`;
    const text = part.text[language].replace(/\s+/g, ' ').trim();
    return text === '' ? null : `sound:${await cache.file({ language, text })}`;
  }

  return {
    async resolve(media, language) {
      const addresses = await Promise.all(
        media.map(part =>
          address(part, language).catch((error: unknown) => {
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
