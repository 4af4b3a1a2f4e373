import { PhonesError } from '../orchestrator/runtime/errors.ts';

/** Why Asterisk could not be installed; the message says how to mend it. */
export class InstallFailed extends PhonesError {
  constructor(message: string) {
    super('installFailed', message);
  }
}
