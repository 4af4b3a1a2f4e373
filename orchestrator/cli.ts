/** The command `phones`: finds the verb, turns what it throws into a line on stderr and an exit status. */
import { UsageError, type Verb } from './cli/verb.ts';
import { version } from './cli/version.ts';
import { PhonesError } from './runtime/errors.ts';

/** Each verb loads only what it needs. */
const verbs: Readonly<Record<string, () => Promise<Verb>>> = {
  start: async () => (await import('./cli/start.ts')).start,
  stop: async () => (await import('./cli/stop.ts')).stop,
  drain: async () => (await import('./cli/drain.ts')).drain,
  doctor: async () => (await import('./cli/doctor.ts')).doctor,
  migrate: async () => (await import('./cli/migrate.ts')).migrate,
  user: async () => (await import('./cli/user.ts')).user,
  token: async () => (await import('./cli/token.ts')).token,
  flow: async () => (await import('./cli/flow.ts')).flow,
  replay: async () => (await import('./cli/replay.ts')).replay,
  pbx: async () => (await import('./cli/pbx.ts')).pbx,
};

async function overview(): Promise<string> {
  const all = await Promise.all(Object.values(verbs).map(load => load()));
  const width = Math.max(...all.map(({ name }) => name.length));
  return `#phones, a contact centre on Asterisk

Usage: phones <verb> [options]

${all.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`).join('\n')}

  phones <verb> --help   what a verb takes
  phones --version

Settings come from the environment (PHONES_HOME, PHONES_HTTP, ...): see README.md, "Settings".
`;
}

function isHelp(argument: string | undefined): boolean {
  return argument === '--help' || argument === '-h' || argument === 'help';
}

/** What went wrong, for people: the causes too, the stack only for our own faults. */
function explain(error: unknown): string {
  if (!(error instanceof PhonesError))
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const cause = error.cause instanceof Error ? `\n  because: ${error.cause.message}` : '';
  return error.message + cause;
}

/** Runs one command. Resolves with the exit status: 0 done, 1 failed, 2 not understood. */
export async function main(args: string[]): Promise<number> {
  const [first, ...rest] = args;
  if (first === '--version' || first === '-V') {
    console.log(version());
    return 0;
  }
  if (isHelp(first)) {
    process.stdout.write(await overview());
    return 0;
  }
  const load = first !== undefined && Object.hasOwn(verbs, first) ? verbs[first] : undefined;
  if (!load) {
    const message =
      first === undefined ? await overview() : `phones: there is no verb "${first}"; see phones --help\n`;
    process.stderr.write(message);
    return 2;
  }
  const verb = await load();
  const options = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  if (options.some(isHelp)) {
    process.stdout.write(`${verb.summary}\n\n${verb.help.trim()}\n`);
    return 0;
  }
  try {
    return await verb.run(rest);
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`phones ${verb.name}: ${error.message}; see phones ${verb.name} --help\n`);
      return 2;
    }
    process.stderr.write(`phones ${verb.name}: ${explain(error)}\n`);
    return 1;
  }
}
