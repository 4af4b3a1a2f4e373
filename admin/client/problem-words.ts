/** What to tell people of a problem. */
import type { FieldProblem, Problem } from './api.ts';
import { t } from './words.ts';

/** The whole problem in a sentence: our words for the code, else what the server said. */
export function problemText(problem: Problem): string {
  return (
    firstText([`refused.${problem.code}`, `problems.${problem.code}`]) ??
    (problem.detail || t('problems.unknown'))
  );
}

/** One field's problem: our words for the code, else what the server said. */
export function fieldProblemText(problem: FieldProblem): string {
  return firstText([`fieldProblems.${problem.code}`]) ?? problem.message;
}

function firstText(keys: string[]): string | null {
  for (const key of keys) {
    const text = t(key, { defaultValue: '' });
    if (text) return text;
  }
  return null;
}
