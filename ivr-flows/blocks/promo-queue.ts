import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { error, exit, hangup } from '../exits.ts';
import { label, property } from '../parameters.ts';
import { beginWaiting, goOnWaiting, waitingParameters, type Waiting } from '../waiting.ts';

const Parameters = z.strictObject({
  ...waitingParameters,
  digitTo: property(label('Salva il tasto in', 'Save the digit in')),
});

export const promoQueue = defineBlock<z.infer<typeof Parameters>, Waiting>({
  type: 'promo-queue',
  group: 'play',
  title: label('Attesa in coda', 'Promo queue'),
  help: label(
    'Musica e messaggi per chi è già in coda, finché un operatore è libero; il contatto resta in coda anche dopo l’uscita Tasto.',
    'Music and messages for who is in a queue already, until an operator is free; the contact stays in the queue after the exit Digit.',
  ),
  parameters: Parameters,
  needsCaller: true,
  exits: ({ leaveDigits }) => [
    { ...exit('digit', label('Tasto', 'Digit')), required: leaveDigits !== '' },
    { ...exit('connected', label('Collegato', 'Connected')), required: false },
    error,
    hangup,
  ],
  waits: () => true,
  enter: (turn, parameters) => ({ wait: beginWaiting(turn, parameters) }),
  resume(turn, parameters, input, state) {
    if (input.type === 'queued' && input.news === 'connected') return { exit: 'connected' };
    const outcome = goOnWaiting(turn, parameters, state, input);
    if (!outcome || 'wait' in outcome) return outcome;
    if (parameters.digitTo !== '') turn.set(parameters.digitTo, outcome.digit);
    return { exit: 'digit' };
  },
});
