import { z } from 'zod';
import { defineBlock, type BlockTurn, type Outcome } from '../block.ts';
import { error, exit, hangup, next } from '../exits.ts';
import { ask, gather, type Gathered, type Gathering, type Question } from '../gathering.ts';
import { label, number, playList, rows, seconds, text } from '../parameters.ts';

const Parameters = z.strictObject({
  questions: rows(
    label('Domande', 'Questions'),
    z.strictObject({
      name: text(label('Nome', 'Name'), { required: true }),
      prompts: playList(label('Cosa si ascolta', 'What is heard'), { required: true }),
      lowest: number(label('Voto minimo', 'Lowest mark'), { minimum: 0, maximum: 9, initial: 1 }),
      highest: number(label('Voto massimo', 'Highest mark'), { minimum: 0, maximum: 9, initial: 5 }),
    }),
    { required: true, maximum: 20 },
  ),
  timeoutSeconds: seconds(label('Attesa', 'Wait'), { initial: 6, minimum: 1, maximum: 60 }),
  attempts: number(label('Tentativi per domanda', 'Attempts for each'), {
    minimum: 1,
    maximum: 5,
    initial: 2,
  }),
  invalidPrompts: playList(label('Dopo un voto non valido', 'After an invalid mark')),
});
type Parameters = z.infer<typeof Parameters>;
type State = { index: number; gathering: Gathering };

export const survey = defineBlock<Parameters, State>({
  type: 'survey',
  group: 'contact',
  title: label('Sondaggio', 'Survey'),
  help: label(
    'Domande a cui si risponde con un tasto; le risposte vanno nei rapporti.',
    'Questions that are answered by a digit; the answers go to the reports.',
  ),
  parameters: Parameters,
  needsCaller: true,
  exits: () => [next, exit('incomplete', label('Incompleto', 'Incomplete')), error, hangup],
  waits: ({ questions }) => questions.length > 0,
  check({ questions }, found) {
    questions.forEach(({ lowest, highest, name }, index) => {
      if (lowest > highest) found.problem(`questions.${index}.highest`, 'rangeEmpty', { lowest, highest });
      if (questions.findIndex(other => other.name === name) < index)
        found.problem(`questions.${index}.name`, 'doubleName', { name });
    });
  },
  enter: (turn, parameters) => begin(turn, parameters, 0),
  resume(turn, parameters, input, { index, gathering }) {
    const question = questionAt(parameters, index);
    const gathered = question && gather(turn, question, gathering, input);
    return gathered ? go(turn, parameters, index, gathered) : null;
  },
});

function questionAt({ questions, timeoutSeconds }: Parameters, index: number): Question | null {
  const question = questions[index];
  if (!question) return null;
  const ms = timeoutSeconds * 1000;
  return { prompts: question.prompts, most: 1, terminator: '', firstMs: ms, betweenMs: ms };
}

function begin(turn: BlockTurn, parameters: Parameters, index: number): Outcome<State> {
  const question = questionAt(parameters, index);
  return question ? go(turn, parameters, index, ask(turn, question, 1)) : { exit: 'next' };
}

function go(turn: BlockTurn, parameters: Parameters, index: number, gathered: Gathered): Outcome<State> {
  if ('wait' in gathered) return { wait: { index, gathering: gathered.wait } };
  const asked = parameters.questions[index];
  const question = questionAt(parameters, index);
  if (!asked || !question) return { exit: 'next' };
  const mark = /^\d$/.test(gathered.digits) ? Number(gathered.digits) : null;
  if (mark !== null && mark >= asked.lowest && mark <= asked.highest) {
    turn.do({ do: 'answerSurvey', question: asked.name, answer: mark });
    return begin(turn, parameters, index + 1);
  }
  if (gathered.tries >= parameters.attempts) return { exit: 'incomplete' };
  const before = gathered.done === 'digits' ? parameters.invalidPrompts : [];
  return go(turn, parameters, index, ask(turn, question, gathered.tries + 1, before));
}
