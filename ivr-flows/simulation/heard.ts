/** What is heard of media, and for how long. */
import type { Media } from '../media.ts';

/** About how long it takes to say: 15 characters of speech in a second. */
export function lengthMs(media: readonly Media[]): number {
  return media.reduce((total, part) => total + lengthOf(part), 0);
}

function lengthOf(part: Media): number {
  if ('silenceMs' in part) return part.silenceMs;
  if ('speech' in part) return Math.max(500, (part.speech.length * 1000) / 15);
  return 'sound' in part ? 600 : 3000;
}

/** What is heard, in words: speech as it is, recorded prompts by their names. */
export function heard(media: readonly Media[]): string[] {
  return media.flatMap(part => {
    if ('speech' in part) return [part.speech];
    if ('prompt' in part) return [part.prompt];
    return 'sound' in part ? [part.sound] : [];
  });
}
