/** What a verb of the command line is. Each verb is a file; cli.ts lists them. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { readSettings, type Settings } from '../runtime/settings.ts';

export interface Verb {
  /** First word after `phones`. */
  name: string;
  /** One line for the list of verbs. */
  summary: string;
  /** Text of `phones <verb> --help`, without the summary. */
  help: string;
  /** Resolves with the exit status: 0 done, 1 failed. Throws UsageError for what cannot be understood. */
  run(args: string[]): Promise<number>;
}

/** The command line cannot be understood: exit status 2. */
export class UsageError extends Error {}

/** parseArgs, with its complaints as UsageError. */
export function parse<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs<T>(config);
  } catch (cause) {
    if (cause instanceof TypeError && 'code' in cause && String(cause.code).startsWith('ERR_PARSE_ARGS'))
      throw new UsageError(cause.message, { cause });
    throw cause;
  }
}

/** The settings of the instance that the command is for. A bad one throws BadSetting. */
export function settings(): Settings {
  return readSettings(process.env);
}
