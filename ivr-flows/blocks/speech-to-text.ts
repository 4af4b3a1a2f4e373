import { z } from 'zod';
import { defineBlock, type BlockTurn } from '../block.ts';
import { error, exit, hangup, next } from '../exits.ts';
import { label, number, playList, property, rows, seconds, text, type PlayItem } from '../parameters.ts';
import { play } from '../playing.ts';

const Parameters = z.strictObject({
  prompts: playList(label('Domanda', 'Question'), { required: true }),
  phrases: rows(
    label('Frasi attese', 'Phrases expected'),
    z.strictObject({ phrase: text(label('Frase', 'Phrase'), { required: true }) }),
    { help: label('Nessuna riga = parlato libero.', 'No row = free speech.'), maximum: 500 },
  ),
  maximumSeconds: seconds(label('Ascolta al massimo', 'Listens at most'), {
    initial: 10,
    minimum: 1,
    maximum: 60,
  }),
  confidence: number(label('Sicurezza minima (0-1)', 'Lowest confidence (0-1)'), {
    minimum: 0,
    maximum: 1,
    initial: 0.5,
    whole: false,
  }),
  attempts: number(label('Tentativi', 'Attempts'), { minimum: 1, maximum: 10, initial: 2 }),
  againPrompts: playList(label('Se non si è capito', 'When it was not understood')),
  saveTo: property(label('Salva il testo in', 'Save the text in'), { required: true }),
  confidenceTo: property(label('Salva la sicurezza in', 'Save the confidence in')),
});
type Parameters = z.infer<typeof Parameters>;
type State = { play: string | null; listen: string | null; tries: number };

export const speechToText = defineBlock<Parameters, State>({
  type: 'speech-to-text',
  group: 'input',
  title: label('Riconosci il parlato', 'Speech to text'),
  help: label('Ascolta il chiamante e ne scrive le parole.', 'Listens to the caller and writes the words.'),
  parameters: Parameters,
  needsCaller: true,
  exits: () => [next, exit('notUnderstood', label('Non capito', 'Not understood')), error, hangup],
  waits: () => true,
  enter: (turn, parameters) => ({ wait: begin(turn, parameters, 1, []) }),
  resume(turn, parameters, input, state) {
    switch (input.type) {
      case 'played':
        return input.id === state.play ? { wait: listen(turn, parameters, state.tries) } : null;
      case 'recognised': {
        if (input.id !== state.listen) return null;
        if (input.text !== '' && input.confidence >= parameters.confidence) {
          turn.set(parameters.saveTo, input.text);
          if (parameters.confidenceTo !== '') turn.set(parameters.confidenceTo, input.confidence);
          return { exit: 'next' };
        }
        if (state.tries >= parameters.attempts) return { exit: 'notUnderstood' };
        return { wait: begin(turn, parameters, state.tries + 1, parameters.againPrompts) };
      }
      case 'failed':
        return input.id === state.listen ? { exit: 'error' } : null;
      default:
        return null;
    }
  },
});

function begin(turn: BlockTurn, parameters: Parameters, tries: number, before: PlayItem[]): State {
  const id = play(turn, [...before, ...parameters.prompts]);
  return id === null ? listen(turn, parameters, tries) : { play: id, listen: null, tries };
}

function listen(turn: BlockTurn, { maximumSeconds, phrases }: Parameters, tries: number): State {
  const id = turn.nextId();
  const expected = phrases.map(({ phrase }) => phrase);
  turn.do({ do: 'recognise', id, maximumMs: maximumSeconds * 1000, phrases: expected });
  return { play: null, listen: id, tries };
}
