import type { BlockTurn } from './block.ts';
import type { Input } from './effects.ts';
import { bothFaultWords, failureNames, faultOf } from './faults.ts';

/** Writes down why something outside failed. */
export function noteFailure(turn: BlockTurn, { code, why }: Extract<Input, { type: 'failed' }>): void {
  const failure = failureNames[code] ?? code;
  turn.do({ do: 'note', fault: faultOf('requestFailed', { failure, why: bothFaultWords(why) }) });
}
