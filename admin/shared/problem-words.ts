/** What is wrong with one field, in the language of the page: our words for the code, never the server's English. */
import { wordsOf } from '../../ivr-flows/problems.ts';
import { schemaTexts } from '../../ivr-flows/schema-problems.ts';
import type { Words } from '../../ivr-flows/values.ts';
import type { PageLanguage, Translate } from './words.ts';

/** `asked`: what the field says itself of what may stand in it. */
export function fieldWords(
  t: Translate,
  language: PageLanguage,
  problem: { code: string; values?: Words },
  asked = '',
): string {
  const { code, values = {} } = problem;
  if (asked && (code === 'format' || code === 'unusable')) return asked;
  const filled = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'object' ? value[language] : value,
  ]);
  const own = t(`fieldProblems.${code}`, { ...Object.fromEntries(filled), defaultValue: '' });
  if (own) return own;
  return wordsOf({ code: Object.hasOwn(schemaTexts, code) ? code : 'unusable', values }, language);
}
