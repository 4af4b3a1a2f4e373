import { createServer } from 'node:net';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { freeRtpRange, freeSipPort, freeTcpPort, tempFolder } from '../support/ports.ts';
import { runPhones } from './run-phones.ts';

/** The whole on a running server: test/system/start.test.ts. */
describe('phones doctor', function () {
  this.timeout(20_000);
  let home = '';
  let env: Record<string, string> = {};
  beforeEach(async () => {
    home = await tempFolder('doctor');
    const rtp = await freeRtpRange();
    env = {
      PHONES_HTTP: `127.0.0.1:${await freeTcpPort()}`,
      PHONES_SIP: `127.0.0.1:${await freeSipPort()}`,
      PHONES_RTP: `${rtp.from}-${rtp.to}`,
    };
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  it('finds that only Asterisk is missing before the first start', async () => {
    const { status, stdout } = await runPhones(['doctor'], { home, env });
    expect(status).to.equal(1);
    const problems = stdout.split('\n').filter(line => line.startsWith('PROBLEM'));
    expect(problems).to.have.length(1);
    expect(stdout).to.match(/PROBLEM +Asterisk: not installed yet\n +-> run "phones start"/);
    for (const subject of [
      'Node',
      'State folder',
      'Disk',
      'Server',
      'Ports',
      'RTP',
      'HTTPS',
      'Database',
      'Journal',
    ])
      expect(stdout).to.match(new RegExp(`^OK +${subject}: `, 'm'));
  });

  it('names the process that has a port, and the setting', async () => {
    const port = Number(env.PHONES_HTTP?.split(':')[1]);
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { stdout } = await runPhones(['doctor'], { home, env });
      expect(stdout).to.match(new RegExp(`PROBLEM +Ports: TCP port ${port} .*process ${process.pid}`));
      expect(stdout).to.contain('PHONES_HTTP');
    } finally {
      server.close();
    }
  });

  it('says what is wrong with database, RTP range and HTTPS', async () => {
    const bad = {
      ...env,
      PHONES_DATABASE: `mysql://user:password@127.0.0.1:${await freeTcpPort()}/none`,
      PHONES_RTP: '40000-40100',
      PHONES_TLS: '/nonexistent/key.pem,/nonexistent/certificate.pem',
    };
    const { status, stdout } = await runPhones(['doctor'], { home, env: bad });
    expect(status).to.equal(1);
    expect(stdout).to.match(/PROBLEM +Database: .*\n +-> is the server of PHONES_DATABASE up/);
    expect(stdout).to.match(/PROBLEM +RTP: 40000-40100.*at random\n +-> set PHONES_RTP/);
    expect(stdout).to.match(/PROBLEM +HTTPS: .*certificate|PROBLEM +HTTPS: .*key/);
    expect(stdout).not.to.contain('user:password');
  });
});
