import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { choice, label } from '../parameters.ts';

const Parameters = z.strictObject({
  reason: choice(
    label('Motivo', 'Reason'),
    {
      normal: label('normale', 'normal'),
      busy: label('occupato', 'busy'),
      congestion: label('congestione', 'congestion'),
    },
    'normal',
  ),
});

export const hangUp = defineBlock({
  type: 'hang-up',
  group: 'contact',
  title: label('Riaggancia', 'Hang up'),
  help: label('Chiude la chiamata.', 'Ends the call.'),
  parameters: Parameters,
  needsCaller: false,
  exits: () => [],
  waits: () => false,
  enter: (_turn, { reason }) => ({ end: { to: 'hangup', reason } }),
});
