/** Aligning and distributing chosen blocks: new places for a `move`. */
import type { BlockId, Flow } from '../../../ivr-flows/document.ts';
import { boxOf, type Library } from './blocks.ts';
import { around, type Box, type Point } from './geometry.ts';

export const arrangements = [
  'left',
  'centre',
  'right',
  'top',
  'middle',
  'bottom',
  'distributeAcross',
  'distributeDown',
] as const;
export type Arrangement = (typeof arrangements)[number];

/** Empty when there is nothing to do: aligning takes two blocks, distributing three. */
export function arranged(
  flow: Flow,
  ids: readonly BlockId[],
  how: Arrangement,
  library: Library,
): Record<BlockId, Point> {
  const boxes = flow.blocks
    .filter(block => ids.includes(block.id))
    .map((block): [BlockId, Box] => [block.id, boxOf(flow, block, library)]);
  if (how === 'distributeAcross') return distributed(boxes, 'x', 'width');
  if (how === 'distributeDown') return distributed(boxes, 'y', 'height');
  if (boxes.length < 2) return {};
  const all = around(boxes.map(([, box]) => box));
  return Object.fromEntries(boxes.map(([id, box]) => [id, aligned(box, all, how)]));
}

function aligned(
  { x, y, width, height }: Box,
  all: Box,
  how: Exclude<Arrangement, 'distributeAcross' | 'distributeDown'>,
): Point {
  switch (how) {
    case 'left':
      return { x: all.x, y };
    case 'centre':
      return { x: Math.round(all.x + (all.width - width) / 2), y };
    case 'right':
      return { x: all.x + all.width - width, y };
    case 'top':
      return { x, y: all.y };
    case 'middle':
      return { x, y: Math.round(all.y + (all.height - height) / 2) };
    case 'bottom':
      return { x, y: all.y + all.height - height };
  }
}

/** Equal gaps between the outermost two. */
function distributed(
  boxes: [BlockId, Box][],
  axis: 'x' | 'y',
  size: 'width' | 'height',
): Record<BlockId, Point> {
  if (boxes.length < 3) return {};
  const sorted = boxes.toSorted(([, one], [, other]) => one[axis] - other[axis]);
  const all = around(sorted.map(([, box]) => box));
  const used = sorted.reduce((sum, [, box]) => sum + box[size], 0);
  const gap = (all[size] - used) / (sorted.length - 1);
  let next = all[axis];
  return Object.fromEntries(
    sorted.map(([id, box]) => {
      const place = { x: box.x, y: box.y, [axis]: Math.round(next) };
      next += box[size] + gap;
      return [id, place];
    }),
  );
}
