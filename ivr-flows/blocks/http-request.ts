import { z } from 'zod';
import { defineBlock, type BlockTurn } from '../block.ts';
import { error, exit, next, timeout } from '../exits.ts';
import { noteFailure } from '../note-failure.ts';
import { isObject } from '../expressions/index.ts';
import {
  choice,
  connection,
  expression,
  label,
  property,
  rows,
  seconds,
  template,
  text,
} from '../parameters.ts';
import type { Value } from '../values.ts';

/** What the rows of results may name. */
const names = { answer: 'any', status: 'number' } as const;

const Parameters = z.strictObject({
  connection: connection(label('Connessione', 'Connection'), 'http', { required: true }),
  method: choice(
    label('Metodo', 'Method'),
    {
      GET: label('GET', 'GET'),
      POST: label('POST', 'POST'),
      PUT: label('PUT', 'PUT'),
      PATCH: label('PATCH', 'PATCH'),
      DELETE: label('DELETE', 'DELETE'),
    },
    'GET',
  ),
  path: template(label('Percorso', 'Path'), {
    initial: '/',
    help: label(
      'Dopo l’indirizzo della connessione; i valori di {espressioni} sono codificati.',
      'After the address of the connection; values of {expressions} are encoded.',
    ),
  }),
  query: rows(
    label('Parametri', 'Query'),
    z.strictObject({
      name: text(label('Nome', 'Name'), { required: true }),
      value: template(label('Valore', 'Value')),
    }),
  ),
  body: expression(label('Corpo (JSON)', 'Body (JSON)'), {
    help: label('Per esempio: {"codice": codice}', 'For example: {"code": code}'),
  }),
  timeoutSeconds: seconds(label('Attesa massima', 'Longest wait'), { initial: 5, minimum: 1, maximum: 30 }),
  results: rows(
    label('Risultati', 'Results'),
    z.strictObject({
      property: property(label('Proprietà', 'Property'), { required: true }),
      value: expression(label('Valore', 'Value'), {
        required: true,
        names,
        help: label('answer = la risposta, status = il codice', 'answer = the answer, status = its code'),
      }),
    }),
  ),
});
type Parameters = z.infer<typeof Parameters>;

export const httpRequest = defineBlock<Parameters, { id: string }>({
  type: 'http-request',
  group: 'data',
  title: label('Richiesta HTTP', 'HTTP request'),
  help: label(
    'Chiede a un sistema esterno e ne legge la risposta JSON.',
    'Asks an outside system and reads its JSON answer.',
  ),
  parameters: Parameters,
  needsCaller: false,
  exits: () => [next, exit('refused', label('Rifiutata', 'Refused')), timeout, error],
  waits: () => true,
  enter(turn, parameters) {
    const id = turn.nextId();
    const query = parameters.query.map(({ name, value }) => [name, turn.fill(value)]);
    turn.do({
      do: 'httpRequest',
      id,
      connection: parameters.connection,
      method: parameters.method,
      path: encodedPath(turn, parameters.path),
      query: Object.fromEntries(query),
      body: parameters.body === '' ? null : turn.evaluate(parameters.body),
      timeoutMs: parameters.timeoutSeconds * 1000,
    });
    return { wait: { id } };
  },
  resume(turn, parameters, input, { id }) {
    if (input.type === 'failed' && input.id === id) {
      noteFailure(turn, input);
      return { exit: input.code === 'timeout' ? 'timeout' : 'error' };
    }
    if (input.type !== 'answered' || input.id !== id) return null;
    const answer = answered(input.value);
    for (const { property: name, value } of parameters.results) turn.set(name, turn.evaluate(value, answer));
    return { exit: answer.status >= 200 && answer.status < 300 ? 'next' : 'refused' };
  },
});

function answered(value: Value): { answer: Value; status: number } {
  if (!isObject(value)) return { answer: null, status: 0 };
  return { answer: value['body'] ?? null, status: Number(value['status'] ?? 0) };
}

/** Only what the supervisor wrote may be a slash or a dot: a caller's digits never leave their place. */
function encodedPath(turn: BlockTurn, path: string): string {
  return turn.fillWith(path, filled => (/^\.+$/.test(filled) ? '' : encodeURIComponent(filled)));
}
