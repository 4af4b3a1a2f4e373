/**
 * Facts are written by a thread of their own: SQLite works on the thread that calls it, and flushes to the disk
 * with each commit, which would hold up the calls. The thread is started at the first use, and anew when it ended.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Unavailable } from '../../runtime/errors.ts';
import type { Log } from '../../runtime/log.ts';
import type { FactStore } from '../../runtime/ports/store.ts';
import { promisesIn } from './callbacks.ts';
import type { Database } from './database.ts';
import type { Answer, Question } from './projection/messages.ts';

/** The thread's program: compiled with the server, or from its source. */
const program = import.meta.compiled
  ? pathToFileURL(join(import.meta.compiled, 'fact-thread.js'))
  : new URL('./projection/thread.mjs', import.meta.url);
/** A thread that does not end by itself after `close` is ended. */
const closeMs = 2000;

type Asked = Question extends infer Q ? (Q extends Question ? Omit<Q, 'id'> : never) : never;

interface Thread {
  ask(question: Asked): Promise<number>;
  end(): Promise<void>;
}

export interface ThreadedFacts extends FactStore {
  close(): Promise<void>;
}

export function createFacts(database: Database, log: Log, file: URL = program): ThreadedFacts {
  let thread: Thread | null = null;
  let restarts = 0;
  let closed = false;

  const ask = async (question: Asked): Promise<number> => {
    if (closed) throw new Unavailable('the database', new Error('the store is closed'));
    thread ??= startThread(file, database.options, error => {
      thread = null;
      if (closed) return;
      restarts += 1;
      log.error({ part: 'store', err: error }, 'the thread that writes facts ended; it is started again');
    });
    return thread.ask(question);
  };

  return {
    position: () => ask({ type: 'position' }),
    async project(facts, upTo) {
      await database.alone(() => ask({ type: 'project', facts: JSON.stringify(facts), upTo }));
    },
    leftOpen: () =>
      database.read(async knex => ({
        contacts: await knex('contacts').whereNull('outcome').orderBy('arrived_at').pluck<string[]>('id'),
        agents: await knex('agent_sessions').whereNull('to_at').distinct().pluck<number[]>('agent_id'),
        promises: await promisesIn(knex),
      })),
    restarts: () => restarts,
    async close() {
      closed = true;
      await thread?.end();
    },
  };
}

/** `onEnd`: it ended without being told to; what it was asked is answered as if the database were away. */
function startThread(file: URL, workerData: Database['options'], onEnd: (error: Error) => void): Thread {
  const worker = new Worker(file, { workerData });
  const waiting = new Map<number, { resolve: (position: number) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  let ended: Error | null = null;
  const exited = new Promise<void>(resolve => worker.once('exit', () => resolve()));

  const fail = (error: Error): void => {
    if (ended) return;
    ended = error;
    onEnd(error);
    for (const { reject } of waiting.values()) reject(new Unavailable('the thread that writes facts', error));
    waiting.clear();
  };
  worker.on('error', fail);
  worker.on('exit', code => fail(new Error(`it ended with status ${code}`)));
  worker.on('message', (answer: Answer) => {
    const question = waiting.get(answer.id);
    waiting.delete(answer.id);
    // The process may end while nothing is asked.
    if (waiting.size === 0) worker.unref();
    if ('position' in answer) question?.resolve(answer.position);
    else question?.reject(failureOf(answer.failure));
  });

  const ask = (question: Asked): Promise<number> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      worker.ref();
      worker.postMessage({ ...question, id: lastId });
    });
  return {
    ask,
    async end() {
      const giveUp = setTimeout(() => void worker.terminate(), closeMs);
      await ask({ type: 'close' }).catch(() => undefined);
      worker.ref();
      await exited;
      clearTimeout(giveUp);
    },
  };
}

function failureOf({ away, message, stack }: Extract<Answer, { failure: unknown }>['failure']): Error {
  const error = new Error(message);
  error.stack = stack;
  return away ? new Unavailable('the database', error) : error;
}
