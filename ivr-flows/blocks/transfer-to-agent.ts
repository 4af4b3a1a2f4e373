import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { chosen } from '../chosen.ts';
import { error, exit, hangup, timeout } from '../exits.ts';
import { agent, label, seconds } from '../parameters.ts';
import { beginWaiting, goOnWaiting, takenOut, waitingParameters, type Waiting } from '../waiting.ts';

const Parameters = z.strictObject({
  agentId: agent(label('Operatore', 'Agent'), { required: true }),
  longestWaitSeconds: seconds(label('Attesa massima', 'Longest wait'), {
    initial: 60,
    maximum: 3600,
    help: label(
      'Quanto si aspetta che si liberi; 0 = non si aspetta.',
      'How long it is waited for, if busy; 0 = not at all.',
    ),
  }),
  ...waitingParameters,
});

export const transferToAgent = defineBlock<z.infer<typeof Parameters>, Waiting>({
  type: 'transfer-to-agent',
  group: 'contact',
  title: label('Trasferisci a operatore', 'Transfer to agent'),
  help: label(
    'Il contatto passa a un solo operatore e, se è occupato, lo aspetta con musica e messaggi. Chi è in pausa, scollegato o non risponde non si aspetta.',
    'The contact goes to one operator alone and waits for it, with music and messages, while it is busy. One who is in pause, logged out, or does not answer is not waited for.',
  ),
  parameters: Parameters,
  needsCaller: true,
  exits: ({ longestWaitSeconds, leaveDigits }) => [
    { ...exit('connected', label('Collegato', 'Connected')), required: false },
    exit('busy', label('Occupato o assente', 'Busy or away')),
    { ...timeout, required: longestWaitSeconds > 0 },
    exit('unknown', label('Sconosciuto', 'Unknown')),
    { ...exit('digit', label('Tasto', 'Digit')), required: leaveDigits !== '' },
    error,
    hangup,
  ],
  waits: () => true,
  immediate: ['busy', 'unknown'],
  enter(turn, parameters) {
    const { agentId, longestWaitSeconds } = parameters;
    turn.do({
      do: 'queueForAgent',
      agentId: chosen(agentId, 'agent'),
      longestWaitMs: longestWaitSeconds * 1000,
    });
    return { wait: beginWaiting(turn, parameters) };
  },
  resume(turn, parameters, input, state) {
    const news = takenOut(turn, state, input);
    if (news) return { exit: exitOf(news) };
    const outcome = goOnWaiting(turn, parameters, state, input);
    if (!outcome || 'wait' in outcome) return outcome;
    turn.do({ do: 'leaveQueue' });
    return { exit: 'digit' };
  },
});

/** Who is not at work, or has a full queue, is as good as busy. */
function exitOf(news: NonNullable<ReturnType<typeof takenOut>>): string {
  return news === 'noAgents' || news === 'full' ? 'busy' : news;
}
