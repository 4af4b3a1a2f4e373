import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { error, exit, hangup, next } from '../exits.ts';
import { label, property } from '../parameters.ts';
import { beginRecording, goOnRecording, recordingParameters, type Recording } from '../recording.ts';

const Parameters = z.strictObject({
  ...recordingParameters,
  saveTo: property(label('Salva la registrazione in', 'Save the recording in'), { required: true }),
  secondsTo: property(label('Salva i secondi in', 'Save the seconds in')),
});

export const recordMessage = defineBlock<z.infer<typeof Parameters>, Recording>({
  type: 'record-message',
  group: 'input',
  title: label('Registra', 'Record message'),
  help: label(
    'Registra il chiamante. La registrazione vale finché dura il contatto, poi si cancella: chi la vuole tenere la spedisce per e-mail o usa Segreteria.',
    'Records the caller. The recording lasts as long as the contact and is then deleted: whoever wants to keep it sends it by e-mail, or uses Voicemail.',
  ),
  parameters: Parameters,
  needsCaller: true,
  exits: () => [next, exit('empty', label('Vuota', 'Empty')), error, hangup],
  waits: () => true,
  enter: (turn, parameters) => ({ wait: beginRecording(turn, parameters) }),
  resume(turn, parameters, input, state) {
    const news = goOnRecording(turn, parameters, state, input);
    if (!news || 'wait' in news) return news;
    const { recording, ms, hungUp, failed, short } = news.recorded;
    if (failed) return { exit: 'error' };
    if (!short) {
      turn.set(parameters.saveTo, recording);
      if (parameters.secondsTo !== '') turn.set(parameters.secondsTo, Math.round(ms / 1000));
    }
    if (hungUp) return { exit: 'hangup' };
    return { exit: short ? 'empty' : 'next' };
  },
});
