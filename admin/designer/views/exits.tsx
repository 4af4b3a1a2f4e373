/** Where the exits of a block lead, and what leads to it: everything that lines on the canvas say. */
import { memo, useEffect, useId, useMemo, useState } from 'react';
import type { Problem } from '../../../ivr-flows/block.ts';
import type { FlowBlock } from '../../../ivr-flows/document.ts';
import { useDesigner, useFlow } from '../context.tsx';
import { ProblemTexts } from '../forms/problem-text.tsx';
import { exitsOf, nameOf, type Library } from '../model/blocks.ts';
import { language, said, t } from '../words.ts';
import { Icon } from './icon.tsx';

const byName = new Intl.Collator(language);

export function Exits({ block, problems }: { block: FlowBlock; problems: readonly Problem[] }) {
  const { session, askForBlock } = useDesigner();
  const flow = useFlow();
  const id = useId();
  const { library } = session.tools;
  const exits = exitsOf(block, library);
  const named = useNamed(flow.blocks);
  const targets = useMemo(() => targetsAmong(named, library), [named, library]);
  if (exits.length === 0) return null;
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
              <Targets targets={targets} />
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

/** The names of a large flow are thousands of entries, one list for each exit: they follow a pause in the typing. */
const NAMES_AFTER_MS = 400;

function useNamed(blocks: readonly FlowBlock[]): readonly FlowBlock[] {
  const [named, setNamed] = useState(blocks);
  useEffect(() => {
    const timer = setTimeout(() => setNamed(blocks), NAMES_AFTER_MS);
    return () => clearTimeout(timer);
  }, [blocks]);
  const sameBlocks =
    named.length === blocks.length && named.every(({ id }, index) => id === blocks[index]?.id);
  return sameBlocks ? named : blocks;
}

interface Target {
  id: string;
  text: string;
}

function targetsAmong(blocks: readonly FlowBlock[], library: Library): Target[] {
  return blocks
    .filter(({ type }) => type !== 'start')
    .map(one => ({ id: one.id, name: nameOf(one, library, language) }))
    .sort((one, other) => byName.compare(one.name, other.name))
    .map(({ id, name }) => ({ id, text: name === id ? id : `${name} (${id})` }));
}

const Targets = memo(function Targets({ targets }: { targets: readonly Target[] }) {
  return targets.map(({ id, text }) => (
    <option key={id} value={id}>
      {text}
    </option>
  ));
});

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
