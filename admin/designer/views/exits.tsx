/** Where the exits of a block lead, and what leads to it: everything that lines on the canvas say. */
import { useId } from 'react';
import type { Problem } from '../../../ivr-flows/block.ts';
import type { FlowBlock } from '../../../ivr-flows/document.ts';
import { useDesigner, useFlow } from '../context.tsx';
import { ProblemTexts } from '../forms/problem-text.tsx';
import { exitsOf, nameOf } from '../model/blocks.ts';
import { language, said, t } from '../words.ts';
import { Icon } from './icon.tsx';

export function Exits({ block, problems }: { block: FlowBlock; problems: readonly Problem[] }) {
  const { session, askForBlock } = useDesigner();
  const flow = useFlow();
  const id = useId();
  const { library } = session.tools;
  const exits = exitsOf(block, library);
  if (exits.length === 0) return null;
  const targets = flow.blocks
    .filter(({ type }) => type !== 'start')
    .map(one => ({ id: one.id, name: nameOf(one, library, language) }))
    .sort((one, other) => one.name.localeCompare(other.name, language));
  return (
    <section aria-labelledby={`${id}-title`} className="exits">
      <h3 id={`${id}-title`}>{t('exits.title')}</h3>
      {exits.map(exit => {
        const from = { block: block.id, exit: exit.name };
        const to = block.exits[exit.name];
        const own = problems.filter(problem => problem.exit === exit.name);
        return (
          <div key={exit.name} className="exit" data-exit={exit.name}>
            <label htmlFor={`${id}-${exit.name}`}>{said(exit.title)}</label>
            <select
              id={`${id}-${exit.name}`}
              className="form-select form-select-sm"
              value={to ?? ''}
              onChange={({ target }) =>
                session.run({ do: 'connect', from, to: target.value === '' ? null : target.value })
              }
            >
              <option value="">{t('exits.nowhere')}</option>
              {targets.map(target => (
                <option key={target.id} value={target.id}>
                  {target.name === target.id ? target.id : `${target.name} (${target.id})`}
                </option>
              ))}
            </select>
            <button
              type="button"
              className="btn btn-icon btn-sm"
              aria-label={t('exits.new', { exit: said(exit.title) })}
              title={t('exits.new', { exit: said(exit.title) })}
              onClick={() => askForBlock(from)}
            >
              <Icon name="plus" />
            </button>
            <button
              type="button"
              className="btn btn-icon btn-sm"
              disabled={to === undefined}
              aria-label={t('exits.go', { exit: said(exit.title) })}
              title={t('exits.go', { exit: said(exit.title) })}
              onClick={() => to !== undefined && session.show(to)}
            >
              <Icon name="arrow-right" />
            </button>
            <ProblemTexts id={`${id}-${exit.name}-problem`} problems={own} />
          </div>
        );
      })}
    </section>
  );
}

export function Entries({ block }: { block: FlowBlock }) {
  const { session } = useDesigner();
  const flow = useFlow();
  const { library } = session.tools;
  const from = flow.blocks.filter(other => Object.values(other.exits).includes(block.id));
  if (from.length === 0) return null;
  return (
    <section className="entries">
      <h3>{t('exits.from')}</h3>
      <div className="btn-list">
        {from.map(other => (
          <button key={other.id} type="button" className="btn btn-sm" onClick={() => session.show(other.id)}>
            {nameOf(other, library, language)}
          </button>
        ))}
      </div>
    </section>
  );
}
