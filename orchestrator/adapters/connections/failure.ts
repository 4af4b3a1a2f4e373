/** What a service outside could not do, as the core and flows are told. */
import { faultWords, type Fault } from '../../../ivr-flows/faults.ts';

export type FailureCode = 'timeout' | 'unreachable' | 'refused' | 'invalid' | 'uncertain';

export class Failure extends Error {
  readonly code: FailureCode;
  /** For people; the message is the same in English, for the log. */
  readonly why: Fault;
  constructor(code: FailureCode, why: Fault, options?: ErrorOptions) {
    super(faultWords(why, 'en'), options);
    this.why = why;
    this.name = 'Failure';
    this.code = code;
  }
}

/** The code of whatever was thrown; what is not known counts as not reached. */
export function codeOf(error: unknown): FailureCode {
  return error instanceof Failure ? error.code : 'unreachable';
}
