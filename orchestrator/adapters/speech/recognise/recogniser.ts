/** The recogniser that the settings name. */
import type { Recogniser } from '../../../runtime/ports/recogniser.ts';
import type { Settings } from '../../../runtime/settings.ts';
import { type SpeechPrograms, systemPrograms } from '../synthesise.ts';
import { createPocketsphinx, type PocketsphinxOptions } from './pocketsphinx.ts';
import { createVosk } from './vosk.ts';

/** For one recording. A caller waits for it. */
const timeoutMs = 15_000;

export interface RecogniserOptions {
  setting: Settings['recogniser'];
  /** How sox is run; null = the system's. */
  programs: SpeechPrograms | null;
  /** Where it is installed; null = it is not. */
  pocketsphinx: PocketsphinxOptions['pocketsphinx'] | null;
}

/** Null = speech is not recognised. */
export function createRecogniser({
  setting,
  programs: given,
  pocketsphinx,
}: RecogniserOptions): Recogniser | null {
  const programs = given ?? systemPrograms;
  switch (setting.kind) {
    case 'off':
      return null;
    case 'pocketsphinx':
      return pocketsphinx && createPocketsphinx({ pocketsphinx, programs, timeoutMs });
    case 'vosk': {
      const servers = { ...(setting.it && { it: setting.it }), ...(setting.en && { en: setting.en }) };
      return createVosk({ servers, programs, timeoutMs });
    }
  }
}
