import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { error, hangup, next, timeout } from '../exits.ts';
import { label, playList, property, seconds } from '../parameters.ts';
import { play } from '../playing.ts';

const Parameters = z.strictObject({
  prompts: playList(label('Domanda', 'Question')),
  timeoutSeconds: seconds(label('Attesa', 'Wait'), { initial: 120, minimum: 1 }),
  saveTo: property(label('Salva il testo in', 'Save the text in'), { required: true }),
});

export const readTextMessage = defineBlock<z.infer<typeof Parameters>, { timer: string }>({
  type: 'read-text-message',
  group: 'input',
  title: label('Leggi messaggio (chat)', 'Read text message (chat)'),
  help: label(
    "Aspetta che la persona scriva nella chat. In una telefonata nessuno può scrivere: l'attesa scade.",
    'Waits until the person writes in the chat. In a phone call nobody can write: the wait times out.',
  ),
  parameters: Parameters,
  needsCaller: true,
  exits: () => [next, timeout, error, hangup],
  waits: () => true,
  enter(turn, { prompts, timeoutSeconds }) {
    play(turn, prompts);
    const timer = turn.nextId();
    turn.do({ do: 'setTimer', id: timer, ms: timeoutSeconds * 1000 });
    return { wait: { timer } };
  },
  resume(turn, { saveTo }, input, { timer }) {
    if (input.type === 'timer' && input.id === timer) return { exit: 'timeout' };
    if (input.type !== 'text') return null;
    turn.do({ do: 'clearTimer', id: timer });
    turn.set(saveTo, input.text.trim());
    return { exit: 'next' };
  },
});
