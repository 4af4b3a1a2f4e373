/** Asks until what was keyed in is valid or the attempts are used up: what GetDigits and GetAlphaNumCode have in common. */
import type { BlockTurn, Outcome } from './block.ts';
import type { Input } from './effects.ts';
import { ask, gather, type Gathered, type Gathering } from './gathering.ts';
import type { PlayItem } from './parameters.ts';

/** The parameters that such blocks share. */
export interface Asking {
  prompts: readonly PlayItem[];
  /** Characters. */
  minimum: number;
  maximum: number;
  firstSeconds: number;
  betweenSeconds: number;
  /** Condition over `input`; '' = any. */
  valid: string;
  attempts: number;
  invalidPrompts: readonly PlayItem[];
  timeoutPrompts?: readonly PlayItem[];
  saveTo: string;
}

/** What is keyed in, and how it becomes the input. */
export interface Keying {
  /** Most keys. */
  most: number;
  /** Ends the input early and is not part of it; '' = none. */
  terminator: string;
  /** Null = the keys make no input. */
  read(keys: string): string | null;
  /** What was written in a chat; absent = its digits count as keys. */
  written?(text: string): string;
}

const question = (asking: Asking, { most, terminator }: Keying) => ({
  prompts: asking.prompts,
  most,
  terminator,
  firstMs: asking.firstSeconds * 1000,
  betweenMs: asking.betweenSeconds * 1000,
});

export function beginAsking(turn: BlockTurn, asking: Asking, keying: Keying): Outcome<Gathering> {
  return go(turn, asking, keying, ask(turn, question(asking, keying), 1));
}

/** Null = the input is none of these. */
export function goOnAsking(
  turn: BlockTurn,
  asking: Asking,
  keying: Keying,
  state: Gathering,
  input: Input,
): Outcome<Gathering> | null {
  if (input.type === 'text' && keying.written) {
    if (state.timer !== null) turn.do({ do: 'clearTimer', id: state.timer });
    return settle(turn, asking, keying, keying.written(input.text), state.tries);
  }
  const gathered = gather(turn, question(asking, keying), state, input);
  return gathered && go(turn, asking, keying, gathered);
}

function go(turn: BlockTurn, asking: Asking, keying: Keying, gathered: Gathered): Outcome<Gathering> {
  if ('wait' in gathered) return gathered;
  const { done, digits, tries } = gathered;
  if (done === 'timeout') return again(turn, asking, keying, 'timeout', tries);
  return settle(turn, asking, keying, keying.read(digits), tries);
}

function settle(
  turn: BlockTurn,
  asking: Asking,
  keying: Keying,
  input: string | null,
  tries: number,
): Outcome<Gathering> {
  if (input === null || !isValid(turn, asking, input)) return again(turn, asking, keying, 'invalid', tries);
  turn.set(asking.saveTo, input);
  return { exit: 'next' };
}

function isValid(turn: BlockTurn, { minimum, maximum, valid }: Asking, input: string): boolean {
  if (input.length < minimum || input.length > maximum) return false;
  return valid === '' || turn.evaluate(valid, { input }) === true;
}

function again(
  turn: BlockTurn,
  asking: Asking,
  keying: Keying,
  why: 'invalid' | 'timeout',
  tries: number,
): Outcome<Gathering> {
  if (tries >= asking.attempts) return { exit: why };
  const before = why === 'invalid' ? asking.invalidPrompts : (asking.timeoutPrompts ?? []);
  return go(turn, asking, keying, ask(turn, question(asking, keying), tries + 1, before));
}
