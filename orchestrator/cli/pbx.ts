/** phones pbx: Asterisk's console. */
import { consoleCommand } from '../../asterisk-config/console.ts';
import { settings, UsageError, type Verb } from './verb.ts';

export const pbx: Verb = {
  name: 'pbx',
  summary: 'Runs a command on the console of the embedded Asterisk',
  help: `
Usage: phones pbx 'COMMAND'

For example: phones pbx 'core show channels', phones pbx 'pjsip show endpoints', phones pbx 'dialplan reload'.
`,
  async run(args) {
    const words = args[0] === '--' ? args.slice(1) : args;
    const command = words.join(' ').trim();
    if (command === '') throw new UsageError('give a command of Asterisk, e.g. "core show version"');
    const { asterisk, home } = settings();
    if (asterisk.kind !== 'embedded') {
      process.stderr.write(
        'phones pbx: PHONES_ASTERISK names an Asterisk of yours; use its own console (asterisk -rx)\n',
      );
      return 1;
    }
    const { code, output } = await consoleCommand(home, command);
    (code === 0 ? process.stdout : process.stderr).write(output.endsWith('\n') ? output : `${output}\n`);
    return code === 0 ? 0 : 1;
  },
};
