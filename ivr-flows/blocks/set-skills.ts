import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { error, next } from '../exits.ts';
import { label, number, rows, seconds, skill } from '../parameters.ts';

const Parameters = z.strictObject({
  skills: rows(
    label('Competenze', 'Skills'),
    z.strictObject({
      skill: skill(label('Competenza', 'Skill'), { required: true }),
      level: number(label('Livello minimo', 'Lowest level'), { minimum: 1, maximum: 10, initial: 5 }),
      seconds: seconds(label('Per', 'For'), {
        initial: 0,
        help: label(
          'Poi vale la riga seguente della stessa competenza, o nessuna. 0 = finché aspetta.',
          'Then the next row of the same skill holds, or none. 0 = as long as it waits.',
        ),
      }),
    }),
    {
      help: label('Nessuna riga = valgono quelle della campagna.', 'No row = those of the campaign hold.'),
    },
  ),
});

export const setSkills = defineBlock({
  type: 'set-skills',
  group: 'data',
  title: label('Competenze', 'Set skills'),
  help: label(
    'Le competenze che l’operatore deve avere per questo contatto.',
    'Skills that the operator must have for this contact.',
  ),
  parameters: Parameters,
  needsCaller: false,
  exits: () => [next, error],
  waits: () => false,
  enter(turn, { skills }) {
    turn.do({
      do: 'setSkills',
      skills,
    });
    return { exit: 'next' };
  },
});
