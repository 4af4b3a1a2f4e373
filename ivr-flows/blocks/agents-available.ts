import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { error, no, yes } from '../exits.ts';
import { campaign, choice, label, number, property } from '../parameters.ts';
import { chosen } from '../chosen.ts';

const Parameters = z.strictObject({
  campaignId: campaign(label('Campagna', 'Campaign'), { required: true }),
  which: choice(
    label('Operatori', 'Agents'),
    { free: label('liberi ora', 'free now'), loggedIn: label('collegati', 'logged in') },
    'free',
  ),
  minimum: number(label('Almeno', 'At least'), { minimum: 1, maximum: 10_000, initial: 1 }),
  saveTo: property(label('Salva il numero in', 'Save the number in')),
});

export const agentsAvailable = defineBlock({
  type: 'agents-available',
  group: 'branch',
  title: label('Operatori disponibili', 'Agents available'),
  help: label('Se una campagna ha abbastanza operatori.', 'Whether a campaign has enough agents.'),
  parameters: Parameters,
  needsCaller: false,
  exits: () => [yes, no, error],
  waits: () => false,
  enter(turn, { campaignId, which, minimum, saveTo }) {
    const count = turn.environment.agents(chosen(campaignId, 'campaign'))[which];
    if (saveTo !== '') turn.set(saveTo, count);
    return { exit: count >= minimum ? 'yes' : 'no' };
  },
});
