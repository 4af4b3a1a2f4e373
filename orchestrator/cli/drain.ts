/** phones drain: the server takes no new contacts and ends when the last one is done. */
import { homeHolder, serverEnded } from './lock.ts';
import { parse, settings, type Verb } from './verb.ts';

export const drain: Verb = {
  name: 'drain',
  summary: 'Lets the last contacts finish, takes no new ones, then ends the server',
  help: `
Usage: phones drain

New calls get what the dialplan says without #phones (the fallback); contacts in progress, also those that wait,
are led to their end, and then the server ends. Waits for that; Ctrl-C stops only the waiting. There is no way
back but "phones stop" and "phones start".
`,
  async run(args) {
    parse({ args, options: {} });
    const { home } = settings();
    const pid = await homeHolder(home);
    if (pid === null) {
      console.log(`no server runs in ${home}`);
      return 0;
    }
    process.kill(pid, 'SIGUSR2');
    console.log('draining: the server ends when the last contact is done');
    await serverEnded(pid, Number.POSITIVE_INFINITY);
    console.log('stopped');
    return 0;
  },
};
