/**
 * Asks and gathers digits: what Menu, GetDigits and others have in common.
 *
 *   playing ──played──> waiting for a digit ──digit──> between digits ──> done
 *      └──────digit (cuts the message)──────────────────────┘    time is up: done
 */
import type { BlockTurn } from './block.ts';
import type { Input } from './effects.ts';
import type { PlayItem } from './parameters.ts';
import { play } from './playing.ts';

export interface Question {
  prompts: readonly PlayItem[];
  /** Most digits. */
  most: number;
  /** Ends the input early and is not part of it; '' = none. */
  terminator: string;
  /** For the first digit, from the end of the message. */
  firstMs: number;
  /** From digit to digit. */
  betweenMs: number;
}

/** Plain data: the state of a waiting block. */
export type Gathering = { play: string | null; timer: string | null; digits: string; tries: number };

export type Gathered = { wait: Gathering } | { done: 'digits' | 'timeout'; digits: string; tries: number };

/** Asks for the first or a further time. `before` is played before the question. */
export function ask(
  turn: BlockTurn,
  question: Question,
  tries: number,
  before: readonly PlayItem[] = [],
): Gathered {
  const state: Gathering = { play: null, timer: null, digits: '', tries };
  // Digits pressed before answer the first question; after a mistake the caller is asked anew.
  const ahead = tries === 1 ? takeAhead(turn, question) : { digits: '', complete: false };
  if (ahead.complete) return { done: 'digits', digits: ahead.digits, tries };
  state.digits = ahead.digits;
  if (state.digits === '') state.play = play(turn, [...before, ...question.prompts]);
  if (state.play === null) setTimer(turn, question, state);
  return { wait: state };
}

function takeAhead(turn: BlockTurn, question: Question): { digits: string; complete: boolean } {
  let digits = '';
  while (digits.length < question.most) {
    const digit = turn.takeTypedAhead(1);
    if (digit === '') return { digits, complete: false };
    if (digit === question.terminator) return { digits, complete: true };
    digits += digit;
  }
  return { digits, complete: true };
}

/** Null = the input is none of these. */
export function gather(turn: BlockTurn, question: Question, state: Gathering, input: Input): Gathered | null {
  switch (input.type) {
    case 'digit':
      return digitPressed(turn, question, state, input.digit);
    case 'text':
      return textWritten(turn, question, state, input.text);
    case 'played': {
      if (input.id !== state.play) return null;
      const waiting = { ...state, play: null };
      if (!turn.interruptible && waiting.digits === '') {
        const ahead = takeAhead(turn, question);
        if (ahead.complete) return { done: 'digits', digits: ahead.digits, tries: state.tries };
        waiting.digits = ahead.digits;
      }
      setTimer(turn, question, waiting);
      return { wait: waiting };
    }
    case 'timer':
      if (input.id !== state.timer) return null;
      return { done: state.digits === '' ? 'timeout' : 'digits', digits: state.digits, tries: state.tries };
    default:
      return null;
  }
}

function digitPressed(
  turn: BlockTurn,
  question: Question,
  before: Gathering,
  digit: string,
): Gathered | null {
  if (before.play !== null && !turn.interruptible) return null;
  if (before.play !== null) turn.do({ do: 'stopPlaying' });
  const state = { ...before, play: null };
  if (digit === question.terminator) return finish(turn, state);
  state.digits += digit;
  if (state.digits.length >= question.most) return finish(turn, state);
  setTimer(turn, question, state);
  return { wait: state };
}

/** In a chat the answer is written at once. */
function textWritten(turn: BlockTurn, question: Question, state: Gathering, text: string): Gathered {
  const digits = text.replace(/[^0-9*#]/g, '').slice(0, question.most);
  return finish(turn, { ...state, digits });
}

function finish(turn: BlockTurn, state: Gathering): Gathered {
  if (state.timer !== null) turn.do({ do: 'clearTimer', id: state.timer });
  return { done: 'digits', digits: state.digits, tries: state.tries };
}

function setTimer(turn: BlockTurn, question: Question, state: Gathering): void {
  if (state.timer !== null) turn.do({ do: 'clearTimer', id: state.timer });
  state.timer = turn.nextId();
  turn.do({
    do: 'setTimer',
    id: state.timer,
    ms: state.digits === '' ? question.firstMs : question.betweenMs,
  });
}
