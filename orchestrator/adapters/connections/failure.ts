/** What a service outside could not do, as the core and flows are told. */
export type FailureCode = 'timeout' | 'unreachable' | 'refused' | 'invalid' | 'uncertain';

export class Failure extends Error {
  readonly code: FailureCode;
  constructor(code: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Failure';
    this.code = code;
  }
}

/** The code of whatever was thrown; what is not known counts as not reached. */
export function codeOf(error: unknown): FailureCode {
  return error instanceof Failure ? error.code : 'unreachable';
}
