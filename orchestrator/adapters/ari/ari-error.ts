/** What Asterisk (or the way to it) answered instead of doing what was asked. */
import { PhonesError } from '../../runtime/errors.ts';

/** No answer in time, or no link to the node. */
export const noAnswer = 0;

export class AriError extends PhonesError {
  /** HTTP status of ARI; 0 = no answer in time or no link. */
  readonly status: number;
  constructor(status: number, message: string, options?: ErrorOptions) {
    super('ari', message, options);
    this.status = status;
  }
}

/** The status of whatever was thrown; 500 when it did not come from ARI: a fault of ours. */
export const statusOf = (error: unknown): number => (error instanceof AriError ? error.status : 500);

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
