import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { error, hangup, next } from '../exits.ts';
import { asText } from '../expressions/index.ts';
import { callData, choice, label, spokenKinds } from '../parameters.ts';
import { mediaOf, playMedia } from '../playing.ts';

const Parameters = z.strictObject({
  name: callData(label('Dato di chiamata', 'Call data'), { required: true }),
  as: choice(
    label('Contiene', 'It holds'),
    {
      text: label('un testo', 'a text'),
      prompt: label('il nome di un messaggio', 'the name of a prompt'),
      ...spokenKinds,
    },
    'text',
  ),
});

export const customMessage = defineBlock<z.infer<typeof Parameters>, { play: string }>({
  type: 'custom-message',
  group: 'play',
  title: label('Messaggio dai dati', 'Custom message'),
  help: label(
    'Fa ascoltare ciò che i dati di chiamata contengono, per esempio scritto da un altro sistema.',
    'Plays what the call data holds, for example written by another system.',
  ),
  parameters: Parameters,
  needsCaller: true,
  exits: () => [next, error, hangup],
  waits: () => false,
  enter(turn, { name, as }) {
    const value = Object.hasOwn(turn.run.callData, name) ? (turn.run.callData[name] ?? null) : null;
    const text = asText(value);
    if (text === '') return { exit: 'next' };
    const media =
      as === 'prompt'
        ? [{ prompt: text }]
        : as === 'text'
          ? [{ speech: text }]
          : mediaOf(turn, [{ play: 'say', as, value: 'value', options: {} }], { value });
    const id = playMedia(turn, media);
    return id === null ? { exit: 'next' } : { wait: { play: id } };
  },
  resume(turn, _parameters, input, state) {
    if (input.type === 'played' && input.id === state.play) return { exit: input.failed ? 'error' : 'next' };
    if (input.type !== 'digit' || !turn.interruptible) return null;
    turn.do({ do: 'stopPlaying' });
    turn.keepDigits(input.digit);
    return { exit: 'next' };
  },
});
