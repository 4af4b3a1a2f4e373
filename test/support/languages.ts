/** Finds English in an Italian text: words that our English texts use and no Italian one does. */

const wordsIn = (text: string): string[] => text.toLowerCase().match(/\p{L}[\p{L}'’-]+/gu) ?? [];

/** Both as they are, without what is filled in. */
export function englishIn(texts: readonly { it: string; en: string }[]): (text: string) => string[] {
  const without = (text: string): string => text.replace(/\{\{?\w+\}\}?/g, ' ');
  const italian = new Set(texts.flatMap(({ it }) => wordsIn(without(it))));
  const english = new Set(texts.flatMap(({ en }) => wordsIn(without(en))).filter(word => !italian.has(word)));
  return text => wordsIn(text).filter(word => english.has(word));
}

/** `{name}` that was not filled in. */
export const unfilled = (text: string): string[] => text.match(/\{+\w+\}+/g) ?? [];
