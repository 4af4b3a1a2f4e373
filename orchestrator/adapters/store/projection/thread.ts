/** The thread that writes facts: one question after another, each answered. Its connection is its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { Unavailable } from '../../../runtime/errors.ts';
import type { ConnectionOptions } from '../drivers.ts';
import type { Answer, Question } from './messages.ts';
import { createFactWriter } from './writer.ts';

const writer = createFactWriter(workerData as ConnectionOptions);

async function answer(question: Question): Promise<Answer> {
  const { id } = question;
  try {
    const facts = await writer;
    if (question.type === 'position') return { id, position: await facts.position() };
    if (question.type === 'project') await facts.project(JSON.parse(question.facts), question.upTo);
    else await facts.close();
    return { id, position: question.type === 'project' ? question.upTo : 0 };
  } catch (error) {
    const away = error instanceof Unavailable;
    const { message, stack } = away && error.cause instanceof Error ? error.cause : asError(error);
    return { id, failure: { away, message, stack: stack ?? message } };
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

let turn: Promise<void> = Promise.resolve();
parentPort?.on('message', (question: Question) => {
  turn = turn.then(async () => {
    const given = await answer(question);
    parentPort?.postMessage(given);
    if (question.type === 'close') parentPort?.close();
  });
});
