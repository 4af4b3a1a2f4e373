import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { chosen } from '../chosen.ts';
import { error, exit } from '../exits.ts';
import { campaign, label, number, property } from '../parameters.ts';

const Parameters = z.strictObject({
  campaignId: campaign(label('Campagna', 'Campaign'), { required: true }),
  most: number(label('Fino a', 'Up to'), { minimum: 0, maximum: 100_000, initial: 5 }),
  saveTo: property(label('Salva il numero in', 'Save the number in')),
});

export const queueLength = defineBlock({
  type: 'queue-length',
  group: 'branch',
  title: label('Lunghezza della coda', 'Queue length'),
  help: label('Quanti contatti aspettano una campagna.', 'How many contacts wait for a campaign.'),
  parameters: Parameters,
  needsCaller: false,
  exits: () => [
    exit('within', label('Entro il limite', 'Within')),
    exit('above', label('Oltre', 'Above')),
    error,
  ],
  waits: () => false,
  enter(turn, { campaignId, most, saveTo }) {
    const length = turn.environment.queueLength(chosen(campaignId, 'campaign'));
    if (saveTo !== '') turn.set(saveTo, length);
    return { exit: length <= most ? 'within' : 'above' };
  },
});
