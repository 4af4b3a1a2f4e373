/**
 * Something said in one language: its words, and the recorded prompts that say the same.
 *
 * Recorded and synthetic voice are never mixed inside one item: another voice in the middle of a number is
 * harder to follow than a synthetic one throughout. So one part without recording makes the whole item synthetic.
 */
import type { Media } from '../media.ts';

export interface Said {
  /** The words, in the spelling of the language; synthetic speech reads them. */
  text: string;
  /** Recorded prompts and silences; null = there is no recording of some part. */
  recorded: readonly Media[] | null;
}

/** Words with the recorded prompts that say them. */
export const recorded = (text: string, ...sounds: string[]): Said => ({
  text,
  recorded: sounds.map(sound => ({ sound })),
});

/** Words of which there is no recording. */
export const unrecorded = (text: string): Said => ({ text, recorded: null });

/** One after the other; `between` stands between the words, and takes no time. */
export function phrase(parts: readonly Said[], between = ' '): Said {
  const sounds: Media[] = [];
  for (const part of parts) sounds.push(...(part.recorded ?? []));
  return {
    text: parts.map(part => part.text).join(between),
    recorded: parts.every(part => part.recorded !== null) ? sounds : null,
  };
}
