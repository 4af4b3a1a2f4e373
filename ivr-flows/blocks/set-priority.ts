import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { numberOf } from '../convert.ts';
import { error, next } from '../exits.ts';
import { refuse } from '../faults.ts';
import { expression, label } from '../parameters.ts';

const Parameters = z.strictObject({
  priority: expression(label('Priorità', 'Priority'), {
    initial: '5',
    required: true,
    help: label('Da 0 a 100; la più alta è servita prima.', 'From 0 to 100; the highest is served first.'),
  }),
});

export const setPriority = defineBlock({
  type: 'set-priority',
  group: 'data',
  title: label('Priorità', 'Set priority'),
  help: label('La priorità del contatto nelle code.', "The contact's priority in queues."),
  parameters: Parameters,
  needsCaller: false,
  exits: () => [next, error],
  waits: () => false,
  enter(turn, { priority }) {
    const value = numberOf(turn.evaluate(priority));
    if (value < 0 || value > 100) refuse('priority');
    turn.do({ do: 'setPriority', priority: Math.round(value) });
    return { exit: 'next' };
  },
});
