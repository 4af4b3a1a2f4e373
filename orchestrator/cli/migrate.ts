/** phones migrate: brings the database to this version's tables. */
import { withStore } from './store.ts';
import { parse, type Verb } from './verb.ts';

export const migrate: Verb = {
  name: 'migrate',
  summary: 'Brings the database up to this version',
  help: `
Usage: phones migrate

Runs the migrations that are missing, in order, and names them. One that fails is rolled back. "phones start"
does the same; this is for those who want it as a step of its own.
`,
  async run(args) {
    parse({ args, options: {} });
    const done = await withStore(store => store.migrate(), { migrate: false });
    console.log(done.length > 0 ? done.join('\n') : 'the database is up to date');
    return 0;
  },
};
