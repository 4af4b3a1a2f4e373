/**
 * A call flow as a document: what the Call Designer draws, `phones flow export` writes and telephony
 * engineers keep under review. Logic and layout stand apart, so that a moved block is no change of the logic.
 */
import { z } from 'zod';
import { fitting, patterns } from './patterns.ts';
import { Language, Value, ValueType } from './values.ts';

export const BlockId = fitting(patterns.blockId);
export type BlockId = z.infer<typeof BlockId>;

/** Name of a transfer property as expressions use it. */
export const PropertyName = fitting(patterns.propertyName);

export const FlowBlock = z.strictObject({
  id: BlockId,
  /** Name of a block type: `menu`. */
  type: z.string().max(40),
  /** What people read on the block. */
  label: z.string().max(100).default(''),
  /** Checked by the block type's own schema. */
  parameters: z.record(z.string(), z.json()).default({}),
  /** Exit name -> block that follows. An exit that is not named leads nowhere. */
  exits: z.record(z.string(), BlockId).default({}),
});
export type FlowBlock = z.infer<typeof FlowBlock>;

export const FlowProperty = z.strictObject({
  name: PropertyName,
  type: ValueType.default('text'),
  /** Value at the beginning; null = of no value yet. */
  initial: Value.default(null),
  description: z.string().max(200).default(''),
});
export type FlowProperty = z.infer<typeof FlowProperty>;

/** Types of synthetic campaigns that run flows. */
export const FlowKind = z.enum(['welcome', 'ivr', 'queue', 'voicemail']);
export type FlowKind = z.infer<typeof FlowKind>;

export const Flow = z.strictObject({
  /** Version of this form. */
  format: z.literal(1),
  name: z.string().trim().min(1).max(100),
  description: z.string().max(2000).default(''),
  kind: FlowKind,
  languages: z.array(Language).min(1).default(['it', 'en']),
  properties: z.array(FlowProperty).max(500).default([]),
  /** Exactly one is of type `start`. */
  blocks: z.array(FlowBlock).min(1).max(2000),
  /** Where each block stands on the canvas. */
  layout: z.record(BlockId, z.strictObject({ x: z.number(), y: z.number() })).default({}),
});
export type Flow = z.infer<typeof Flow>;
