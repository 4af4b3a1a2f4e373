/** `phones start --demo` as a stranger runs it: the first start, a second one, a crash, the end. */
import { rm } from 'node:fs/promises';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { findAsterisk } from '../../asterisk-config/process-start.ts';
import { foldersOf } from '../../asterisk-config/folders.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { rootTimeoutMs } from '../support/asterisk-root.ts';
import { tempFolder } from '../support/ports.ts';
import { until } from '../support/until.ts';
import type { ContactRow } from '../../orchestrator/runtime/ports/store.ts';
import { runPhones } from '../cli/run-phones.ts';

describe('phones start --demo', function () {
  this.timeout(120_000);
  let instance: Instance;
  let env: Record<string, string> = {};

  before(async function () {
    this.timeout(rootTimeoutMs + 100_000);
    instance = await startInstance({ args: ['--demo', '--rate', '20'] });
    const { http, sip, rtp } = instance;
    env = {
      PHONES_HTTP: new URL(http).host,
      PHONES_SIP: `${sip.host}:${sip.port}`,
      PHONES_RTP: `${rtp.from}-${rtp.to}`,
    };
    await until('the start has said all', () => instance.logs.includes('Ready.'));
  });
  after(() => instance?.stop());

  async function handled(): Promise<ContactRow[]> {
    const path = '/contacts?state=handled&limit=200';
    return (await instance.api.request<{ items: ContactRow[] }>('GET', path)).items;
  }

  it('names its steps, the addresses and what to dial', () => {
    const { logs, http, home } = instance;
    for (const step of ['Database', 'Asterisk: starting', 'Asterisk: connecting'])
      expect(logs).to.match(new RegExp(`^  ${step}: .*, \\d+\\.\\d s$`, 'm'));
    expect(logs).to.contain(`${http}/phonebar`).and.to.contain(`${home}/log/phones.log`);
    expect(logs).to.contain('sip:800100@');
    for (const operator of ['operator1', 'operator2'])
      expect(logs).to.match(new RegExp(`^  ${operator}, password \\S{12,}$`, 'm'));
    expect(logs).to.contain('First administrator: admin');
    expect(logs, 'a password that was given is not repeated').not.to.contain(instance.administrator.password);
  });

  it('keeps simulated contacts coming, to simulated operators only', async () => {
    const contacts = await until(
      'contacts were handled',
      async () => {
        const items = await handled();
        return items.length >= 3 && items;
      },
      { timeoutMs: 90_000, everyMs: 200, explain: () => instance.api.live() },
    );
    const { services, agents } = await instance.api.live();
    const traffic = services.find(({ name }) => name === 'Demo traffic');
    expect(new Set(contacts.map(({ serviceId }) => serviceId))).to.deep.equal(new Set([traffic?.id]));
    const simulated = agents.filter(({ name }) => name.includes('simulated')).map(({ id }) => id);
    expect(simulated).to.include.members(contacts.map(({ agentId }) => agentId));
    expect(
      contacts.every(
        ({ callerName, callerNumber }) => callerName !== '' && /^0655501\d\d$/.test(callerNumber),
      ),
    ).to.equal(true);
  });

  it('is well, says the doctor', async () => {
    const { status, stdout } = await runPhones(['doctor'], { home: instance.home, env });
    expect(stdout.split('\n').filter(line => line.startsWith('PROBLEM'))).to.deep.equal([]);
    expect(stdout).to.contain('All is well.');
    expect(status).to.equal(0);
  });

  it('has a journal that replays to the same facts', async () => {
    const { status, stdout, stderr } = await runPhones(['replay', '--quiet'], { home: instance.home });
    expect(stderr).to.equal('');
    expect(stdout).to.contain('the same as recorded');
    expect(status).to.equal(0);
  });

  it('gives a command to Asterisk', async () => {
    const { status, stdout } = await runPhones(['pbx', 'core show version'], { home: instance.home });
    expect(stdout).to.match(/^Asterisk 22\./);
    expect(status).to.equal(0);
    expect((await runPhones(['pbx', 'no such command'], { home: instance.home })).status).to.be.oneOf([0, 1]);
  });

  it('is not started twice in one state folder', async () => {
    const { status, stderr } = await runPhones(['start'], { home: instance.home, env });
    expect(status).to.equal(1);
    expect(stderr).to.contain(`process ${instance.pid}`).and.to.contain('PHONES_HOME');
  });

  it('names who has the ports when another folder wants them', async () => {
    const home = await tempFolder('other');
    try {
      const { status, stderr } = await runPhones(['start'], { home, env });
      expect(status).to.equal(1);
      expect(stderr)
        .to.contain(`process ${instance.pid}`)
        .and.to.contain('PHONES_HTTP')
        .and.to.contain('PHONES_SIP');
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  });

  it('starts again after kill -9 with the Asterisk that went on, and shows no password again', async () => {
    const [before] = await findAsterisk(foldersOf(instance.home));
    const passwords = [...instance.logs.matchAll(/password (\S{12,})$/gm)].map(
      ([, password]) => password ?? '',
    );
    await instance.kill();
    const shown = instance.logs.length;
    await instance.start();
    const logs = await until('the start has said all', () => {
      const text = instance.logs.slice(shown);
      return text.includes('Ready.') && text;
    });
    expect(logs).to.contain('taken over').and.to.contain('Database: up to date');
    expect(await findAsterisk(foldersOf(instance.home))).to.deep.equal([before]);
    for (const password of passwords) expect(logs).not.to.contain(password);
    const seen = (await handled()).length;
    await until('contacts go on', async () => (await handled()).length > seen, { timeoutMs: 90_000 });
  });

  it('ends everything at Ctrl-C, also when it comes twice', async () => {
    process.kill(instance.pid, 'SIGINT');
    process.kill(instance.pid, 'SIGINT');
    await until('the server has ended', () => !instance.running, {
      timeoutMs: 20_000,
      explain: () => instance.tail(),
    });
    expect(instance.logs).to.match(/stopped, \d+\.\d s\n\[the server ended: 0\]/);
    expect(await findAsterisk(foldersOf(instance.home))).to.deep.equal([]);
    expect((await runPhones(['doctor'], { home: instance.home, env })).stdout).to.match(
      /^OK +Server: stopped$/m,
    );
  });
});
