import type { Media } from '../../core/commands.ts';
import type { Language } from '../../core/configuration/schemas.ts';

/** Turns what is to be heard into what Asterisk can play. */
export interface Speech {
  /**
   * ARI media URIs ("sound:...", "number:12", "digits:...") for the given parts, in order. Free text is
   * synthesised once and then taken from the cache. A part that cannot be made is left out and logged.
   */
  resolve(media: Media[], language: Language): Promise<string[]>;
}
