import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { next } from '../exits.ts';
import { label, language } from '../parameters.ts';

const Parameters = z.strictObject({ language: language(label('Lingua', 'Language')) });

export const setLanguage = defineBlock({
  type: 'set-language',
  group: 'data',
  title: label('Lingua', 'Set language'),
  help: label('La lingua dei messaggi da qui in poi.', 'The language of messages from here on.'),
  parameters: Parameters,
  needsCaller: false,
  exits: () => [next],
  waits: () => false,
  enter(turn, { language: wanted }) {
    turn.setLanguage(wanted);
    return { exit: 'next' };
  },
});
