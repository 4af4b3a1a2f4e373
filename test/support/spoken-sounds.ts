/** What a caller should hear, as sound at 8 kHz: texts as the voice speaks them, and Asterisk's recorded prompts. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { speechPrograms } from '../../asterisk-config/root.ts';
import type { Media } from '../../ivr-flows/media.ts';
import { synthesise } from '../../orchestrator/adapters/speech/synthesise.ts';
import type { Language } from '../../orchestrator/core/configuration/schemas.ts';
import { asteriskRoot } from './asterisk-root.ts';

const folders: Record<Language, string> = { en: 'en_US_f_Allison', it: 'it_IT_m_Carlo' };
const made = new Map<string, Promise<Int16Array>>();

/** The text as espeak-ng speaks it in a call. */
export function spoken(language: Language, text: string): Promise<Int16Array> {
  const key = `${language} ${text}`;
  let sound = made.get(key);
  if (!sound) {
    sound = asteriskRoot()
      .then(root => synthesise(speechPrograms(root), { language, text }))
      .then(({ wav }) => samplesOf(wav));
    made.set(key, sound);
  }
  return sound;
}

/** A recorded prompt by its name, such as digits/3. */
export async function recordedPrompt(language: Language, name: string): Promise<Int16Array> {
  const sounds = join(await asteriskRoot(), 'usr/share/asterisk/sounds', folders[language]);
  return samplesOf(await readFile(join(sounds, `${name}.wav`)));
}

/** Each part of what `speak` (ivr-flows/speech) says; silences are left out. */
export async function soundsOf(language: Language, media: readonly Media[]): Promise<Int16Array[]> {
  const sounds: Int16Array[] = [];
  for (const part of media) {
    if ('sound' in part) sounds.push(await recordedPrompt(language, part.sound));
    if ('speech' in part) sounds.push(await spoken(language, part.speech));
  }
  return sounds;
}

/** Of a WAV file with 16 bits and one channel: what stands in its chunk `data` (RIFF). */
function samplesOf(file: Buffer): Int16Array {
  let at = 12;
  while (at + 8 <= file.length && file.toString('latin1', at, at + 4) !== 'data')
    at += 8 + file.readUInt32LE(at + 4) + (file.readUInt32LE(at + 4) % 2);
  const begin = at + 8;
  const length = Math.min(file.readUInt32LE(at + 4), file.length - begin);
  const bytes = file.subarray(begin, begin + length - (length % 2));
  return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}
