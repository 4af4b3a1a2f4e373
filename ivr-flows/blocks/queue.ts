import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { chosen } from '../chosen.ts';
import { error, exit, hangup, timeout } from '../exits.ts';
import { campaign, label, property, seconds, toggle } from '../parameters.ts';
import { beginWaiting, goOnWaiting, takenOut, waitingParameters, type Waiting } from '../waiting.ts';

const Parameters = z.strictObject({
  campaignId: campaign(label('Campagna', 'Campaign'), { required: true }),
  longestWaitSeconds: seconds(label('Attesa massima', 'Longest wait'), {
    initial: 600,
    help: label('0 = senza limite', '0 = no limit'),
  }),
  ...waitingParameters,
  stay: toggle(
    label('Resta in coda dopo il tasto', 'Stays in the queue after the digit'),
    false,
    label(
      'Se acceso, un operatore che si libera prende la chiamata anche mentre il flusso prosegue.',
      'If on, an operator who becomes free takes the call while the flow goes on.',
    ),
  ),
  digitTo: property(label('Salva il tasto in', 'Save the digit in')),
});

export const queue = defineBlock<z.infer<typeof Parameters>, Waiting>({
  type: 'queue',
  group: 'contact',
  title: label('Coda', 'Queue'),
  help: label(
    'Mette il contatto in coda per una campagna umana, con musica e messaggi, finché un operatore risponde.',
    'Queues the contact for a human campaign, with music and messages, until an operator answers.',
  ),
  parameters: Parameters,
  needsCaller: true,
  exits: ({ leaveDigits }) => [
    { ...exit('connected', label('Collegato', 'Connected')), required: false },
    exit('noAgents', label('Nessun operatore', 'No agents')),
    exit('full', label('Coda piena', 'Full')),
    timeout,
    { ...exit('digit', label('Tasto', 'Digit')), required: leaveDigits !== '' },
    error,
    hangup,
  ],
  waits: () => true,
  immediate: ['noAgents', 'full'],
  enter(turn, parameters) {
    const { campaignId, longestWaitSeconds } = parameters;
    turn.do({
      do: 'queue',
      campaignId: chosen(campaignId, 'campaign'),
      longestWaitMs: longestWaitSeconds * 1000,
    });
    return { wait: beginWaiting(turn, parameters) };
  },
  resume(turn, parameters, input, state) {
    const news = takenOut(turn, state, input);
    if (news) return { exit: news };
    const outcome = goOnWaiting(turn, parameters, state, input);
    if (!outcome || 'wait' in outcome) return outcome;
    if (!parameters.stay) turn.do({ do: 'leaveQueue' });
    if (parameters.digitTo !== '') turn.set(parameters.digitTo, outcome.digit);
    return { exit: 'digit' };
  },
});
