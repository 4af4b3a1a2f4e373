import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { checkExitNames, error, exit, otherwise } from '../exits.ts';
import { asText } from '../expressions/index.ts';
import { exitName, expression, label, rows, text } from '../parameters.ts';

const Parameters = z.strictObject({
  value: expression(label('Valore', 'Value'), { required: true }),
  cases: rows(
    label('Casi', 'Cases'),
    z.strictObject({
      equals: text(label('Uguale a', 'Equal to')),
      exit: exitName(label('Uscita', 'Exit')),
    }),
    { required: true },
  ),
});

export const switchBlock = defineBlock({
  type: 'switch',
  group: 'branch',
  title: label('Scelta per valore', 'Switch'),
  help: label(
    "Un'uscita per ogni valore; più valori possono avere la stessa.",
    'An exit for each value; several values may share one.',
  ),
  parameters: Parameters,
  needsCaller: false,
  exits({ cases }) {
    const names = [...new Set(cases.map(({ exit }) => exit))];
    return [...names.map(name => exit(name, label(name, name))), otherwise, error];
  },
  waits: () => false,
  check: ({ cases }, found) => checkExitNames(cases, found, false),
  enter(turn, { value, cases }) {
    const found = asText(turn.evaluate(value)).trim();
    return { exit: cases.find(({ equals }) => equals.trim() === found)?.exit ?? 'otherwise' };
  },
});
