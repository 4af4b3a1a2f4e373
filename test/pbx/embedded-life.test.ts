import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import { checkAsterisk } from '../../asterisk-config/check.ts';
import { consoleCommand } from '../../asterisk-config/console.ts';
import { findAsterisk } from '../../asterisk-config/process-start.ts';
import { processRef } from '../../asterisk-config/processes.ts';
import { asteriskRoot, rootTimeoutMs } from '../support/asterisk-root.ts';
import { EmbeddedHome } from '../support/embedded.ts';
import { until } from '../support/until.ts';

const parent = fileURLToPath(new URL('../support/embedded-parent.ts', import.meta.url));

describe('embedded Asterisk: start, stop, death', function () {
  this.timeout(60_000);
  let home: EmbeddedHome;

  before(async function () {
    this.timeout(rootTimeoutMs);
    await asteriskRoot();
  });
  beforeEach(async () => {
    home = await EmbeddedHome.create();
  });
  afterEach(() => home.remove());

  it('starts without a complaint, with all its modules, and stops', async () => {
    const asterisk = await home.start();
    expect(asterisk.version).to.match(/^22\./);
    expect(asterisk.takenOver).to.equal(false);
    expect(await readFile(join(home.folders.log, 'messages.log'), 'utf8')).to.not.match(/WARNING|ERROR/);
    await asterisk.stop();
    await asterisk.exited;
    expect(await processRef(asterisk.pid)).to.equal(null);
  });

  it('keeps its password to this user, and stays on loopback', async () => {
    const asterisk = await home.start();
    for (const file of [home.folders.access, join(home.folders.etc, 'ari.conf')])
      expect((await stat(file)).mode & 0o777, file).to.equal(0o600);
    const { hostname, password } = new URL(asterisk.url);
    expect(hostname).to.equal('127.0.0.1');
    expect(JSON.stringify(home.logged)).to.not.include(password);
  });

  it('is taken over by the next start, and started anew when the settings have changed', async () => {
    const first = await home.start();
    first.release();
    const second = await home.start();
    expect(second.takenOver).to.equal(true);
    expect(second.pid).to.equal(first.pid);
    expect(second.url).to.equal(first.url);
    second.release();

    const { from, to } = home.options.rtp;
    const third = await home.start({ rtp: { from, to: to - 10 } });
    expect(third.takenOver).to.equal(false);
    expect(third.pid).to.not.equal(first.pid);
    expect(await processRef(first.pid)).to.equal(null);
  });

  it('outlives the process that started it, even when that is killed', async () => {
    const { log: _, ...options } = home.options;
    const child = spawn(process.execPath, ['--import', 'tsx', parent, JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    child.kill('SIGKILL');
    await once(child, 'exit');
    const next = await home.start();
    expect(next.takenOver).to.equal(true);
    expect(next.pid).to.equal(pid);
  });

  it('is started again when it dies, at the same address', async () => {
    const asterisk = await home.start();
    const { pid, url } = asterisk;
    process.kill(pid, 'SIGKILL');
    await until('another one runs', () => asterisk.pid !== pid);
    expect(asterisk.url).to.equal(url);
    await until('it answers', () => home.ari('GET', 'asterisk/info').catch(() => null));
    expect(home.logged.map(({ message }) => message)).to.include(
      'Asterisk has ended by itself: it is started again',
    );
  });

  it('is started again after a takeover too, when it is nobody’s child', async () => {
    (await home.start()).release();
    const asterisk = await home.start();
    const { pid } = asterisk;
    process.kill(pid, 'SIGKILL');
    await until('another one runs', () => asterisk.pid !== pid);
  });

  it('replaces one that does not answer', async () => {
    const first = await home.start();
    first.release();
    process.kill(first.pid, 'SIGSTOP');
    const second = await home.start({ patienceMs: 100 });
    expect(second.takenOver).to.equal(false);
    expect(await findAsterisk(home.folders)).to.have.lengthOf(1);
  });

  it('names the process that has the SIP port', async () => {
    const { host, port } = home.options.sip;
    const other = createServer().listen(port, host);
    await once(other, 'listening');
    try {
      const error = await home.start().catch((reason: unknown) => reason);
      expect(String(error)).to.match(
        new RegExp(`TCP port ${port} .* taken by process ${process.pid} \\(.*mocha`),
      );
      expect(await findAsterisk(home.folders)).to.deep.equal([]);
    } finally {
      other.close();
    }
  });

  it('takes another port for ARI when its own was taken meanwhile', async () => {
    const first = await home.start();
    await first.stop();
    const port = Number(new URL(first.url).port);
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    try {
      expect(Number(new URL((await home.start()).url).port)).to.not.equal(port);
    } finally {
      other.close();
    }
  });

  it('says what is wrong when it does not come up', async () => {
    const error = await home.start({ root: '/nonexistent' }).catch((reason: unknown) => reason);
    expect(String(error)).to.match(/nonexistent/);
  });

  it('has a console', async () => {
    const { home: folder } = home.options;
    expect(await consoleCommand(folder, 'core show version')).to.include({ code: 1 });
    await home.start();
    const answer = await consoleCommand(folder, 'core show version');
    expect(answer.code).to.equal(0);
    expect(answer.output).to.match(/^Asterisk 22\./);
  });

  it('is checked by doctor: stopped, running, and with a wrong edit of the dialplan (S16)', async () => {
    const settings = { home: home.options.home, asterisk: { kind: 'embedded' } } as const;
    const findings = async (): Promise<string[]> =>
      (await checkAsterisk(settings)).map(
        ({ name, ok, detail }) => `${ok ? 'ok' : 'wrong'} ${name}: ${detail}`,
      );
    expect((await findings()).slice(0, 2).join('\n')).to.match(
      /^ok Asterisk: 22\..*does not run now\nok .* present$/,
    );
    await home.start();
    expect((await findings()).join('\n')).to.match(
      /^ok Asterisk: 22\..*answers.*\nok .* loaded\nok .*no mistake found/,
    );
    const file = join(home.folders.custom, 'extensions_custom.conf');
    await writeFile(file, '[mine]\nexten => 1,1,Dail(PJSIP/x)\nexten => 1,1,NoOp()\nexten => 1,1,NoOp()\n');
    await consoleCommand(home.options.home, 'dialplan reload');
    expect((await findings()).filter(finding => finding.startsWith('wrong'))).to.deep.equal([
      `wrong Asterisk configuration: ${file}:2: there is no application "Dail", or its module is not loaded (modules_custom.conf)`,
      `wrong Asterisk configuration: ${file}:3: Unable to register extension`,
      `wrong Asterisk configuration: ${file}:4: Unable to register extension`,
    ]);
  });
});
