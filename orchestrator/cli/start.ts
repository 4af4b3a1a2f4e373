/** phones start: the whole set-up, step by step, then the server until it is told to stop. */
import type { RunningServer } from '../main.ts';
import type { Settings } from '../runtime/settings.ts';
import { lockHome } from './lock.ts';
import { logFile, openLog } from './log-file.ts';
import { PortsTaken, portProblems } from './ports.ts';
import { createSteps, type Steps } from './steps.ts';
import { prepareSwitches } from './switches.ts';
import { drainRequested, stopRequested } from './stop-signals.ts';
import { loadTls, type Tls } from './tls.ts';
import { parse, settings, UsageError, type Verb } from './verb.ts';
import { version } from './version.ts';

/** Simulated callers per minute: keeps the six simulated operators busy for about three quarters of the time. */
const defaultRate = 4;

function readRate(text: string | undefined): number {
  const rate = Number(text ?? defaultRate);
  if (!(rate > 0 && rate <= 600))
    throw new UsageError('--rate takes calls per minute, more than 0 and up to 600');
  return rate;
}

function say(...lines: string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** Where to go now, and the passwords that are shown this once. */
function farewell(config: Settings, server: RunningServer): string[] {
  const { address, firstAdministrator, demo, databaseAway } = server;
  const sip = `${config.sip.host}:${config.sip.port}`;
  return [
    '',
    `Pages      ${address}/`,
    `PhoneBar   ${address}/phonebar`,
    `SIP        ${sip}`,
    `Log        ${logFile(config.home)}`,
    ...(config.tls.kind === 'auto'
      ? ['', 'The certificate is self-signed: the browser asks once whether to trust it.']
      : []),
    ...(databaseAway
      ? [
          '',
          'The database is away. Calls go on with the configuration as it was; signing in and configuring must wait.',
        ]
      : []),
    ...(firstAdministrator
      ? [
          '',
          firstAdministrator.password === null
            ? `First administrator: ${firstAdministrator.username}, password as in PHONES_ADMIN_PASSWORD`
            : `First administrator: ${firstAdministrator.username}, password ${firstAdministrator.password} (shown this once)`,
        ]
      : []),
    ...(demo
      ? [
          '',
          `Demo: dial ${demo.number} from a SIP phone on this machine (sip:${demo.number}@${sip}, no registration).`,
          'Sign in to the PhoneBar as operator1 or operator2 and press Ready: the call is yours.',
          ...demo.newPasswords.map(({ username, password }) => `  ${username}, password ${password}`),
          ...(demo.newPasswords.length === 0
            ? [
                '  Their passwords were shown at the first start; "phones user password operator1" sets another.',
              ]
            : []),
          `Simulated callers and operators keep the service "Demo traffic" busy: ${address}/admin/live`,
        ]
      : []),
    '',
    'Ready. Ctrl-C stops everything.',
  ];
}

async function prepareTls(config: Settings, steps: Steps): Promise<Tls | null> {
  const tls = await loadTls(config);
  if (tls)
    steps.report({
      name: 'HTTPS certificate',
      state: tls.made ? 'done' : 'skipped',
      detail: tls.made ? 'made, signed by itself' : '',
    });
  return tls;
}

async function run(config: Settings, demo: { callsPerMinute: number } | null): Promise<number> {
  const steps = createSteps(process.stdout);
  say(`#phones ${version()}, state folder ${config.home}`);
  if (process.getuid?.() === 0) say('Running as root: it need not be, any user can start #phones.');

  const unlock = await lockHome(config.home);
  const stop = stopRequested();
  const drain = drainRequested();
  try {
    const taken = await portProblems(config);
    if (taken.length > 0) throw new PortsTaken(taken);
    const tls = await prepareTls(config, steps);
    const log = openLog(config, process.stderr);
    const switches = await prepareSwitches(config, steps, log);
    // Loaded only here, so that the other verbs answer at once, and Asterisk starts meanwhile.
    const { startServer } = await import('../main.ts');
    const server = await startServer({ settings: config, tls, demo, switches, steps, log });
    say(...farewell(config, server));
    const drained = drain.then(async () => {
      say('', 'Draining: no new contacts; the server ends when the last one is done.');
      await server.drain();
      return 'Drained' as const;
    });
    const signal = await Promise.race([stop, drained]);
    // SIGTERM comes from a service manager, for an upgrade perhaps: conversations go on in Asterisk (F17).
    const keepCalls = signal === 'SIGTERM';
    say(
      '',
      `${signal === 'SIGINT' ? 'Ctrl-C' : signal}: stopping${keepCalls ? '; calls in progress stay' : ''}`,
    );
    await steps.run(keepCalls ? 'Server' : 'Server and Asterisk', async () => {
      await server.stop({ keepCalls });
      return 'stopped';
    });
    return 0;
  } finally {
    unlock();
  }
}

export const start: Verb = {
  name: 'start',
  summary: 'Sets up what is missing and runs the server until Ctrl-C',
  help: `
Usage: phones start [--demo [--rate CALLS_PER_MINUTE]]

The first start unpacks Asterisk into the state folder, makes the database and the first administrator, and
shows its password once. A later start skips what is done.

  --demo   adds demo data (service 800100 with two operators) and simulated callers and operators
  --rate   simulated calls per minute, ${defaultRate} by default
`,
  async run(args) {
    const { values } = parse({
      args,
      options: { demo: { type: 'boolean', default: false }, rate: { type: 'string' } },
    });
    if (values.rate !== undefined && !values.demo) throw new UsageError('--rate goes with --demo');
    const demo = values.demo ? { callsPerMinute: readRate(values.rate) } : null;
    return run(settings(), demo);
  },
};
