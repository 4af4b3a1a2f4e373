/** Steps of flow tests: what the caller or the world does, and what is expected of the flow. */
import { z } from 'zod';
import { fitting, patterns } from '../patterns.ts';
import { Value } from '../values.ts';
import { forwardResults } from './asked.ts';

const Texts = z.union([z.string(), z.array(z.string())]);

/** One of these per step, named by its first member. Inputs first, then expectations. */
const forms = [
  z.strictObject({
    press: z.preprocess(
      digits => (typeof digits === 'number' ? String(digits) : digits),
      fitting(patterns.pressed),
    ),
  }),
  z.strictObject({ say: z.string(), confidence: z.number().min(0).max(1).default(0.9) }),
  z.strictObject({ write: z.string() }),
  /** Seconds. */
  z.strictObject({ wait: z.number().min(0.1) }),
  /** Hears what plays to its end. */
  z.strictObject({ listen: z.literal(true) }),
  z.strictObject({ hangUp: z.literal(true) }),
  z.strictObject({
    queue: z.enum(['connected', 'reserved', 'noAgents', 'full', 'timeout', 'busy', 'unknown']),
    agent: z.string().default(''),
  }),
  z.strictObject({ forwarded: z.enum(forwardResults) }),
  /** Prompts or parts of texts that were played, in this order. */
  z.strictObject({ hears: Texts }),
  z.strictObject({ hearsNothingOf: Texts }),
  /** The block where the flow stands. */
  z.strictObject({ at: z.string() }),
  /** Blocks entered since the last input, exactly. */
  z.strictObject({ blocks: z.array(z.string()) }),
  /** Exits by which blocks were left, the last time. */
  z.strictObject({ exits: z.record(z.string(), z.string()) }),
  z.strictObject({ properties: z.record(z.string(), Value) }),
  z.strictObject({ callData: z.record(z.string(), Value) }),
  /** Something asked of the world since the last input: `{do: httpRequest, path: /orders/7}`. */
  z.strictObject({ asks: z.record(z.string(), Value) }),
  /** `hangup`, `talk`, `campaign 12`, `agent 4`, `nowhere unconnected`; `no` = it goes on. */
  z.strictObject({ ends: z.string() }),
] as const;
export type Step = z.infer<(typeof forms)[number]>;

/** A union would say of any mistake only that it is none of all these. */
export const Step = z.looseObject({}).transform((given, context): Step => {
  const form = forms.find(({ shape }) =>
    Object.keys(shape)
      .slice(0, 1)
      .some(name => name in given),
  );
  if (!form) {
    context.issues.push({ code: 'unrecognized_keys', keys: Object.keys(given), input: given });
    return z.NEVER;
  }
  const parsed = form.safeParse(given, { reportInput: true });
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues)
    context.issues.push({ ...issue, input: issue.input } as z.core.$ZodRawIssue);
  return z.NEVER;
});

const inputs = ['press', 'say', 'write', 'wait', 'listen', 'hangUp', 'queue', 'forwarded'];

/** Something that the caller or the world does; the others are expectations. */
export const isInput = (step: Step): boolean => inputs.some(name => name in step);
