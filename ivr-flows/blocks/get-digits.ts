import { z } from 'zod';
import { defineBlock, type BlockTurn, type Outcome } from '../block.ts';
import { error, hangup, invalid, next, timeout } from '../exits.ts';
import { ask, gather, type Gathered, type Gathering, type Question } from '../gathering.ts';
import { digit, expression, label, number, playList, property, seconds, toggle } from '../parameters.ts';

const Parameters = z.strictObject({
  prompts: playList(label('Domanda', 'Question'), { required: true }),
  minimum: number(label('Cifre, almeno', 'Digits, at least'), { minimum: 1, maximum: 40, initial: 1 }),
  maximum: number(label('Cifre, al massimo', 'Digits, at most'), { minimum: 1, maximum: 40, initial: 10 }),
  terminator: digit(label('Tasto finale', 'Final digit'), '#'),
  firstSeconds: seconds(label('Attesa della prima', 'Wait for the first'), {
    initial: 6,
    minimum: 1,
    maximum: 60,
  }),
  betweenSeconds: seconds(label('Attesa tra le cifre', 'Wait between digits'), {
    initial: 3,
    minimum: 1,
    maximum: 60,
  }),
  valid: expression(label('Valide se', 'Valid if'), {
    names: { input: 'text' },
    help: label('Per esempio: input.startsWith("4")', 'For example: input.startsWith("4")'),
  }),
  attempts: number(label('Tentativi', 'Attempts'), { minimum: 1, maximum: 10, initial: 3 }),
  invalidPrompts: playList(label('Dopo cifre non valide', 'After invalid digits')),
  timeoutPrompts: playList(label('Dopo il silenzio', 'After silence')),
  saveTo: property(label('Salva in', 'Save in'), { required: true }),
  secret: toggle(
    label('Riservate', 'Secret'),
    false,
    label(
      'I tasti non compaiono mai nei passi del contatto.',
      'The digits never appear in the steps of the contact.',
    ),
  ),
});
type Parameters = z.infer<typeof Parameters>;

const question = (parameters: Parameters): Question => ({
  prompts: parameters.prompts,
  most: parameters.maximum,
  terminator: parameters.terminator,
  firstMs: parameters.firstSeconds * 1000,
  betweenMs: parameters.betweenSeconds * 1000,
});

export const getDigits = defineBlock<Parameters, Gathering>({
  type: 'get-digits',
  group: 'input',
  title: label('Chiedi cifre', 'Get digits'),
  help: label('Chiede un numero con la tastiera.', 'Asks for a number by the keypad.'),
  parameters: Parameters,
  needsCaller: true,
  exits: () => [next, invalid, timeout, error, hangup],
  waits: () => true,
  check({ minimum, maximum }, found) {
    if (minimum > maximum) found.problem('maximum', 'rangeEmpty', { lowest: minimum, highest: maximum });
  },
  enter: (turn, parameters) => go(turn, parameters, ask(turn, question(parameters), 1)),
  resume(turn, parameters, input, state) {
    const gathered = gather(turn, question(parameters), state, input);
    return gathered && go(turn, parameters, gathered);
  },
});

function go(turn: BlockTurn, parameters: Parameters, first: Gathered): Outcome<Gathering> {
  let gathered = first;
  while (!('wait' in gathered)) {
    const { done, digits, tries } = gathered;
    if (done === 'digits' && isValid(turn, parameters, digits)) {
      turn.set(parameters.saveTo, digits);
      return { exit: 'next' };
    }
    if (tries >= parameters.attempts) return { exit: done === 'digits' ? 'invalid' : 'timeout' };
    const before = done === 'digits' ? parameters.invalidPrompts : parameters.timeoutPrompts;
    gathered = ask(turn, question(parameters), tries + 1, before);
  }
  return gathered;
}

function isValid(turn: BlockTurn, { minimum, valid }: Parameters, input: string): boolean {
  return input.length >= minimum && (valid === '' || turn.evaluate(valid, { input }) === true);
}
