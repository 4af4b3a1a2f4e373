import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { error, exit, next, timeout } from '../exits.ts';
import { noteFailure } from '../note-failure.ts';
import { isObject } from '../expressions/index.ts';
import { connection, expression, label, long, number, property, rows, seconds, text } from '../parameters.ts';

const Parameters = z.strictObject({
  connection: connection(label('Connessione', 'Connection'), 'sql', { required: true }),
  statement: long(label('Interrogazione', 'Statement'), {
    required: true,
    help: label(
      'I valori stanno nei parametri, uno per ogni ?; mai nel testo.',
      'Values stand in the parameters, one for each ?; never in the text.',
    ),
  }),
  parameters: rows(
    label('Parametri', 'Parameters'),
    z.strictObject({ value: expression(label('Valore', 'Value'), { required: true }) }),
  ),
  results: rows(
    label('Dalla prima riga', 'From the first row'),
    z.strictObject({
      column: text(label('Colonna', 'Column'), { required: true }),
      property: property(label('Proprietà', 'Property'), { required: true }),
    }),
  ),
  rowsTo: property(label('Salva tutte le righe in', 'Save all rows in')),
  maximumRows: number(label('Righe al massimo', 'Most rows'), { minimum: 1, maximum: 1000, initial: 10 }),
  timeoutSeconds: seconds(label('Attesa massima', 'Longest wait'), { initial: 5, minimum: 1, maximum: 30 }),
});

export const sqlQuery = defineBlock<z.infer<typeof Parameters>, { id: string }>({
  type: 'sql-query',
  group: 'data',
  title: label('Interrogazione SQL', 'SQL query'),
  help: label('Legge o scrive in una banca dati.', 'Reads or writes in a database.'),
  parameters: Parameters,
  needsCaller: false,
  exits: () => [next, exit('empty', label('Nessuna riga', 'No row')), timeout, error],
  waits: () => true,
  check({ statement, parameters }, found) {
    const wanted = placeholders(statement);
    if (statement !== '' && wanted !== parameters.length)
      found.problem('parameters', 'placeholders', { wanted, given: parameters.length });
  },
  enter(turn, { connection: name, statement, parameters, maximumRows, timeoutSeconds }) {
    const id = turn.nextId();
    turn.do({
      do: 'sqlQuery',
      id,
      connection: name,
      statement,
      parameters: parameters.map(({ value }) => turn.evaluate(value)),
      maximumRows,
      timeoutMs: timeoutSeconds * 1000,
    });
    return { wait: { id } };
  },
  resume(turn, { results, rowsTo }, input, { id }) {
    if (input.type === 'failed' && input.id === id) {
      noteFailure(turn, input);
      return { exit: input.code === 'timeout' ? 'timeout' : 'error' };
    }
    if (input.type !== 'answered' || input.id !== id) return null;
    const found = Array.isArray(input.value) ? input.value : [];
    if (rowsTo !== '') turn.set(rowsTo, found);
    const first = found[0] ?? null;
    for (const { column, property: name } of results)
      turn.set(name, isObject(first) && Object.hasOwn(first, column) ? (first[column] ?? null) : null);
    return { exit: found.length === 0 ? 'empty' : 'next' };
  },
});

/** Question marks outside quotes. */
function placeholders(statement: string): number {
  return statement.replace(/'[^']*'|"[^"]*"|`[^`]*`/g, '').split('?').length - 1;
}
