/**
 * Letters by the keypad, as on old telephones (ITU-T E.161): a key pressed n times gives its n-th letter, once
 * more its digit. `*` ends a character where the next has the same key; `#` ends the code.
 */
import { z } from 'zod';
import { beginAsking, goOnAsking, type Keying } from '../asking.ts';
import { defineBlock } from '../block.ts';
import { error, hangup, invalid, next, timeout } from '../exits.ts';
import type { Gathering } from '../gathering.ts';
import { expression, label, number, playList, property, seconds, toggle } from '../parameters.ts';

const Parameters = z.strictObject({
  prompts: playList(label('Domanda', 'Question'), { required: true }),
  minimum: number(label('Caratteri, almeno', 'Characters, at least'), {
    minimum: 1,
    maximum: 20,
    initial: 1,
  }),
  maximum: number(label('Caratteri, al massimo', 'Characters, at most'), {
    minimum: 1,
    maximum: 20,
    initial: 10,
  }),
  firstSeconds: seconds(label('Attesa del primo', 'Wait for the first'), {
    initial: 10,
    minimum: 1,
    maximum: 60,
  }),
  betweenSeconds: seconds(label('Attesa tra i tasti', 'Wait between keys'), {
    initial: 5,
    minimum: 1,
    maximum: 60,
  }),
  valid: expression(label('Valido se', 'Valid if'), { names: { input: 'text' } }),
  attempts: number(label('Tentativi', 'Attempts'), { minimum: 1, maximum: 10, initial: 3 }),
  invalidPrompts: playList(label('Dopo un codice non valido', 'After an invalid code')),
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

const keying: Keying = {
  most: 120,
  terminator: '#',
  read: lettersOf,
  written: text => text.toUpperCase().replace(/[^A-Z0-9]/g, ''),
};

export const getAlphaNumCode = defineBlock<Parameters, Gathering>({
  type: 'get-alpha-num-code',
  group: 'input',
  title: label('Chiedi codice', 'Get alphanumeric code'),
  help: label(
    'Lettere e cifre con la tastiera: 2 = A, 22 = B, 222 = C, 2222 = 2; * separa, # finisce.',
    'Letters and digits by the keypad: 2 = A, 22 = B, 222 = C, 2222 = 2; * separates, # ends.',
  ),
  parameters: Parameters,
  needsCaller: true,
  exits: () => [next, invalid, timeout, error, hangup],
  waits: () => true,
  check({ minimum, maximum }, found) {
    if (minimum > maximum) found.problem('maximum', 'rangeEmpty', { lowest: minimum, highest: maximum });
  },
  enter: (turn, parameters) => beginAsking(turn, parameters, keying),
  resume: (turn, parameters, input, state) => goOnAsking(turn, parameters, keying, state, input),
});

const keys: Readonly<Record<string, string>> = {
  '0': '0',
  '1': '1',
  '2': 'ABC2',
  '3': 'DEF3',
  '4': 'GHI4',
  '5': 'JKL5',
  '6': 'MNO6',
  '7': 'PQRS7',
  '8': 'TUV8',
  '9': 'WXYZ9',
};

/** Null = a key was pressed more often than it has characters. */
export function lettersOf(pressed: string): string | null {
  let code = '';
  for (const [same] of pressed.matchAll(/(\d)\1*/g)) {
    const characters = keys[same.charAt(0)] ?? '';
    // A key with one character may be repeated: 11 is 1 and 1.
    if (characters.length === 1) code += same;
    else if (same.length > characters.length) return null;
    else code += characters.charAt(same.length - 1);
  }
  return code;
}
