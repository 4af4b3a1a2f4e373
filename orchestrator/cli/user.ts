/** phones user add|password: sign-in accounts of people. */
import { readPassword } from './password.ts';
import { withStore } from './store.ts';
import { parse, UsageError, type Verb } from './verb.ts';

const roles = ['supervisor', 'administrator'] as const;

async function add(args: string[]): Promise<number> {
  const { values, positionals } = parse({
    args,
    allowPositionals: true,
    options: {
      role: { type: 'string' },
      language: { type: 'string', default: 'it' },
      'password-stdin': { type: 'boolean', default: false },
    },
  });
  const [username, ...more] = positionals;
  if (!username || more.length > 0) throw new UsageError('give one name');
  if (values.role === 'operator')
    throw new UsageError(
      'an operator gets the account with the agent: create the agent in the pages or by the API',
    );
  const role = roles.find(known => known === values.role);
  if (!role) throw new UsageError(`give --role ${roles.join(' or --role ')}`);
  const language = (['it', 'en'] as const).find(known => known === values.language);
  if (!language) throw new UsageError('give --language it or --language en');
  const password = await readPassword(values['password-stdin']);
  await withStore(store => store.accounts.create({ username, role, language }, password, 'command line'));
  process.stderr.write(`${role} ${username} was created\n`);
  return 0;
}

async function password(args: string[]): Promise<number> {
  const { values, positionals } = parse({
    args,
    allowPositionals: true,
    options: { 'password-stdin': { type: 'boolean', default: false } },
  });
  const [username, ...more] = positionals;
  if (!username || more.length > 0) throw new UsageError('give one name');
  const secret = await readPassword(values['password-stdin']);
  const known = await withStore(store => store.accounts.setPassword(username, secret, 'command line'));
  process.stderr.write(
    known
      ? `the password of ${username} was changed; open sessions are ended\n`
      : `phones user: there is no account "${username}"\n`,
  );
  return known ? 0 : 1;
}

export const user: Verb = {
  name: 'user',
  summary: 'Creates an account or sets a password',
  help: `
Usage: phones user add NAME --role supervisor|administrator [--language it|en] [--password-stdin]
       phones user password NAME [--password-stdin]

The password is asked for on the terminal, or is the first line of standard input. It needs 8 characters or
more. Works while the server runs. Operators get their account with their agent.
`,
  async run([action, ...args]) {
    if (action === 'add') return add(args);
    if (action === 'password') return password(args);
    throw new UsageError('give add or password');
  },
};
