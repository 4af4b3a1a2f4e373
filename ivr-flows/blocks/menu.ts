import { z } from 'zod';
import { defineBlock, type BlockTurn, type Exit, type Outcome } from '../block.ts';
import { error, exit, hangup, invalid, timeout } from '../exits.ts';
import { ask, gather, type Gathered, type Gathering, type Question } from '../gathering.ts';
import { digit, label, number, playList, property, rows, seconds, text } from '../parameters.ts';

const Parameters = z.strictObject({
  prompts: playList(label('Domanda', 'Question'), { required: true }),
  choices: rows(
    label('Scelte', 'Choices'),
    z.strictObject({
      digit: digit(label('Tasto', 'Digit'), '1', { required: true }),
      title: text(label('Nome', 'Name')),
    }),
    { required: true, maximum: 12, help: label("Ogni tasto è un'uscita.", 'Each digit is an exit.') },
  ),
  timeoutSeconds: seconds(label('Attesa', 'Wait'), { initial: 5, minimum: 1, maximum: 60 }),
  attempts: number(label('Tentativi', 'Attempts'), { initial: 3, minimum: 1, maximum: 10 }),
  invalidPrompts: playList(label('Dopo un tasto sbagliato', 'After a wrong digit')),
  timeoutPrompts: playList(label('Dopo il silenzio', 'After silence')),
  saveTo: property(label('Salva il tasto in', 'Save the digit in')),
});
type Parameters = z.infer<typeof Parameters>;

const question = (parameters: Parameters): Question => ({
  prompts: parameters.prompts,
  most: 1,
  terminator: '',
  firstMs: parameters.timeoutSeconds * 1000,
  betweenMs: parameters.timeoutSeconds * 1000,
});

export const menu = defineBlock<Parameters, Gathering>({
  type: 'menu',
  group: 'input',
  title: label('Menu', 'Menu'),
  help: label(
    'Chiede un tasto; ogni scelta ha la sua uscita.',
    'Asks for a digit; each choice has its exit.',
  ),
  parameters: Parameters,
  needsCaller: true,
  exits: ({ choices }) => [...choices.map(choiceExit), invalid, timeout, error, hangup],
  waits: () => true,
  check({ choices }, found) {
    choices.forEach((choice, index) => {
      if (choices.findIndex(other => other.digit === choice.digit) < index)
        found.problem(`choices.${index}.digit`, 'doubleChoice', { choice: choice.digit });
    });
  },
  enter: (turn, parameters) => go(turn, parameters, ask(turn, question(parameters), 1)),
  resume(turn, parameters, input, state) {
    const gathered = gather(turn, question(parameters), state, input);
    return gathered && go(turn, parameters, gathered);
  },
});

function choiceExit({ digit, title }: Parameters['choices'][number]): Exit {
  return exit(digit, title ? label(`${digit}: ${title}`, `${digit}: ${title}`) : label(digit, digit));
}

function go(turn: BlockTurn, parameters: Parameters, first: Gathered): Outcome<Gathering> {
  let gathered = first;
  while (!('wait' in gathered)) {
    const { done, digits, tries } = gathered;
    if (done === 'digits' && parameters.choices.some(choice => choice.digit === digits)) {
      if (parameters.saveTo !== '') turn.set(parameters.saveTo, digits);
      return { exit: digits };
    }
    if (tries >= parameters.attempts) return { exit: done === 'digits' ? 'invalid' : 'timeout' };
    const before = done === 'digits' ? parameters.invalidPrompts : parameters.timeoutPrompts;
    gathered = ask(turn, question(parameters), tries + 1, before);
  }
  return { wait: gathered.wait };
}
