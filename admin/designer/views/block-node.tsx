/** A block as it stands on the canvas. */
import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { createContext, memo, use } from 'react';
import type { FlowBlock } from '../../../ivr-flows/document.ts';
import { useDesigner, useSession } from '../context.tsx';
import { Icon } from './icon.tsx';
import { iconOf } from '../looks.ts';
import { exitsOf, nameOf } from '../model/blocks.ts';
import { blockHeight, BLOCK_WIDTH, exitOffset } from '../model/geometry.ts';
import { countProblems } from '../session.ts';
import { language, said, t } from '../words.ts';
import { useCounts } from './counts.tsx';

export type BlockNodeType = Node<{ block: FlowBlock; ghost: boolean }, 'block'>;

/** Whether a large flow is drawn so small that nobody could read exits: a block is its name and its colour then. */
export const FarContext = createContext(false);

const changeIcons = { added: 'circle-plus', changed: 'pencil', removed: 'circle-minus' } as const;

export const BlockNode = memo(function BlockNode({ id, data: { block, ghost } }: NodeProps<BlockNodeType>) {
  const { session } = useDesigner();
  const { library } = session.tools;
  // One text for one drawing: an object would be another at each change of the state.
  const mark = useSession(state => {
    const { errors, warnings } = countProblems(state.problems, id);
    const { path } = state;
    const way = path.at === id ? 'at' : path.passed.has(id) ? 'passed' : '';
    return `${errors} ${warnings} ${state.comparison?.changes.get(id) ?? '-'} ${way}`;
  });
  const [errors, warnings, change, way] = mark.split(' ');
  const counts = useCounts(id);
  const far = use(FarContext);
  const definition = library.get(block.type);
  const group = definition?.group ?? 'custom';
  const exits = exitsOf(block, library);
  return (
    <div
      className={`block block-${group} ${way ? `block-${way}` : ''} ${change === '-' ? '' : `block-${change}`}`}
      style={{ width: BLOCK_WIDTH, height: blockHeight(exits.length) }}
    >
      {block.type !== 'start' && !far && (
        <Handle type="target" position={Position.Left} className="entry" isConnectable={!ghost} />
      )}
      <div className="block-head">
        <Icon name={iconOf(block.type, group)} />
        <span className="block-name">{nameOf(block, library, language)}</span>
        {(change === 'added' || change === 'changed' || change === 'removed') && (
          <span className="block-sign" title={t(`compare.${change}`)}>
            <Icon name={changeIcons[change]} />
          </span>
        )}
        {errors !== '0' && (
          <span className="block-sign text-red" title={t('problems.errors', { count: Number(errors) })}>
            <Icon name="alert-octagon" />
          </span>
        )}
        {errors === '0' && warnings !== '0' && (
          <span
            className="block-sign text-orange"
            title={t('problems.warnings', { count: Number(warnings) })}
          >
            <Icon name="alert-triangle" />
          </span>
        )}
        {way === 'at' && (
          <span className="block-sign text-blue" title={t('simulator.here')}>
            <Icon name="map-pin" />
          </span>
        )}
        {far || (
          <span className="block-type">
            {block.label && definition ? said(definition.title) : block.id}
            {counts && (
              <span className="block-count">
                {counts.text}
                {counts.dropped && <strong> · {counts.dropped}</strong>}
              </span>
            )}
          </span>
        )}
      </div>
      {far ||
        exits.map((exit, index) => (
          <div
            key={exit.name}
            className={`block-exit ${exit.required && !(exit.name in block.exits) ? 'block-exit-open' : ''}`}
          >
            <span>{said(exit.title)}</span>
            {counts?.exits[exit.name] && <span className="block-count">{counts.exits[exit.name]}</span>}
            <Handle
              id={exit.name}
              type="source"
              position={Position.Right}
              style={{ top: exitOffset(index) }}
              isConnectable={!ghost}
            />
          </div>
        ))}
    </div>
  );
});
