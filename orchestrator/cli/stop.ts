/** phones stop: ends the server of the state folder; calls in progress stay in Asterisk for the next start. */
import { homeHolder, serverEnded } from './lock.ts';
import { parse, settings, type Verb } from './verb.ts';

/** An orderly end takes a second or two; a database that is away may hold it up. */
const patienceMs = 60_000;

export const stop: Verb = {
  name: 'stop',
  summary: 'Ends the server; calls in progress stay for the next start',
  help: `
Usage: phones stop [--calls]

Ends the server that runs in PHONES_HOME and waits until it has ended. Conversations go on in Asterisk, and the
next "phones start" takes them over; to let them finish first use "phones drain".

  --calls   ends Asterisk and every call too, as Ctrl-C does
`,
  async run(args) {
    const { values } = parse({ args, options: { calls: { type: 'boolean', default: false } } });
    const { home } = settings();
    const pid = await homeHolder(home);
    if (pid === null) {
      console.log(`no server runs in ${home}`);
      return 0;
    }
    process.kill(pid, values.calls ? 'SIGINT' : 'SIGTERM');
    if (await serverEnded(pid, patienceMs)) {
      console.log('stopped');
      return 0;
    }
    process.stderr.write(`phones stop: process ${pid} has not ended within ${patienceMs / 1000} s\n`);
    return 1;
  },
};
