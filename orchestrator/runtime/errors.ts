/** Errors that cross the ports. Each has a stable code; nobody matches on messages. */
import type { z } from 'zod';
import type { Problem as FlowProblem } from '../../ivr-flows/block.ts';
import { schemaProblem } from '../../ivr-flows/schema-problems.ts';
import type { Dependent, Problem } from './ports/store.ts';
import type { RefusalCode } from '../core/agents/requests.ts';

export class PhonesError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** The input does not fit; every problem at once. */
export class Invalid extends PhonesError {
  readonly problems: Problem[];
  constructor(problems: Problem[]) {
    super('invalid', problems.map(p => `${p.path.join('.')}: ${p.message}`).join('; '));
    this.problems = problems;
  }
}
export class NotFound extends PhonesError {
  constructor(what: string) {
    super('notFound', `${what} does not exist`);
  }
}
/** What a zod schema found, as problems of an input. The check must have been made with `reportInput`, as schemaProblem says. */
export function problemsIn(error: z.ZodError): Problem[] {
  return error.issues.map(issue => ({
    path: issue.path.map(step => (typeof step === 'symbol' ? String(step) : step)),
    ...schemaProblem(issue),
    message: issue.message,
  }));
}
/** The object was changed by somebody else meanwhile. */
export class Conflict extends PhonesError {
  /** Who changed it when (epoch ms), where that is known. */
  readonly changed: { by: string; at: number; revision: number } | null;
  constructor(what: string, changed: Conflict['changed'] = null) {
    super('conflict', `${what} was changed by ${changed?.by ?? 'somebody else'} meanwhile`);
    this.changed = changed;
  }
}
/** A flow cannot be published; every problem at once, warnings too. */
export class FlowInvalid extends PhonesError {
  readonly problems: FlowProblem[];
  constructor(problems: FlowProblem[]) {
    const errors = problems.filter(({ severity }) => severity === 'error');
    super(
      'flowInvalid',
      errors.map(({ block, message }) => (block ? `${block}: ${message}` : message)).join('; '),
    );
    this.problems = problems;
  }
}
/** The object cannot be deleted while others refer to it. */
export class InUse extends PhonesError {
  readonly dependents: Dependent[];
  constructor(dependents: Dependent[]) {
    super('inUse', `used by ${dependents.map(d => `${d.collection} "${d.name}"`).join(', ')}`);
    this.dependents = dependents;
  }
}
export class TooManyAttempts extends PhonesError {
  readonly retryAfterMs: number;
  constructor(retryAfterMs: number) {
    super('tooManyAttempts', `too many attempts, try again in ${Math.ceil(retryAfterMs / 1000)} s`);
    this.retryAfterMs = retryAfterMs;
  }
}
export class MigrationFailed extends PhonesError {
  constructor(name: string, cause: unknown) {
    super('migrationFailed', `migration ${name} failed and was rolled back`, { cause });
  }
}
/** The core refused what an operator asked for. */
export class Refused extends PhonesError {
  constructor(code: RefusalCode) {
    super(code, `refused: ${code}`);
  }
}
/** The database, the PBX or another part did not answer in time. */
export class Unavailable extends PhonesError {
  constructor(what: string, cause?: unknown) {
    super('unavailable', `${what} is not available`, { cause });
  }
}
/** A start without the database, and without a configuration in the journal that could stand in. */
export class NothingKnown extends PhonesError {
  constructor() {
    super(
      'nothingKnown',
      'the database is not available, and this state folder knows no configuration from an earlier start: the first start needs the database',
    );
  }
}
/** A setting (PHONES_*) or command-line option cannot be used. */
export class BadSetting extends PhonesError {
  constructor(name: string, message: string) {
    super('badSetting', `${name}: ${message}`);
  }
}
