import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { error, next } from '../exits.ts';
import { callData, expression, label, rows } from '../parameters.ts';
import type { Value } from '../values.ts';

const Parameters = z.strictObject({
  values: rows(
    label('Dati', 'Data'),
    z.strictObject({
      name: callData(label('Nome', 'Name'), { required: true }),
      value: expression(label('Valore', 'Value'), { required: true }),
    }),
    { required: true },
  ),
});

export const setCallData = defineBlock({
  type: 'set-call-data',
  group: 'data',
  title: label('Dati di chiamata', 'Set call data'),
  help: label(
    'Scrive dati che viaggiano con il contatto fino all’operatore.',
    'Writes data that travels with the contact to the operator.',
  ),
  parameters: Parameters,
  needsCaller: false,
  exits: () => [next, error],
  waits: () => false,
  enter(turn, { values }) {
    const written: Record<string, Value> = {};
    for (const { name, value } of values) written[name] = turn.evaluate(value);
    turn.setCallData(written);
    return { exit: 'next' };
  },
});
