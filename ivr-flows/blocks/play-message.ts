import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { error, hangup, next } from '../exits.ts';
import { digits, label, playList } from '../parameters.ts';
import { play, surelyPlays } from '../playing.ts';

const Parameters = z.strictObject({
  items: playList(label('Cosa si ascolta', 'What is heard'), { required: true }),
  stopDigits: digits(label('Tasti che interrompono', 'Digits that cut it short'), '0123456789*#', {
    help: label(
      'Il tasto resta valido per la domanda che segue.',
      'The digit still answers the question that follows.',
    ),
  }),
});

export const playMessage = defineBlock<z.infer<typeof Parameters>, { play: string }>({
  type: 'play-message',
  group: 'play',
  title: label('Messaggio', 'Play message'),
  help: label(
    'Fa ascoltare messaggi, testi, numeri, date e importi.',
    'Plays prompts, texts, numbers, dates and amounts.',
  ),
  parameters: Parameters,
  needsCaller: true,
  exits: () => [next, error, hangup],
  waits: ({ items }) => surelyPlays(items),
  enter(turn, { items }) {
    const id = play(turn, items);
    return id === null ? { exit: 'next' } : { wait: { play: id } };
  },
  resume(turn, { stopDigits }, input, state) {
    if (input.type === 'played' && input.id === state.play) return { exit: input.failed ? 'error' : 'next' };
    if (input.type !== 'digit' || !turn.interruptible || !stopDigits.includes(input.digit)) return null;
    turn.do({ do: 'stopPlaying' });
    turn.keepDigits(input.digit);
    return { exit: 'next' };
  },
});
