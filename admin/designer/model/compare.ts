/** Two versions of a flow side by side, block by block, for the colours on the canvas. */
import type { BlockId, Flow, FlowBlock } from '../../../ivr-flows/document.ts';

export type Change = 'added' | 'changed' | 'removed';

export interface Comparison {
  /** Blocks that differ; a block that only moved does not. */
  changes: ReadonlyMap<BlockId, Change>;
  /** Blocks that the newer version lacks, and where they stood. */
  removed: readonly { block: FlowBlock; x: number; y: number }[];
}

export function compared(older: Flow, newer: Flow): Comparison {
  const before = new Map(older.blocks.map(block => [block.id, block]));
  const now = new Set(newer.blocks.map(block => block.id));
  const changes = new Map<BlockId, Change>();
  for (const block of newer.blocks) {
    const old = before.get(block.id);
    if (!old) changes.set(block.id, 'added');
    else if (canonical(old) !== canonical(block)) changes.set(block.id, 'changed');
  }
  const removed = older.blocks
    .filter(block => !now.has(block.id))
    .map(block => ({ block, ...(older.layout[block.id] ?? { x: 0, y: 0 }) }));
  for (const { block } of removed) changes.set(block.id, 'removed');
  return { changes, removed };
}

/** The same text for the same content, whatever the order of the members. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );
}
