/**
 * A block type: parameters, exits, checks and behaviour of one kind of block. Each has a file in blocks/ and
 * a line in blocks/index.ts; forms, documentation, validation, engine and simulator all read this.
 */
import type { z } from 'zod';
import type { Effect, End, Input } from './effects.ts';
import type { Environment } from './environment.ts';
import type { FlowRun } from './run.ts';
import type { Language, Localized, Value } from './values.ts';

/** Groups of the palette. */
export type BlockGroup = 'start' | 'play' | 'input' | 'branch' | 'data' | 'contact' | 'custom';

export interface Exit {
  name: string;
  title: Localized;
  /** Must lead somewhere. `error` and `hangup` need not: without them the flow ends there. */
  required: boolean;
}

/** What became of a block: it is left by an exit, waits for an input, or ends the flow. */
export type Outcome = { exit: string } | { wait: Value } | { end: End };

/** What a block works with. Writes go through here, so that the engine sees each of them. */
export interface BlockTurn {
  readonly run: Readonly<FlowRun>;
  readonly environment: Environment;
  readonly language: Language;
  /** Value of an expression. Throws FlowFault, which takes the exit `error`. */
  evaluate(expression: string): Value;
  /** A text with `{expression}` in it, filled in. `{{` is a brace. Throws FlowFault. */
  fill(template: string): string;
  set(property: string, value: Value): void;
  setCallData(values: Record<string, Value>): void;
  setLanguage(language: Language): void;
  setCounter(value: number | null): void;
  /** Takes and forgets the digits pressed before. */
  takeTypedAhead(): string;
  /** A new id for an effect. */
  nextId(): string;
  /** From 0 to below 1, from the run's own seed. */
  random(): number;
  do(effect: Effect): void;
}

/** Something that a check found; `block` and `exit` say where. */
export interface Problem {
  /** Stable name for pages and tests: `exitUnconnected`. */
  code: string;
  severity: 'error' | 'warning';
  block: string | null;
  exit: string | null;
  /** Path of a parameter: `prompts.0.name`. */
  parameter: string | null;
  /** In English; pages say `code` in their language with `values`. */
  message: string;
  values: Record<string, string | number>;
}

/** Names that a flow may refer to, at the time of its validation; null = cannot be checked here. */
export interface References {
  campaigns: ReadonlyMap<number, string> | null;
  agents: ReadonlyMap<number, string> | null;
  calendars: ReadonlyMap<number, string> | null;
  lines: ReadonlyMap<number, string> | null;
  prompts: ReadonlyMap<string, readonly Language[]> | null;
  connections: ReadonlyMap<string, 'http' | 'sql' | 'mail'> | null;
}

export interface BlockDefinition<P> {
  type: string;
  group: BlockGroup;
  title: Localized;
  help: Localized;
  /** Each member has `.meta({ title, help, widget })`; see parameters.ts. */
  parameters: z.ZodType<P>;
  exits(parameters: P): Exit[];
  /** Each pass waits for the caller, the clock or the network: a circle through it is no endless loop. */
  waits(parameters: P): boolean;
  /** What the schema cannot say: references, expressions, sums. `path` below the parameters. */
  check?(parameters: P, found: CheckContext): void;
  enter(turn: BlockTurn, parameters: P): Outcome;
  /** Only blocks that wait. `state` is what `wait` kept. */
  resume?(turn: BlockTurn, parameters: P, input: Input, state: Value): Outcome;
}

export interface CheckContext {
  readonly references: References;
  /** Properties of the flow, and those that expressions may name otherwise. */
  expression(path: string, text: string): void;
  template(path: string, text: string): void;
  property(path: string, name: string): void;
  prompt(path: string, name: string): void;
  problem(path: string, code: string, message: string, values?: Record<string, string | number>): void;
}

/** A fault of the flow or its data: the block is left by `error` if that is connected. */
export class FlowFault extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'FlowFault';
    this.code = code;
  }
}
