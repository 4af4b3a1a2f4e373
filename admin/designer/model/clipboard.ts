/** Blocks on the clipboard: JSON text, so that they can be pasted into another flow, page or file. */
import { z } from 'zod';
import { BlockId, type Flow, FlowBlock, FlowProperty } from '../../../ivr-flows/document.ts';
import { positionOf } from './blocks.ts';

export const Fragment = z.strictObject({
  /** Tells our text from any other on the clipboard. */
  kind: z.literal('phones-flow-blocks'),
  blocks: z.array(FlowBlock).min(1).max(2000),
  layout: z.record(BlockId, z.strictObject({ x: z.number(), y: z.number() })),
  /** Transfer properties that the blocks name: added where they are missing. */
  properties: z.array(FlowProperty),
});
export type Fragment = z.infer<typeof Fragment>;

/** The blocks with the lines among them; the start is left out, a flow has only one. Null = nothing to copy. */
export function copied(flow: Flow, ids: readonly BlockId[]): Fragment | null {
  const blocks = flow.blocks.filter(block => ids.includes(block.id) && block.type !== 'start');
  if (blocks.length === 0) return null;
  const within = new Set(blocks.map(block => block.id));
  const text = JSON.stringify(blocks.map(block => block.parameters));
  return {
    kind: 'phones-flow-blocks',
    blocks: blocks.map(block => ({
      ...block,
      exits: Object.fromEntries(Object.entries(block.exits).filter(([, to]) => within.has(to))),
    })),
    layout: Object.fromEntries(blocks.map(({ id }) => [id, positionOf(flow, id)])),
    properties: flow.properties.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(text)),
  };
}

/** What a text of the clipboard holds; null = no blocks of ours. */
export function fragmentIn(text: string): Fragment | null {
  try {
    const parsed = Fragment.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
