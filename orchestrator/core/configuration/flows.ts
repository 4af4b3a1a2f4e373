/** Call flows, and the prompts that they name. */
import { z } from 'zod';
import { type Flow, FlowKind } from '../../../ivr-flows/document.ts';
import { Id, Name } from './values.ts';

/** A prompt of the library. Its recordings, per language and in versions, stand beside it (runtime/ports/prompts.ts). */
export const Prompt = z.object({
  id: Id,
  /** By which flows name it. */
  name: Name,
  description: z.string().max(2000).default(''),
});
export type Prompt = z.infer<typeof Prompt>;

/**
 * A call flow as contacts meet it. Drafts, older versions and what is planned stay in the database; the core
 * knows the published version alone.
 */
export const CallFlow = z.object({
  id: Id,
  name: Name,
  /** Type of the campaigns that may run it. */
  kind: FlowKind,
  description: z.string().max(2000).default(''),
  /** Number of the published version; 0 = never published. */
  version: z.number().int().min(0).default(0),
  /** The published version; null = never published. Was validated when it was published (ivr-flows/validate.ts). */
  document: z.custom<Flow>(isObject, 'must be a flow').meta({ type: 'object' }).nullable().default(null),
});
export type CallFlow = z.infer<typeof CallFlow>;

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
