/** Common work on properties without writing expressions; expressions can do all of it too. */
import { z } from 'zod';
import { defineBlock, type BlockTurn } from '../block.ts';
import { error, next } from '../exits.ts';
import { refuse } from '../faults.ts';
import { asText, numberIn } from '../expressions/index.ts';
import { choice, expression, label, number, property, rows, template, text } from '../parameters.ts';
import type { Value } from '../values.ts';

const Parameters = z.strictObject({
  operation: choice(
    label('Operazione', 'Operation'),
    {
      format: label('componi un testo', 'format a text'),
      concatenate: label('unisci', 'concatenate'),
      pad: label('riempi a sinistra', 'pad on the left'),
      parse: label('leggi JSON', 'read JSON'),
      isNumeric: label('è un numero?', 'is it a number?'),
      random: label('numero a caso', 'random number'),
    },
    'format',
  ),
  property: property(label('Salva in', 'Save in'), { required: true }),
  template: template(label('Testo (componi)', 'Text (format)')),
  values: rows(
    label('Valori (unisci, riempi, leggi, numero?)', 'Values (concatenate, pad, read, number?)'),
    z.strictObject({ value: expression(label('Valore', 'Value'), { required: true }) }),
  ),
  separator: text(label('Separatore (unisci)', 'Separator (concatenate)')),
  length: number(label('Lunghezza (riempi)', 'Length (pad)'), { minimum: 1, maximum: 100, initial: 10 }),
  fill: text(label('Carattere (riempi)', 'Character (pad)'), { initial: '0', maximum: 1 }),
  lowest: number(label('Da (a caso)', 'From (random)'), { minimum: 0, maximum: 1_000_000_000, initial: 1 }),
  highest: number(label('A (a caso)', 'To (random)'), { minimum: 0, maximum: 1_000_000_000, initial: 100 }),
});
type Parameters = z.infer<typeof Parameters>;

export const propertiesManager = defineBlock({
  type: 'properties-manager',
  group: 'data',
  title: label('Gestione proprietà', 'Properties manager'),
  help: label(
    'Compone, unisce, riempie, legge, prova e tira a caso.',
    'Formats, concatenates, pads, reads, tests and draws by chance.',
  ),
  parameters: Parameters,
  needsCaller: false,
  exits: () => [next, error],
  waits: () => false,
  check({ operation, values, template: text, lowest, highest }, found) {
    if (operation === 'format' && text === '') found.problem('template', 'parameterEmpty');
    if (operation !== 'format' && operation !== 'random' && values.length === 0)
      found.problem('values', 'parameterEmpty');
    if (operation === 'random' && lowest > highest)
      found.problem('highest', 'rangeEmpty', { lowest, highest });
  },
  enter(turn, parameters) {
    turn.set(parameters.property, result(turn, parameters));
    return { exit: 'next' };
  },
});

function result(turn: BlockTurn, parameters: Parameters): Value {
  const values = parameters.values.map(({ value }) => turn.evaluate(value));
  const first = values[0] ?? null;
  switch (parameters.operation) {
    case 'format':
      return turn.fill(parameters.template);
    case 'concatenate':
      return values.map(asText).join(parameters.separator);
    case 'pad':
      return asText(first).padStart(parameters.length, parameters.fill);
    case 'parse':
      return parse(asText(first));
    case 'isNumeric':
      return typeof first === 'number' || numberIn(asText(first)) !== null;
    case 'random': {
      const { lowest, highest } = parameters;
      return lowest + Math.floor(turn.random() * (highest - lowest + 1));
    }
  }
}

function parse(json: string): Value {
  try {
    return JSON.parse(json);
  } catch {
    return refuse('json', { text: json.slice(0, 40) });
  }
}
