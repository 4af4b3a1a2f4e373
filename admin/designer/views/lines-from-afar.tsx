/**
 * The lines of a large flow seen from afar: one path for each block's lines and nothing to click, where each line
 * as an element of its own would ask at every movement where it ends.
 */
import { ViewportPortal } from '@xyflow/react';
import { memo } from 'react';
import type { FlowBlock } from '../../../ivr-flows/document.ts';
import { useDesigner } from '../context.tsx';
import { exitsOf, type Library } from '../model/blocks.ts';
import { BLOCK_WIDTH, ENTRY_OFFSET, exitOffset, linePath, type Point } from '../model/geometry.ts';
import { lineKey } from '../session.ts';

interface Props {
  blocks: readonly { block: FlowBlock; at: Point }[];
  /** Lines that the simulated call has passed, and the one that is chosen. */
  marked: ReadonlySet<string>;
}

export const LinesFromAfar = memo(function LinesFromAfar({ blocks, marked }: Props) {
  const { library } = useDesigner().session.tools;
  const places = new Map(blocks.map(({ block, at }) => [block.id, at]));
  return (
    <ViewportPortal>
      <svg className="lines-from-afar" aria-hidden="true">
        {blocks.map(({ block, at }) => {
          const { plain, strong } = pathsOf(block, at, places, marked, library);
          return (
            <g key={block.id}>
              {plain !== '' && <path d={plain} />}
              {strong !== '' && <path className="strong" d={strong} />}
            </g>
          );
        })}
      </svg>
    </ViewportPortal>
  );
});

function pathsOf(
  block: FlowBlock,
  { x, y }: Point,
  places: ReadonlyMap<string, Point>,
  marked: ReadonlySet<string>,
  library: Library,
): { plain: string; strong: string } {
  const paths = { plain: '', strong: '' };
  for (const [index, exit] of exitsOf(block, library).entries()) {
    const to = places.get(block.exits[exit.name] ?? '');
    if (!to) continue;
    const kind = marked.has(lineKey({ block: block.id, exit: exit.name })) ? 'strong' : 'plain';
    paths[kind] += linePath(
      { x: x + BLOCK_WIDTH, y: y + exitOffset(index) },
      { x: to.x, y: to.y + ENTRY_OFFSET },
    );
  }
  return paths;
}
