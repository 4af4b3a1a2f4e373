/** How large blocks are drawn: the same on the canvas, in the layout and in exports. Pixels at zoom 1. */

export interface Point {
  x: number;
  y: number;
}
export interface Box extends Point {
  width: number;
  height: number;
}

export const BLOCK_WIDTH = 220;
export const HEAD_HEIGHT = 46;
export const EXIT_HEIGHT = 24;
const FOOT_HEIGHT = 8;
export const GRID = 10;

export const blockHeight = (exits: number): number => HEAD_HEIGHT + exits * EXIT_HEIGHT + FOOT_HEIGHT;

/** Where the line of an exit begins, from the top of its block. */
export const exitOffset = (index: number): number => HEAD_HEIGHT + index * EXIT_HEIGHT + EXIT_HEIGHT / 2;

/** Where lines to a block end, from its top. */
export const ENTRY_OFFSET = HEAD_HEIGHT / 2;

export const onGrid = ({ x, y }: Point): Point => ({
  x: Math.round(x / GRID) * GRID,
  y: Math.round(y / GRID) * GRID,
});

/** The smallest box around all; of no size at 0, 0 when there is none. */
export function around(boxes: readonly Box[]): Box {
  if (boxes.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const left = Math.min(...boxes.map(box => box.x));
  const top = Math.min(...boxes.map(box => box.y));
  return {
    x: left,
    y: top,
    width: Math.max(...boxes.map(box => box.x + box.width)) - left,
    height: Math.max(...boxes.map(box => box.y + box.height)) - top,
  };
}

/** The path of a line from an exit to an entry, as an SVG path: out to the right, in from the left. */
export function linePath(from: Point, to: Point): string {
  const reach = Math.max(40, Math.min(160, Math.abs(to.x - from.x) / 2));
  return `M${from.x},${from.y} C${from.x + reach},${from.y} ${to.x - reach},${to.y} ${to.x},${to.y}`;
}
