import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { error, no, yes } from '../exits.ts';
import { refuse } from '../faults.ts';
import { asText } from '../expressions/index.ts';
import { expression, label } from '../parameters.ts';

const Parameters = z.strictObject({
  condition: expression(label('Condizione', 'Condition'), { required: true }),
});

export const ifBlock = defineBlock({
  type: 'if',
  group: 'branch',
  title: label('Se', 'If'),
  help: label('Due uscite: la condizione è vera o no.', 'Two exits: the condition is true or not.'),
  parameters: Parameters,
  needsCaller: false,
  exits: () => [yes, no, error],
  waits: () => false,
  enter(turn, { condition }) {
    const value = turn.evaluate(condition);
    // What is missing is not true.
    if (value !== null && typeof value !== 'boolean')
      refuse('condition', { value: asText(value).slice(0, 40) });
    return { exit: value === true ? 'yes' : 'no' };
  },
});
