import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { error, next } from '../exits.ts';
import { label, number, rows, template } from '../parameters.ts';

const Parameters = z.strictObject({
  skills: rows(
    label('Competenze', 'Skills'),
    z.strictObject({
      skill: template(label('Competenza', 'Skill'), { required: true, maximum: 100 }),
      level: number(label('Livello minimo', 'Lowest level'), { minimum: 1, maximum: 10, initial: 5 }),
    }),
    { help: label('Nessuna riga = nessuna richiesta.', 'No row = none is required.') },
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
      skills: skills.map(({ skill, level }) => ({ skill: turn.fill(skill), level })),
    });
    return { exit: 'next' };
  },
});
