/** The option --language of `phones flow`: in which one reads, and in which a simulated call begins. */
import { Language } from '../../../ivr-flows/values.ts';
import { UsageError } from '../verb.ts';

export const languageOption = { language: { type: 'string', default: 'en' } } as const;

export function languageOf(given: string): Language {
  const language = Language.safeParse(given);
  if (!language.success) throw new UsageError('--language is it or en');
  return language.data;
}
