/** Sentences with gaps: `{name}` stands for a value, in the language of the sentence. */
import type { Language, Localized, Words } from './values.ts';

/** A gap for which there is no value stays as it is. */
export function fillWords(sentence: Localized, values: Words, language: Language): string {
  return sentence[language].replace(/\{(\w+)\}/g, (gap, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? gap : String(typeof value === 'object' ? value[language] : value);
  });
}
