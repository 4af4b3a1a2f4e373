import { createServer, type Server } from 'node:net';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { portProblems } from '../../orchestrator/cli/ports.ts';
import { readSettings, type Settings } from '../../orchestrator/runtime/settings.ts';
import { freeSipPort, freeTcpPort } from '../support/ports.ts';

async function settingsOn(httpPort: number, sipPort: number): Promise<Settings> {
  return readSettings({
    PHONES_HOME: '/nonexistent/phones',
    PHONES_HTTP: `127.0.0.1:${httpPort}`,
    PHONES_SIP: `127.0.0.1:${sipPort}`,
  });
}

async function listenOn(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

describe('ports of an instance', () => {
  it('are no problem when they are free', async () => {
    const settings = await settingsOn(await freeTcpPort(), await freeSipPort());
    expect(await portProblems(settings)).to.deep.equal([]);
  });

  it('are a problem that names setting and process when somebody else has them', async () => {
    const [http, sip] = [await freeTcpPort(), await freeSipPort()];
    const server = await listenOn(http);
    const socket = createSocket('udp4').bind(sip, '127.0.0.1');
    await once(socket, 'listening');
    try {
      const problems = await portProblems(await settingsOn(http, sip));
      expect(problems).to.have.length(2);
      expect(problems[0])
        .to.contain(`TCP port ${http}`)
        .and.to.contain(`process ${process.pid}`)
        .and.to.contain('PHONES_HTTP');
      expect(problems[1]).to.contain(`UDP port ${sip}`).and.to.contain('PHONES_SIP');
    } finally {
      server.close();
      socket.close();
    }
  });

  it('say when the machine has no such address', async () => {
    const settings = readSettings({
      PHONES_HTTP: '192.0.2.1:18269',
      PHONES_ASTERISK: 'http://a:b@127.0.0.1:1',
    });
    const [problem, ...more] = await portProblems(settings);
    expect(more).to.deep.equal([]);
    expect(problem).to.contain('192.0.2.1').and.to.contain('PHONES_HTTP');
  });
});
