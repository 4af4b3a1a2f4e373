/** What whoever records a prompt hears. */
import type { Localized } from '../configuration/schemas.ts';

export const instructions = (prompt: string): Localized => ({
  it: `Registrazione del messaggio ${prompt}. Parli dopo il tono, e concluda con cancelletto.`,
  en: `Recording of the prompt ${prompt}. Speak after the tone, and end with hash.`,
});
export const again: Localized = {
  it: 'Parli dopo il tono, e concluda con cancelletto.',
  en: 'Speak after the tone, and end with hash.',
};
export const nothingHeard: Localized = { it: 'Non ho sentito nulla.', en: 'Nothing was heard.' };
export const timeIsOver: Localized = { it: 'Il tempo è finito.', en: 'The time is over.' };
export const choices: Localized = {
  it: 'Prema 1 per ascoltare, 2 per registrare di nuovo, 3 per conservare.',
  en: 'Press 1 to hear it, 2 to record it again, 3 to keep it.',
};
export const kept: Localized = {
  it: 'Il messaggio è conservato. Arrivederci.',
  en: 'The prompt is kept. Goodbye.',
};
export const notKept: Localized = {
  it: 'Il messaggio non è conservato. Arrivederci.',
  en: 'The prompt is not kept. Goodbye.',
};
