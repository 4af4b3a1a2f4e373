/**
 * A flow as a list to be read from top to bottom: the outline editor shows nothing else. Each block stands once,
 * where it is reached first; later ways to it are jumps. A block with one way on is followed by the next at
 * the same level; where ways part, each goes one level deeper.
 */
import type { BlockId, Flow, FlowBlock } from '../../../ivr-flows/document.ts';
import { exitsOf, type Library } from './blocks.ts';
import type { ExitOf } from './commands.ts';

export type OutlineRow = {
  /** Stable while the flow changes elsewhere. */
  key: string;
  /** From 1. */
  level: number;
  /** The way by which it is reached; null = the beginning, or nothing leads here. */
  by: ExitOf | null;
} & (
  | { kind: 'block'; block: FlowBlock; parts: boolean }
  /** Leads to a block that stands elsewhere. */
  | { kind: 'jump'; to: BlockId }
  /** An exit that must lead somewhere and does not. */
  | { kind: 'open' }
);

export function outlineOf(flow: Flow, library: Library): OutlineRow[] {
  const blocks = new Map(flow.blocks.map(block => [block.id, block]));
  const rows: OutlineRow[] = [];
  const shown = new Set<BlockId>();

  const ways = (block: FlowBlock): { by: ExitOf; to: BlockId | null }[] =>
    exitsOf(block, library).flatMap(exit => {
      const to = block.exits[exit.name] ?? null;
      return to !== null || exit.required ? [{ by: { block: block.id, exit: exit.name }, to }] : [];
    });
  /** A stack in place of recursion: a flow may have two thousand blocks in a row. */
  const begin = (first: FlowBlock): void => {
    const waiting: { to: BlockId | null; by: ExitOf | null; level: number }[] = [
      { to: first.id, by: null, level: 1 },
    ];
    for (let at = waiting.pop(); at; at = waiting.pop()) {
      const { to, by, level } = at;
      const key = by ? `${by.block}.${by.exit}` : `/${to ?? ''}`;
      const block = to === null ? undefined : blocks.get(to);
      if (!block) {
        rows.push({ key, level, by, kind: 'open' });
        continue;
      }
      if (shown.has(block.id)) {
        rows.push({ key, level, by, kind: 'jump', to: block.id });
        continue;
      }
      shown.add(block.id);
      const on = ways(block);
      const parts = on.length > 1;
      rows.push({ key: block.id, level, by, kind: 'block', block, parts });
      for (const way of on.toReversed()) waiting.push({ ...way, level: parts ? level + 1 : level });
    }
  };
  for (const block of flow.blocks) if (block.type === 'start') begin(block);
  const entered = new Set(flow.blocks.flatMap(block => Object.values(block.exits)));
  for (const block of flow.blocks) if (!entered.has(block.id) && !shown.has(block.id)) begin(block);
  for (const block of flow.blocks) if (!shown.has(block.id)) begin(block);
  return rows;
}

/** The rows that are seen when the blocks in `folded` hide what is below them. */
export function unfolded(rows: readonly OutlineRow[], folded: ReadonlySet<BlockId>): OutlineRow[] {
  let hiddenBelow = Number.POSITIVE_INFINITY;
  return rows.filter(row => {
    if (row.level > hiddenBelow) return false;
    hiddenBelow =
      row.kind === 'block' && row.parts && folded.has(row.block.id) ? row.level : Number.POSITIVE_INFINITY;
    return true;
  });
}
