/** Where a flow begins, and the rules that hold for the whole of it. */
import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { next } from '../exits.ts';
import { callData, campaign, label, seconds, toggle } from '../parameters.ts';

const Parameters = z.strictObject({
  interruptible: toggle(
    label('I tasti interrompono i messaggi', 'Digits cut messages short'),
    true,
    label(
      'Se spento, i messaggi si ascoltano per intero; i tasti premuti valgono per la domanda.',
      'If off, messages are heard to their end; digits pressed meanwhile answer the question.',
    ),
  ),
  goOnAfterHangup: toggle(
    label('Continua dopo il riaggancio', 'Go on after the caller hangs up'),
    true,
    label(
      "L'uscita Riagganciato può portare a blocchi di dati; se spento, il flusso finisce subito.",
      'The exit Hung up may lead to data blocks; if off, the flow ends at once.',
    ),
  ),
  maximumSeconds: seconds(label('Durata massima', 'Longest duration'), {
    initial: 0,
    help: label('0 = senza limite', '0 = no limit'),
  }),
  campaignAfter: campaign(label('Poi alla campagna', 'Then to the campaign')),
  ivrTimeName: callData(label('Salva i secondi nel flusso come', 'Save the seconds in the flow as')),
});
export type StartRules = z.infer<typeof Parameters>;

export const startRules = (parameters: unknown): StartRules => Parameters.parse(parameters);

export const start = defineBlock({
  type: 'start',
  group: 'start',
  title: label('Inizio', 'Start'),
  help: label('Dove comincia il flusso, e le sue regole.', 'Where the flow begins, and its rules.'),
  parameters: Parameters,
  needsCaller: false,
  exits: () => [next],
  waits: () => false,
  enter: () => ({ exit: 'next' }),
});
