import { z } from 'zod';
import { defineBlock, type BlockTurn, type Outcome } from '../block.ts';
import { chosen } from '../chosen.ts';
import { error, exit, hangup } from '../exits.ts';
import { ask, gather, type Gathered, type Gathering, type Question } from '../gathering.ts';
import { campaign, digit, label, number, playList, saying, seconds } from '../parameters.ts';
import { play } from '../playing.ts';

const Parameters = z.strictObject({
  campaignId: campaign(label('Campagna', 'Campaign'), { required: true }),
  offerPrompts: playList(label('Offerta', 'Offer'), {
    required: true,
    initial: saying(
      'Per essere richiamati a questo numero premete 1, a un altro numero premete 2.',
      'To be called back at this number press 1, at another number press 2.',
    ),
  }),
  acceptDigit: digit(label('Tasto: a questo numero', 'Digit: at this number'), '1', { required: true }),
  otherDigit: digit(label('Tasto: a un altro numero', 'Digit: at another number'), '2'),
  numberPrompts: playList(label('Chiede il numero', 'Asks for the number'), {
    initial: saying(
      'Digitate il numero seguito dal cancelletto.',
      'Enter the number, then press the hash key.',
    ),
  }),
  minimumDigits: number(label('Cifre, almeno', 'Digits, at least'), { minimum: 2, maximum: 20, initial: 6 }),
  thanksPrompts: playList(label('Conferma', 'Confirmation'), {
    initial: saying('Vi richiameremo.', 'We will call you back.'),
  }),
  timeoutSeconds: seconds(label('Attesa', 'Wait'), { initial: 6, minimum: 1, maximum: 60 }),
});
type Parameters = z.infer<typeof Parameters>;
type State =
  | { stage: 'offer'; gathering: Gathering }
  | { stage: 'number'; gathering: Gathering }
  | { stage: 'thanks'; play: string };

export const offerCallback = defineBlock<Parameters, State>({
  type: 'offer-callback',
  group: 'contact',
  title: label('Offri di richiamare', 'Offer callback'),
  help: label(
    'Chi accetta è richiamato quando tocca a lui; il posto in coda resta.',
    'Who accepts is called back in turn; the place in the queue is kept.',
  ),
  parameters: Parameters,
  needsCaller: true,
  exits: () => [
    exit('accepted', label('Accettato', 'Accepted')),
    exit('declined', label('Rifiutato', 'Declined')),
    error,
    hangup,
  ],
  waits: () => true,
  check({ acceptDigit, otherDigit }, found) {
    if (acceptDigit !== '' && acceptDigit === otherDigit)
      found.problem('otherDigit', 'doubleChoice', { choice: otherDigit });
  },
  enter: (turn, parameters) => offered(turn, parameters, ask(turn, offer(parameters), 1)),
  resume(turn, parameters, input, state) {
    switch (state.stage) {
      case 'offer': {
        const gathered = gather(turn, offer(parameters), state.gathering, input);
        return gathered && offered(turn, parameters, gathered);
      }
      case 'number': {
        const gathered = gather(turn, numberQuestion(parameters), state.gathering, input);
        return gathered && numberGiven(turn, parameters, gathered);
      }
      case 'thanks':
        return input.type === 'played' && input.id === state.play ? { exit: 'accepted' } : null;
    }
  },
});

function offer({ offerPrompts, timeoutSeconds }: Parameters): Question {
  const ms = timeoutSeconds * 1000;
  return { prompts: offerPrompts, most: 1, terminator: '', firstMs: ms, betweenMs: ms };
}

function numberQuestion({ numberPrompts, timeoutSeconds }: Parameters): Question {
  const ms = timeoutSeconds * 1000;
  return { prompts: numberPrompts, most: 20, terminator: '#', firstMs: ms, betweenMs: ms };
}

function offered(turn: BlockTurn, parameters: Parameters, gathered: Gathered): Outcome<State> {
  if ('wait' in gathered) return { wait: { stage: 'offer', gathering: gathered.wait } };
  const { acceptDigit, otherDigit } = parameters;
  const { caller } = turn.environment.call;
  const known = callable(turn, parameters, caller);
  if (gathered.digits !== '' && gathered.digits === acceptDigit && known)
    return accept(turn, parameters, caller);
  // Who hides the number, or has one that may not be called, is asked for another.
  if (gathered.digits !== '' && [acceptDigit, otherDigit].includes(gathered.digits))
    return numberGiven(turn, parameters, ask(turn, numberQuestion(parameters), 1));
  return { exit: 'declined' };
}

function numberGiven(turn: BlockTurn, parameters: Parameters, gathered: Gathered): Outcome<State> {
  if ('wait' in gathered) return { wait: { stage: 'number', gathering: gathered.wait } };
  const { digits, tries } = gathered;
  if (digits.length >= parameters.minimumDigits && callable(turn, parameters, digits))
    return accept(turn, parameters, digits);
  if (tries >= 3) return { exit: 'declined' };
  return numberGiven(turn, parameters, ask(turn, numberQuestion(parameters), tries + 1));
}

function callable(turn: BlockTurn, { campaignId }: Parameters, number: string): boolean {
  return /^\+?[0-9]+$/.test(number) && turn.environment.callable(chosen(campaignId, 'campaign'), number);
}

function accept(turn: BlockTurn, parameters: Parameters, number: string): Outcome<State> {
  turn.do({ do: 'requestCallback', campaignId: chosen(parameters.campaignId, 'campaign'), number });
  const id = play(turn, parameters.thanksPrompts);
  return id === null ? { exit: 'accepted' } : { wait: { stage: 'thanks', play: id } };
}
