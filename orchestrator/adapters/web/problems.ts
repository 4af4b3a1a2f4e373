/** Errors as RFC 9457 problem details. What is not ours to tell stays in the log. */
import { STATUS_CODES } from 'node:http';
import type { Response } from 'express';
import type { Problem as FlowProblem } from '../../../ivr-flows/block.ts';
import type { Words } from '../../../ivr-flows/values.ts';
import type { Log } from '../../runtime/log.ts';
import {
  Conflict,
  FlowInvalid,
  InUse,
  Invalid,
  PhonesError,
  Refused,
  TooManyAttempts,
} from '../../runtime/errors.ts';
import type { Dependent, Problem } from '../../runtime/ports/store.ts';

export interface ProblemDetails {
  /** `urn:phones:problem:<code>`. */
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  /** What is wrong with which member: `pointer` is an RFC 6901 pointer into the body. */
  errors?: { pointer: string; path: string; code: string; message: string; values?: Words }[];
  /** What refers to the object that was to be deleted. */
  dependents?: Dependent[];
  /** Why a flow cannot be published. */
  problems?: FlowProblem[];
  /** Who changed the object meanwhile. */
  changed?: { by: string; at: number; revision: number };
}

/** A query parameter or address that does not fit. */
export class BadRequest extends Invalid {}
/** If-Match named another revision. */
export class Stale extends PhonesError {
  constructor() {
    super('stale', 'the object was changed by somebody else meanwhile (If-Match does not fit)');
  }
}

const statusOfCode: Record<string, number> = {
  invalid: 422,
  flowInvalid: 422,
  unreadableAudio: 422,
  audioTooLong: 422,
  audioTooShort: 422,
  noSpeech: 422,
  damagedFile: 500,
  notFound: 404,
  conflict: 409,
  inUse: 409,
  tooManyAttempts: 429,
  unavailable: 503,
  unauthenticated: 401,
  forbidden: 403,
  csrf: 403,
  foreignOrigin: 403,
  stale: 412,
  methodNotAllowed: 405,
  unsupportedMediaType: 415,
  ownAccount: 409,
  nobodyThere: 409,
  tooManyStreams: 429,
};

/** Errors of body-parser, csrf-sync and express carry a status below 500 and a type. */
const requestErrors: Record<number, [code: string, detail: string]> = {
  400: ['malformed', 'the request cannot be read'],
  404: ['notFound', 'there is no such address'],
  413: ['tooLarge', 'the body is too large'],
  416: ['range', 'there is nothing at that range'],
  415: ['unsupportedMediaType', 'the body is of a kind that is not understood'],
};

const pointer = (path: Problem['path']): string =>
  path.map(step => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

function details(status: number, code: string, detail: string): ProblemDetails {
  return { type: `urn:phones:problem:${code}`, title: STATUS_CODES[status] ?? 'Error', status, detail, code };
}

function ofPhonesError(error: PhonesError): ProblemDetails | null {
  const status =
    error instanceof BadRequest ? 400 : error instanceof Refused ? 409 : statusOfCode[error.code];
  if (status === undefined) return null;
  const problem = details(status, error.code, error.message);
  if (error instanceof InUse) problem.dependents = error.dependents;
  if (error instanceof FlowInvalid) problem.problems = error.problems;
  if (error instanceof Conflict && error.changed) problem.changed = error.changed;
  if (error instanceof Invalid)
    problem.errors = error.problems.map(({ path, code, message, values }) => ({
      pointer: pointer(path),
      path: path.join('.'),
      code,
      message,
      ...(values && { values }),
    }));
  return problem;
}

/** The problem that an error shows to the asker; 500 without particulars for what we did not foresee. */
export function problemOf(error: unknown): ProblemDetails {
  const known = error instanceof PhonesError ? ofPhonesError(error) : null;
  if (known) return known;
  const status =
    error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 500;
  const malformedJson = error instanceof Error && 'type' in error && error.type === 'entity.parse.failed';
  if (malformedJson) return details(400, 'malformedJson', 'the body is not valid JSON');
  const request = requestErrors[status] ?? (status > 400 && status < 500 ? requestErrors[400] : undefined);
  if (request) return details(requestErrors[status] ? status : 400, ...request);
  return details(500, 'internal', 'something went wrong here; it has been noted');
}

export function sendProblem(res: Response, error: unknown, log: Log): void {
  const problem = problemOf(error);
  if (problem.status >= 500) log.error({ err: error, code: problem.code }, 'request failed');
  if (res.headersSent) {
    res.destroy();
    return;
  }
  if (error instanceof TooManyAttempts) res.setHeader('retry-after', Math.ceil(error.retryAfterMs / 1000));
  if (problem.status === 401) res.setHeader('www-authenticate', 'Bearer');
  res.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}
