/** Steps of flow tests: what the caller or the world does, and what is expected of the flow. */
import { z } from 'zod';
import type { End } from '../effects.ts';
import { equalValues } from '../expressions/index.ts';
import { faultWords } from '../faults.ts';
import { forwardResults } from './asked.ts';
import { heard } from './heard.ts';
import type { Simulation } from './simulation.ts';
import { Value } from '../values.ts';

const Texts = z.union([z.string(), z.array(z.string())]);

/** One of these per step. Inputs first, then expectations. */
export const Step = z.union([
  z.strictObject({ press: z.union([z.string().regex(/^[0-9*#]+$/), z.int().min(0).transform(String)]) }),
  z.strictObject({ say: z.string(), confidence: z.number().min(0).max(1).default(0.9) }),
  z.strictObject({ write: z.string() }),
  /** Seconds. */
  z.strictObject({ wait: z.number().positive() }),
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
]);
export type Step = z.infer<typeof Step>;

const inputs = ['press', 'say', 'write', 'wait', 'listen', 'hangUp', 'queue', 'forwarded'];

/** Something that the caller or the world does; the others are expectations. */
export const isInput = (step: Step): boolean => inputs.some(name => name in step);

/** Does the step, or says what is not as expected. Expectations look at the log from `since`. */
export function problemsAt(simulation: Simulation, step: Step, since: number): string[] {
  if ('press' in step) return done(() => simulation.press(step.press));
  if ('say' in step) return done(() => simulation.say(step.say, step.confidence));
  if ('write' in step) return done(() => simulation.write(step.write));
  if ('wait' in step) return done(() => simulation.wait(step.wait));
  if ('listen' in step) return done(() => simulation.listen());
  if ('hangUp' in step) return done(() => simulation.hangUp());
  if ('queue' in step) return done(() => simulation.queue(step.queue, step.agent));
  if ('forwarded' in step) return done(() => simulation.forwarded(step.forwarded));
  return expectation(simulation, step, since);
}

function done(act: () => void): string[] {
  act();
  return [];
}

type Expectation = Exclude<
  Step,
  | { press: unknown }
  | { say: unknown }
  | { write: unknown }
  | { wait: unknown }
  | { listen: unknown }
  | { hangUp: unknown }
  | { queue: unknown }
  | { forwarded: unknown }
>;

function expectation(simulation: Simulation, step: Expectation, since: number): string[] {
  if ('hears' in step) return missing(texts(step.hears), heardSince(simulation, since));
  if ('hearsNothingOf' in step) {
    const played = heardSince(simulation, since);
    const wrong = texts(step.hearsNothingOf).filter(text => played.some(part => part.includes(text)));
    return wrong.map(text => `heard ${quoted([text])}, which was not expected`);
  }
  if ('at' in step) {
    if (simulation.end)
      return [`expected to stand at ${step.at}; the flow has ended: ${endOf(simulation.end)}`];
    const { block } = simulation.run;
    return block === step.at ? [] : [`expected to stand at ${step.at}, it stands at ${block}`];
  }
  if ('blocks' in step) {
    const entered = traces(simulation, since).flatMap(line => (line.type === 'entered' ? [line.block] : []));
    const same = entered.join() === step.blocks.join();
    return same
      ? []
      : [`expected the blocks ${step.blocks.join(', ')}; they were ${entered.join(', ') || 'none'}`];
  }
  if ('exits' in step)
    return Object.entries(step.exits).flatMap(([block, exit]) => wrongExit(simulation, block, exit));
  if ('properties' in step) return differences('property', step.properties, simulation.run.properties);
  if ('callData' in step) return differences('call data', step.callData, simulation.run.callData);
  if ('asks' in step) return notAsked(simulation, step.asks, since);
  const ended = simulation.end ? endOf(simulation.end) : 'no';
  return ended === step.ends ? [] : [`expected the end "${step.ends}", it is "${ended}"`];
}

function texts(given: string | string[]): string[] {
  return typeof given === 'string' ? [given] : given;
}

function quoted(parts: readonly string[]): string {
  return parts.length === 0 ? 'nothing' : parts.map(part => `"${part}"`).join(', ');
}

function missing(wanted: string[], played: string[]): string[] {
  let from = 0;
  for (const text of wanted) {
    const found = played.findIndex((part, index) => index >= from && part.includes(text));
    if (found < 0) return [`expected to hear ${quoted([text])}; heard ${quoted(played)}`];
    from = found + 1;
  }
  return [];
}

function heardSince(simulation: Simulation, since: number): string[] {
  return simulation.log
    .slice(since)
    .flatMap(line => (line.what === 'effect' && line.effect.do === 'play' ? heard(line.effect.media) : []));
}

function traces(simulation: Simulation, since: number) {
  return simulation.log.slice(since).flatMap(line => (line.what === 'trace' ? [line.trace] : []));
}

function wrongExit(simulation: Simulation, block: string, exit: string): string[] {
  const left = traces(simulation, 0).findLast(line => line.type === 'left' && line.block === block);
  if (left?.type !== 'left') return [`expected ${block} to be left by ${exit}; it was not left`];
  if (left.exit === exit) return [];
  const failed = traces(simulation, 0).findLast(line => line.type === 'failed' && line.block === block);
  const why = failed?.type === 'failed' ? ` (${faultWords(failed.fault, 'en')})` : '';
  return [`expected ${block} to be left by ${exit}; it was left by ${left.exit}${why}`];
}

function differences(kind: string, wanted: Record<string, Value>, found: Record<string, Value>): string[] {
  return Object.entries(wanted).flatMap(([name, value]) => {
    const is = Object.hasOwn(found, name) ? (found[name] ?? null) : null;
    if (equalValues(is, value)) return [];
    return [`expected ${kind} ${name} to be ${JSON.stringify(value)}, it is ${JSON.stringify(is)}`];
  });
}

function notAsked(simulation: Simulation, wanted: Record<string, Value>, since: number): string[] {
  const asked = simulation.log.slice(since).flatMap(line => (line.what === 'effect' ? [line.effect] : []));
  const fits = asked.some(effect => {
    const parts = new Map<string, unknown>(Object.entries(effect));
    return Object.entries(wanted).every(
      ([name, value]) => JSON.stringify(parts.get(name)) === JSON.stringify(value),
    );
  });
  if (fits) return [];
  const kinds = asked.map(effect => JSON.stringify(effect)).join('\n    ');
  return [`expected ${JSON.stringify(wanted)}; asked was\n    ${kinds || 'nothing'}`];
}

/** `campaign 12` */
export function endOf(end: End): string {
  switch (end.to) {
    case 'campaign':
      return `campaign ${end.campaignId}`;
    case 'talk':
      return 'talk';
    case 'hangup':
      return end.reason === 'normal' ? 'hangup' : `hangup ${end.reason}`;
    case 'nowhere':
      return `nowhere ${end.code}`;
  }
}
