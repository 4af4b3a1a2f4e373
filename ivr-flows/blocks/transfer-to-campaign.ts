import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { error } from '../exits.ts';
import { refuse } from '../faults.ts';
import { campaign, label, template } from '../parameters.ts';

const Parameters = z.strictObject({
  campaignId: campaign(label('Campagna', 'Campaign')),
  name: template(label('O il nome della campagna', 'Or the name of the campaign'), {
    help: label(
      'Un testo con {espressioni}, se la campagna si decide durante la chiamata.',
      'A text with {expressions}, if the campaign is decided during the call.',
    ),
  }),
});

export const transferToCampaign = defineBlock({
  type: 'transfer-to-campaign',
  group: 'contact',
  title: label('Trasferisci a campagna', 'Transfer to campaign'),
  help: label('Il contatto passa a un’altra campagna.', 'The contact goes to another campaign.'),
  parameters: Parameters,
  needsCaller: true,
  exits: () => [error],
  waits: () => false,
  check({ campaignId, name }, found) {
    if (campaignId === null && name === '') found.problem('campaignId', 'parameterEmpty');
  },
  enter(turn, { campaignId, name }) {
    const id = name === '' ? campaignId : turn.environment.campaignId(turn.fill(name));
    if (id === null) return refuse('unknownCampaign');
    return { end: { to: 'campaign', campaignId: id } };
  },
});
