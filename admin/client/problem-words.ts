/** What to tell people of a problem. */
import { fieldWords } from '../shared/problem-words.ts';
import type { FieldProblem, Problem } from './api.ts';
import { language, t } from './words.ts';

/** The whole problem in a sentence. What the server says of it in English is for programs. */
export const problemText = ({ code }: Problem): string =>
  firstText([`refused.${code}`, `problems.${code}`, 'problems.unknown']) ?? code;

/** One field's problem; `asked` is what the field says itself of what may stand in it. */
export const fieldProblemText = (problem: FieldProblem, asked?: string): string =>
  fieldWords(t, language, problem, asked);

function firstText(keys: string[]): string | null {
  for (const key of keys) {
    const text = t(key, { defaultValue: '' });
    if (text) return text;
  }
  return null;
}
