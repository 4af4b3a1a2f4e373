import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { numberOf } from '../convert.ts';
import { error, next } from '../exits.ts';
import { round } from '../expressions/index.ts';
import { expression, label, number, property, rows } from '../parameters.ts';

const Parameters = z.strictObject({
  calculations: rows(
    label('Calcoli', 'Calculations'),
    z.strictObject({
      property: property(label('Risultato in', 'Result in'), { required: true }),
      value: expression(label('Calcolo', 'Calculation'), {
        required: true,
        help: label('Per esempio: prezzo * 1.22', 'For example: price * 1.22'),
      }),
      decimals: number(label('Decimali', 'Decimals'), { minimum: 0, maximum: 10, initial: 2 }),
    }),
    { required: true },
  ),
});

export const calculator = defineBlock({
  type: 'calculator',
  group: 'data',
  title: label('Calcolatrice', 'Calculator'),
  help: label('Calcola e arrotonda.', 'Reckons and rounds.'),
  parameters: Parameters,
  needsCaller: false,
  exits: () => [next, error],
  waits: () => false,
  enter(turn, { calculations }) {
    for (const { property: name, value, decimals } of calculations)
      turn.set(name, round(numberOf(turn.evaluate(value)), decimals));
    return { exit: 'next' };
  },
});
