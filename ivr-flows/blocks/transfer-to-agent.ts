import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { chosen } from '../chosen.ts';
import { error } from '../exits.ts';
import { agent, label } from '../parameters.ts';

const Parameters = z.strictObject({ agentId: agent(label('Operatore', 'Agent'), { required: true }) });

export const transferToAgent = defineBlock({
  type: 'transfer-to-agent',
  group: 'contact',
  title: label('Trasferisci a operatore', 'Transfer to agent'),
  help: label('Il contatto passa a un operatore.', 'The contact goes to one operator.'),
  parameters: Parameters,
  needsCaller: true,
  exits: () => [error],
  waits: () => false,
  enter: (_turn, { agentId }) => ({ end: { to: 'agent', agentId: chosen(agentId, 'agent') } }),
});
