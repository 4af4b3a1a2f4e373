/** What is wrong with a parameter, under its field. */
import type { Problem } from '../../../ivr-flows/block.ts';
import type { Path } from '../model/commands.ts';
import { problemText } from '../problem-words.ts';

export const problemsAt = (problems: readonly Problem[], path: Path): Problem[] =>
  problems.filter(problem => problem.parameter === path.join('.'));

export function ProblemTexts({ id, problems }: { id: string; problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  return (
    <div id={id}>
      {problems.map(problem => (
        <div
          key={`${problem.code} ${problem.message}`}
          className={problem.severity === 'error' ? 'field-problem' : 'field-warning'}
        >
          {problemText(problem)}
        </div>
      ))}
    </div>
  );
}
