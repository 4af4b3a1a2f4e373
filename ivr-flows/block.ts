/**
 * A block type: parameters, exits, checks and behaviour of one kind of block. Each has a file in blocks/ and
 * a line in blocks/index.ts; forms, documentation, validation, engine and simulator all read this.
 */
import type { z } from 'zod';
import type { Effect, End, Input } from './effects.ts';
import type { Environment } from './environment.ts';
import type { FlowRun } from './run.ts';
import type { Language, Localized, Value, Words } from './values.ts';

/** Groups of the palette. */
export type BlockGroup = 'start' | 'play' | 'input' | 'branch' | 'data' | 'contact' | 'custom';

export interface Exit {
  name: string;
  title: Localized;
  /** Must lead somewhere. `error` and `hangup` need not: without them the flow ends there. */
  required: boolean;
}

/** What became of a block: it is left by an exit, waits for an input (`wait` = its notes), or ends the flow. */
export type Outcome<S extends Value = Value> = { exit: string } | { wait: S } | { end: End };

/** What a block works with. Writes go through here, so that the engine sees each of them. */
export interface BlockTurn {
  readonly run: Readonly<FlowRun>;
  readonly environment: Environment;
  readonly language: Language;
  /** Whether digits may cut messages short (parameter of Start). */
  readonly interruptible: boolean;
  /** Value of an expression. `names` = what it may name besides. Throws FlowFault, which takes the exit `error`. */
  evaluate(expression: string, names?: Record<string, Value>): Value;
  /** A text with `{expression}` in it, filled in. `{{` is a brace. Throws FlowFault. */
  fill(template: string, names?: Record<string, Value>): string;
  /** The same, with each value of an expression changed: encoded for an address. */
  fillWith(template: string, change: (value: string) => string): string;
  set(property: string, value: Value): void;
  setCallData(values: Record<string, Value>): void;
  setLanguage(language: Language): void;
  /** The loop counter of this block; null = it begins anew at the next entry. */
  setCounter(value: number | null): void;
  /** Takes and forgets the digits pressed before: all, or the first `most`. */
  takeTypedAhead(most?: number): string;
  /** Keeps digits for the block that asks next. */
  keepDigits(digits: string): void;
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
  /** In English, with names as a flow file has them; problems.ts tells each `code` in both languages. */
  message: string;
  /** `parameter` and `exit` are named here as people see them in the form. */
  values: Words;
}

/** Names that a flow may refer to, at the time of its validation; null = cannot be checked here. */
export interface References {
  campaigns: ReadonlyMap<number, string> | null;
  agents: ReadonlyMap<number, string> | null;
  calendars: ReadonlyMap<number, string> | null;
  lines: ReadonlyMap<number, string> | null;
  /** Flows say their names. */
  skills: ReadonlyMap<number, string> | null;
  prompts: ReadonlyMap<string, readonly Language[]> | null;
  connections: ReadonlyMap<string, 'http' | 'sql' | 'mail'> | null;
}

export interface BlockDefinition<P = unknown, S extends Value = Value> {
  type: string;
  group: BlockGroup;
  title: Localized;
  help: Localized;
  /** Accepts `{}`: a new block has the defaults. Members say their form in parameters.ts. */
  parameters: z.ZodType<P>;
  /** Works with the caller: it is left when the caller hangs up, and never entered afterwards. */
  needsCaller: boolean;
  exits(parameters: P): Exit[];
  /** Each pass waits for the caller, the clock or the network: a circle through it is no endless loop. */
  waits(parameters: P): boolean;
  /** Exits of a waiting block that may be taken as soon as it is entered, besides `error`. */
  immediate?: readonly string[];
  /** What neither the schema nor the kind of a parameter says: sums, doubles. */
  check?(parameters: P, found: CheckContext): void;
  enter(turn: BlockTurn, parameters: P): Outcome<S>;
  /**
   * Only blocks that wait. `state` is what `wait` kept. Null = the input means nothing to this block: a digit
   * is kept for the next that asks, a hang-up leaves the block, anything else is forgotten.
   */
  resume?(turn: BlockTurn, parameters: P, input: Input, state: S): Outcome<S> | null;
}

export interface CheckContext {
  readonly references: References;
  /** `path` below the parameters; `code` stands in problems.ts. */
  problem(path: string, code: string, values?: Words): void;
}

/** A definition whose parameter and state types are known to itself alone. */
export function defineBlock<P, S extends Value = Value>(definition: BlockDefinition<P, S>): BlockDefinition {
  return definition;
}
