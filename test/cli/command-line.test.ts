import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { createStore } from '../../orchestrator/adapters/store/store.ts';
import { createLog } from '../../orchestrator/runtime/log.ts';
import { tempFolder } from '../support/ports.ts';
import { type PhonesOptions, runPhones } from './run-phones.ts';

describe('phones on the command line', function () {
  this.timeout(20_000);
  let home = '';
  const phones = (args: string[], options: Partial<PhonesOptions> = {}) =>
    runPhones(args, { home, ...options });

  before(async () => {
    home = await tempFolder('cli');
  });
  after(() => rm(home, { recursive: true, force: true }));

  it('lists its verbs, each with help of its own', async () => {
    const { status, stdout } = await phones(['--help']);
    expect(status).to.equal(0);
    const verbs = [...stdout.matchAll(/^ {2}([a-z]+) {2}/gm)].map(([, name]) => name ?? '');
    expect(verbs).to.include.members([
      'start',
      'stop',
      'drain',
      'doctor',
      'migrate',
      'user',
      'token',
      'replay',
      'pbx',
    ]);
    await Promise.all(
      verbs.map(async verb => {
        const help = await phones([verb, '--help']);
        expect(help.status, verb).to.equal(0);
        expect(help.stdout, verb).to.contain(`Usage: phones ${verb}`);
      }),
    );
  });

  it('tells its version', async () => {
    expect((await phones(['--version'])).stdout).to.match(/^\d+\.\d+\.\d+\n$/);
  });

  it('refuses with status 2 what it does not understand', async () => {
    const refused: [string[], string][] = [
      [[], 'Usage'],
      [['fly'], 'no verb "fly"'],
      [['start', '--rate', '3'], '--rate goes with --demo'],
      [['start', '--demo', '--rate', 'many'], '--rate takes'],
      [['start', 'now'], 'Unexpected argument'],
      [['user'], 'add or password'],
      [['user', 'add', 'eva'], '--role'],
      [['user', 'add', 'eva', '--role', 'king'], '--role'],
      [['user', 'add', 'eva', '--role', 'operator'], 'with the agent'],
      [['token', 'create', '--role', 'operator'], '--role'],
      [['replay', '--from', 'yesterday'], 'yesterday'],
      [['pbx'], 'command of Asterisk'],
    ];
    await Promise.all(
      refused.map(async ([args, about]) => {
        const { status, stdout, stderr } = await phones(args);
        expect({ args, status, stdout }).to.deep.equal({ args, status: 2, stdout: '' });
        expect(stderr).to.contain(about);
      }),
    );
  });

  it('names a setting that cannot be used', async () => {
    const { status, stderr } = await phones(['migrate'], { env: { PHONES_HTTP: 'here' } });
    expect(status).to.equal(1);
    expect(stderr).to.contain('PHONES_HTTP');
    expect(stderr).not.to.contain(' at ');
  });

  it('migrates once', async () => {
    expect((await phones(['migrate'])).stdout).to.contain('001-');
    expect((await phones(['migrate'])).stdout).to.equal('the database is up to date\n');
  });

  it('creates an account with a password from standard input, and sets another', async () => {
    const added = await phones(['user', 'add', 'eva', '--role', 'supervisor', '--password-stdin'], {
      input: 'first-secret\n',
    });
    expect(added).to.deep.equal({ status: 0, stdout: '', stderr: 'supervisor eva was created\n' });
    const again = await phones(['user', 'add', 'eva', '--role', 'supervisor'], { input: 'first-secret\n' });
    expect(again.status).to.equal(1);
    const changed = await phones(['user', 'password', 'eva'], { input: 'second-secret\r\n' });
    expect(changed.status).to.equal(0);

    const store = createStore({ home, database: { kind: 'sqlite' }, log: createLog('error') });
    try {
      expect(await store.accounts.verify('eva', 'first-secret')).to.equal(null);
      expect(await store.accounts.verify('eva', 'second-secret')).to.include({
        username: 'eva',
        role: 'supervisor',
      });
    } finally {
      await store.close();
    }
  });

  it('refuses a short password and an unknown account', async () => {
    const short = await phones(['user', 'password', 'eva'], { input: 'short\n' });
    expect(short.status).to.equal(2);
    expect(short.stderr).to.contain('8 characters');
    const unknown = await phones(['user', 'password', 'nobody'], { input: 'long-enough\n' });
    expect(unknown.status).to.equal(1);
    expect(unknown.stderr).to.contain('no account "nobody"');
  });

  it('prints a token alone, from any folder', async () => {
    const args = ['token', 'create', '--role', 'administrator', '--name', 'test'];
    const { status, stdout, stderr } = await phones(args, { cwd: tmpdir() });
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
    expect(stdout).to.match(/^\S{30,}\n$/);
    const store = createStore({ home, database: { kind: 'sqlite' }, log: createLog('error') });
    try {
      expect(await store.accounts.byToken(stdout.trim())).to.deep.equal({
        name: 'test',
        role: 'administrator',
      });
    } finally {
      await store.close();
    }
  });

  it('says that Asterisk is not there yet', async () => {
    const { status, stderr } = await phones(['pbx', 'core show version']);
    expect(status).to.equal(1);
    expect(stderr).to.contain('phones start');
  });
});
