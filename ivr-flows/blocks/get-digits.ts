import { z } from 'zod';
import { beginAsking, goOnAsking, type Keying } from '../asking.ts';
import { defineBlock } from '../block.ts';
import { error, hangup, invalid, next, timeout } from '../exits.ts';
import type { Gathering } from '../gathering.ts';
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

const keying = ({ maximum, terminator }: Parameters): Keying => ({
  most: maximum,
  terminator,
  read: digits => digits,
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
  enter: (turn, parameters) => beginAsking(turn, parameters, keying(parameters)),
  resume: (turn, parameters, input, state) => goOnAsking(turn, parameters, keying(parameters), state, input),
});
