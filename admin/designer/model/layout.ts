/**
 * Places blocks in columns from left to right, after K. Sugiyama, S. Tagawa, M. Toda, "Methods for visual
 * understanding of hierarchical system structures", IEEE Trans. SMC 11 (1981): circles are cut, each block
 * stands right of all that lead to it, columns are ordered by the mean place of their neighbours.
 */
import type { BlockId, Flow } from '../../../ivr-flows/document.ts';
import { exitsOf, type Library } from './blocks.ts';
import { blockHeight, BLOCK_WIDTH, ENTRY_OFFSET, exitOffset, onGrid, type Point } from './geometry.ts';

const COLUMN_GAP = 110;
const ROW_GAP = 30;
const SWEEPS = 4;

interface Vertex {
  id: BlockId;
  height: number;
  /** Lines to later columns: [target, where the line begins from the top]. */
  out: [Vertex, number][];
  /** Lines from earlier columns. */
  in: [Vertex, number][];
  column: number;
  y: number;
}

export function laidOut(flow: Flow, library: Library): Record<BlockId, Point> {
  const vertices = withoutCircles(flow, library);
  const columns = columnsOf(vertices);
  for (const column of columns) stack(column, vertex => vertex.y);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of columns.slice(1)) stack(column, pulledBy('in'));
    for (const column of columns.slice(0, -1).reverse()) stack(column, pulledBy('out'));
  }
  for (const column of columns.slice(1)) stack(column, pulledBy('in'));
  const top = Math.min(0, ...vertices.map(vertex => vertex.y));
  return Object.fromEntries(
    vertices.map(({ id, column, y }) => [id, onGrid({ x: column * (BLOCK_WIDTH + COLUMN_GAP), y: y - top })]),
  );
}

/** Depth first from the start, then from what it does not reach; a line back to a block on the way is left out. */
function withoutCircles(flow: Flow, library: Library): Vertex[] {
  const blocks = new Map(flow.blocks.map(block => [block.id, block]));
  const vertices = new Map<BlockId, Vertex>();
  const order: Vertex[] = [];
  const open = new Set<BlockId>();
  const visit = (id: BlockId): Vertex | null => {
    const block = blocks.get(id);
    if (!block) return null;
    const known = vertices.get(id);
    if (known) return known;
    const exits = exitsOf(block, library);
    const vertex: Vertex = { id, height: blockHeight(exits.length), out: [], in: [], column: 0, y: 0 };
    vertices.set(id, vertex);
    order.push(vertex);
    open.add(id);
    for (const [index, exit] of exits.entries()) {
      const to = block.exits[exit.name];
      const target = to === undefined || open.has(to) ? null : visit(to);
      if (!target) continue;
      vertex.out.push([target, exitOffset(index)]);
      target.in.push([vertex, exitOffset(index)]);
    }
    open.delete(id);
    return vertex;
  };
  for (const block of flow.blocks) if (block.type === 'start') visit(block.id);
  const entered = new Set(flow.blocks.flatMap(block => Object.values(block.exits)));
  for (const block of flow.blocks) if (!entered.has(block.id)) visit(block.id);
  for (const block of flow.blocks) visit(block.id);
  return order;
}

/** The longest way from the left decides the column. */
function columnsOf(vertices: Vertex[]): Vertex[][] {
  const waiting = new Map(vertices.map(vertex => [vertex, vertex.in.length]));
  const ready = vertices.filter(vertex => vertex.in.length === 0);
  const columns: Vertex[][] = [];
  for (let vertex = ready.shift(); vertex; vertex = ready.shift()) {
    for (const [target] of vertex.out) {
      target.column = Math.max(target.column, vertex.column + 1);
      const left = (waiting.get(target) ?? 0) - 1;
      waiting.set(target, left);
      if (left === 0) ready.push(target);
    }
  }
  for (const vertex of vertices) (columns[vertex.column] ??= []).push(vertex);
  return columns;
}

/** The top of a block whose lines would be straight on the mean. */
const pulledBy =
  (side: 'in' | 'out') =>
  (vertex: Vertex): number => {
    const lines = vertex[side];
    if (lines.length === 0) return vertex.y;
    const wanted = lines.map(([other, offset]) =>
      side === 'in' ? other.y + offset - ENTRY_OFFSET : other.y + ENTRY_OFFSET - offset,
    );
    return wanted.reduce((sum, y) => sum + y, 0) / wanted.length;
  };

/** Orders a column by the places that its blocks want, and sets them one below the other around their mean. */
function stack(column: Vertex[], wantedBy: (vertex: Vertex) => number): void {
  const wanted = new Map(column.map(vertex => [vertex, wantedBy(vertex)]));
  const want = (vertex: Vertex): number => wanted.get(vertex) ?? 0;
  column.sort((one, other) => want(one) - want(other));
  let free = Number.NEGATIVE_INFINITY;
  for (const vertex of column) {
    vertex.y = Math.max(want(vertex), free);
    free = vertex.y + vertex.height + ROW_GAP;
  }
  const shift = column.reduce((sum, vertex) => sum + vertex.y - want(vertex), 0) / column.length;
  for (const vertex of column) vertex.y -= shift;
}
