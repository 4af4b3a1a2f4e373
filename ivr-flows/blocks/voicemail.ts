import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { error, exit, hangup, next } from '../exits.ts';
import { agent, campaign, label } from '../parameters.ts';
import { beginRecording, goOnRecording, recordingParameters, type Recording } from '../recording.ts';

const Parameters = z.strictObject({
  campaignId: campaign(label('Casella della campagna', 'Box of the campaign')),
  agentId: agent(label("O dell'operatore", 'Or of the agent')),
  ...recordingParameters,
});

export const voicemail = defineBlock<z.infer<typeof Parameters>, Recording>({
  type: 'voicemail',
  group: 'contact',
  title: label('Segreteria', 'Voicemail'),
  help: label(
    'Registra un messaggio per gli operatori di una campagna o per un operatore; vale anche se il chiamante riaggancia.',
    "Records a message for a campaign's operators or for one; it counts too when the caller hangs up.",
  ),
  parameters: Parameters,
  needsCaller: true,
  exits: () => [next, exit('empty', label('Vuota', 'Empty')), error, hangup],
  waits: () => true,
  check({ campaignId, agentId }, found) {
    if ((campaignId === null) === (agentId === null)) found.problem('campaignId', 'voicemailBox');
  },
  enter(turn, parameters) {
    turn.do({ do: 'leaveQueue' });
    return { wait: beginRecording(turn, parameters) };
  },
  resume(turn, parameters, input, state) {
    const news = goOnRecording(turn, parameters, state, input);
    if (!news || 'wait' in news) return news;
    const { recording, hungUp, failed, short } = news.recorded;
    if (failed) return { exit: 'error' };
    const { campaignId, agentId } = parameters;
    if (!short && agentId !== null) turn.do({ do: 'leaveVoicemail', recording, box: { agentId } });
    else if (!short && campaignId !== null) turn.do({ do: 'leaveVoicemail', recording, box: { campaignId } });
    if (hungUp) return { exit: 'hangup' };
    return { exit: short ? 'empty' : 'next' };
  },
});
