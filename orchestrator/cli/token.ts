/** phones token create: bearer tokens for programs that use the API. */
import { withStore } from './store.ts';
import { parse, UsageError, type Verb } from './verb.ts';

const roles = ['supervisor', 'administrator'] as const;

export const token: Verb = {
  name: 'token',
  summary: 'Makes a bearer token for the API',
  help: `
Usage: phones token create --role supervisor|administrator [--name NAME]

Prints the token, and nothing else, on standard output. It is shown this once: the database keeps only its
SHA-256. NAME (default: "command line") says in the list of tokens what it is for.
`,
  async run([action, ...args]) {
    if (action !== 'create') throw new UsageError('give create');
    const { values } = parse({
      args,
      options: { role: { type: 'string' }, name: { type: 'string', default: 'command line' } },
    });
    const role = roles.find(known => known === values.role);
    if (!role) throw new UsageError(`give --role ${roles.join(' or --role ')}`);
    const made = await withStore(store => store.accounts.createToken(role, values.name, 'command line'));
    console.log(made);
    return 0;
  },
};
