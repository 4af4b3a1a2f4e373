import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { chosen } from '../chosen.ts';
import { error, exit } from '../exits.ts';
import { campaign, label, property, seconds } from '../parameters.ts';

const Parameters = z.strictObject({
  campaignId: campaign(label('Campagna', 'Campaign'), { required: true }),
  mostSeconds: seconds(label('Fino a', 'Up to'), { initial: 120 }),
  saveTo: property(label('Salva i secondi in', 'Save the seconds in')),
});

export const estimatedWait = defineBlock({
  type: 'estimated-wait',
  group: 'branch',
  title: label('Attesa prevista', 'Estimated wait'),
  help: label(
    'Quanto si aspetterà; Ignota se non si può dire.',
    'How long the wait will be; Unknown if that cannot be said.',
  ),
  parameters: Parameters,
  needsCaller: false,
  exits: () => [
    exit('within', label('Entro il limite', 'Within')),
    exit('above', label('Oltre', 'Above')),
    exit('unknown', label('Ignota', 'Unknown')),
    error,
  ],
  waits: () => false,
  enter(turn, { campaignId, mostSeconds, saveTo }) {
    const ms = turn.environment.estimatedWaitMs(chosen(campaignId, 'campaign'));
    if (saveTo !== '') turn.set(saveTo, ms === null ? null : Math.round(ms / 1000));
    if (ms === null) return { exit: 'unknown' };
    return { exit: ms <= mostSeconds * 1000 ? 'within' : 'above' };
  },
});
