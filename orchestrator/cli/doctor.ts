/** phones doctor: looks at everything that an instance needs and says how to mend what is wrong. */
import { type Check, checkAsterisk } from '../../asterisk-config/check.ts';
import { checkDatabase, checkJournal } from './checks/database.ts';
import { type Finding, fine, problem, reason } from './checks/finding.ts';
import { checkCertificate, checkHome, checkNode } from './checks/machine.ts';
import { checkPorts, checkRtp } from './checks/network.ts';
import { checkServer } from './checks/server.ts';
import { parse, settings, type Verb } from './verb.ts';

type Look = () => Promise<Finding | Finding[]> | Finding | Finding[];

/** One check after another; one that throws is a problem itself and the others still run. */
async function* findings(): AsyncIterable<Finding> {
  const config = settings();
  const checks: [string, Look][] = [
    ['Node', checkNode],
    ['State folder', () => checkHome(config)],
    ['Server', () => checkServer(config)],
    ['Ports', () => checkPorts(config)],
    ['RTP', () => checkRtp(config)],
    ['HTTPS', () => checkCertificate(config)],
    ['Database', () => checkDatabase(config)],
    ['Journal', () => checkJournal(config)],
    ['Asterisk', async () => (await checkAsterisk(config)).map(asFinding)],
  ];
  for (const [subject, check] of checks) {
    try {
      yield* [await check()].flat();
    } catch (error) {
      yield problem(subject, `could not be checked: ${reason(error)}`, 'look at the message');
    }
  }
}

function asFinding({ name, ok, detail, mend }: Check): Finding {
  return ok ? fine(name, detail) : problem(name, detail, mend);
}

function line({ subject, ok, message, remedy }: Finding): string {
  const text = `${ok ? 'OK     ' : 'PROBLEM'}  ${subject}: ${message}`;
  return remedy === undefined ? text : `${text}\n         -> ${remedy}`;
}

export const doctor: Verb = {
  name: 'doctor',
  summary: 'Checks everything and says how to mend what is wrong',
  help: `
Usage: phones doctor

Checks Node, the state folder and its disk, ports, the RTP range, the certificate, the database, the clock, the
journal, and Asterisk: version, modules, ARI and configuration, with file and line of what is wrong. Give it the
same PHONES_* settings as the server. Works with the server running or stopped; changes nothing.

Exit status 1 when there is a problem.
`,
  async run(args) {
    parse({ args, options: {} });
    let problems = 0;
    for await (const finding of findings()) {
      console.log(line(finding));
      if (!finding.ok) problems += 1;
    }
    console.log(
      problems === 0 ? '\nAll is well.' : `\n${problems} ${problems === 1 ? 'problem' : 'problems'}.`,
    );
    return problems === 0 ? 0 : 1;
  },
};
