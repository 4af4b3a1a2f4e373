import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { exit } from '../exits.ts';
import { label, number, property } from '../parameters.ts';

const bounds = { minimum: -1_000_000, maximum: 1_000_000 };

const Parameters = z.strictObject({
  property: property(label('Salva il contatore in', 'Save the counter in')),
  from: number(label('Da', 'From'), { ...bounds, initial: 1 }),
  step: number(label('Passo', 'Step'), { ...bounds, initial: 1 }),
  limit: number(label('Fino a', 'Up to'), { ...bounds, initial: 3 }),
});

export const loopCounter = defineBlock({
  type: 'loop-counter',
  group: 'branch',
  title: label('Contatore', 'Loop counter'),
  help: label(
    'Conta i passaggi: Ancora finché il limite non è superato, poi Finito e da capo.',
    'Counts the passes: Again until the limit is passed, then Done, and it begins anew.',
  ),
  parameters: Parameters,
  needsCaller: false,
  exits: () => [exit('again', label('Ancora', 'Again')), exit('done', label('Finito', 'Done'))],
  waits: () => false,
  check({ step }, found) {
    if (step === 0) found.problem('step', 'stepZero');
  },
  enter(turn, { property: name, from, step, limit }) {
    const before = turn.run.counters[turn.run.block];
    const counter = before === undefined ? from : before + step;
    const over = step > 0 ? counter > limit : counter < limit;
    turn.setCounter(over ? null : counter);
    if (!over && name !== '') turn.set(name, counter);
    return { exit: over ? 'done' : 'again' };
  },
});
