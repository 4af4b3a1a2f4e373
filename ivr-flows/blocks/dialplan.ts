import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { error, hangup, next } from '../exits.ts';
import { refuse } from '../faults.ts';
import { label, property, rows, template, text } from '../parameters.ts';

const name = (title: ReturnType<typeof label>, help?: ReturnType<typeof label>) =>
  text(title, { required: true, maximum: 80, help });

const Parameters = z.strictObject({
  context: name(
    label('Contesto', 'Context'),
    label('Il nome comincia con flow-', 'Its name begins with flow-'),
  ),
  extension: template(label('Interno', 'Extension'), { initial: 's', required: true, maximum: 80 }),
  variables: rows(
    label('Variabili date', 'Variables given'),
    z.strictObject({ name: name(label('Variabile', 'Variable')), value: template(label('Valore', 'Value')) }),
  ),
  results: rows(
    label('Variabili lette al ritorno', 'Variables read on return'),
    z.strictObject({
      variable: name(label('Variabile', 'Variable')),
      property: property(label('Proprietà', 'Property'), { required: true }),
    }),
  ),
});

export const dialplan = defineBlock<z.infer<typeof Parameters>, { id: string }>({
  type: 'dialplan',
  group: 'contact',
  title: label('Dialplan', 'Dialplan'),
  help: label(
    'Esegue un contesto del dialplan di Asterisk, poi il flusso riprende.',
    "Runs a context of Asterisk's dialplan, then the flow goes on.",
  ),
  parameters: Parameters,
  needsCaller: true,
  exits: () => [next, error, hangup],
  waits: () => true,
  check({ context, variables }, found) {
    // The telephony engineers name the contexts that flows may run: see asterisk-config/README.md.
    if (context !== '' && !/^flow-[\w-]+$/.test(context))
      found.problem('context', 'dialplanName', { name: context });
    variables.forEach((row, index) => {
      if (row.name !== '' && !/^\w+$/.test(row.name))
        found.problem(`variables.${index}.name`, 'dialplanName', { name: row.name });
    });
  },
  enter(turn, { context, extension, variables, results }) {
    const wanted = turn.fill(extension);
    if (!/^[\w*#+-]{1,80}$/.test(wanted)) refuse('extension', { text: wanted.slice(0, 40) });
    const id = turn.nextId();
    const values = variables.map(({ name: variable, value }) => [variable, dialplanText(turn.fill(value))]);
    turn.do({
      do: 'dialplan',
      id,
      context,
      extension: wanted,
      variables: Object.fromEntries(values),
      results: results.map(({ variable }) => variable),
    });
    return { wait: { id } };
  },
  resume(turn, { results }, input, { id }) {
    if (input.type === 'digit') return { wait: { id } };
    if (input.type === 'failed' && input.id === id) return { exit: 'error' };
    if (input.type !== 'dialplanReturned' || input.id !== id) return null;
    for (const { variable, property: target } of results)
      turn.set(target, Object.hasOwn(input.variables, variable) ? (input.variables[variable] ?? '') : '');
    return { exit: 'next' };
  },
});

/** Asterisk would reckon `${...}` and `$[...]` in a value: their signs are taken away. */
function dialplanText(value: string): string {
  return value.replace(/[$\p{Cc}]/gu, '');
}
