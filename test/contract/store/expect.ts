import { Invalid } from '../../../orchestrator/runtime/errors.ts';

type ErrorClass<E> = abstract new (...values: never[]) => E;

export async function rejection(promise: Promise<unknown>): Promise<Error>;
export async function rejection<E extends Error>(promise: Promise<unknown>, type: ErrorClass<E>): Promise<E>;
/** The error that a promise rejects with, of that class; any other is thrown. */
export async function rejection(promise: Promise<unknown>, type: ErrorClass<Error> = Error): Promise<Error> {
  const error: unknown = await promise.then(
    () => new TypeError('the promise resolved'),
    (reason: unknown) => reason,
  );
  if (error instanceof type && !(error instanceof TypeError)) return error;
  throw error;
}

/** The problems of an Invalid as `member.0.member code`, sorted. */
export async function problems(promise: Promise<unknown>): Promise<string[]> {
  const error = await rejection(promise, Invalid);
  return error.problems.map(problem => `${problem.path.join('.')} ${problem.code}`).toSorted();
}
