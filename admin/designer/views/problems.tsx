/** Everything that is wrong with the flow; a click leads to the block. */
import { useDesigner, useFlow, useSession } from '../context.tsx';
import { findBlock, nameOf } from '../model/blocks.ts';
import { problemText } from '../problem-words.ts';
import { language, t } from '../words.ts';
import { Icon } from './icon.tsx';

export function Problems() {
  const { session } = useDesigner();
  const flow = useFlow();
  const problems = useSession(state => state.problems);
  if (problems.length === 0)
    return (
      <p className="problems-none">
        <Icon name="circle-check" /> {t('problems.none')}
      </p>
    );
  return (
    <ul className="problem-list">
      {problems.map((problem, index) => {
        const block = findBlock(flow, problem.block);
        return (
          // Two problems may say the same of the same place.
          <li key={`${problem.block} ${problem.code} ${index}`}>
            <button
              type="button"
              className="problem"
              onClick={() => (block ? session.show(block.id, 'block') : session.select([]))}
            >
              <span className={problem.severity === 'error' ? 'text-red' : 'text-orange'}>
                <Icon name={problem.severity === 'error' ? 'alert-octagon' : 'alert-triangle'} />
                <span className="visually-hidden">{t(`problems.${problem.severity}`)}</span>
              </span>
              <span>
                {block && <strong>{nameOf(block, session.tools.library, language)}: </strong>}
                {problemText(problem)}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
