import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { error, next } from '../exits.ts';
import { expression, label, property, rows } from '../parameters.ts';

const Parameters = z.strictObject({
  values: rows(
    label('Proprietà', 'Properties'),
    z.strictObject({
      property: property(label('Proprietà', 'Property'), { required: true }),
      value: expression(label('Valore', 'Value'), { required: true }),
    }),
    { required: true, help: label('Una dopo l’altra.', 'One after another.') },
  ),
});

export const setProperty = defineBlock({
  type: 'set-property',
  group: 'data',
  title: label('Imposta proprietà', 'Set property'),
  help: label('Dà valori a transfer property.', 'Gives values to transfer properties.'),
  parameters: Parameters,
  needsCaller: false,
  exits: () => [next, error],
  waits: () => false,
  enter(turn, { values }) {
    for (const { property: name, value } of values) turn.set(name, turn.evaluate(value));
    return { exit: 'next' };
  },
});
