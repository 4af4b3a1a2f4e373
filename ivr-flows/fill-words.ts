/** Sentences with gaps: `{name}` stands for a value, in the language of the sentence. */
import type { Language, Localized, Words } from './values.ts';

/** A sentence in both languages; keeps its letters, from which the compiler knows its gaps. */
export const sentence = <const It extends string, const En extends string>(
  it: It,
  en: En,
): { it: It; en: En } => ({ it, en });

type Gaps<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Gaps<Rest>
  : never;
type GapsOf<Sentence extends Localized> = Gaps<Sentence[Language]>;

/** A value for each gap of either language; no argument at all if there are none. */
export type Filling<Sentence extends Localized> = [GapsOf<Sentence>] extends [never]
  ? []
  : [values: Record<GapsOf<Sentence>, Words[string]>];

/** A gap for which there is no value stays as it is. */
export function fillWords(text: Localized, values: Words, language: Language): string {
  return text[language].replace(/\{(\w+)\}/g, (gap, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? gap : String(typeof value === 'object' ? value[language] : value);
  });
}
