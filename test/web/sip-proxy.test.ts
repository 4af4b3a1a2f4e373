/** The proxy of the browser's SIP (S7). */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { startSite } from './support/site.ts';
import type { Site } from './support/site.ts';
import { closeAll, connect, statusOf } from './support/sockets.ts';
import type { Ask } from './support/sockets.ts';
import type { Visitor } from './support/visitor.ts';

describe('web: SIP proxy', () => {
  let site: Site;
  let olga: Visitor;
  const server = createServer();
  const sip = new WebSocketServer({
    server,
    path: '/ws',
    handleProtocols: names => (names.has('sip') ? 'sip' : false),
  });
  before(async () => {
    site = await startSite();
    ({ visitor: olga } = await site.operator('olga'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    site.sipSocket = { host: '127.0.0.1', port, path: '/ws' };
  });
  afterEach(closeAll);
  after(async () => {
    await site.close();
    sip.close();
    server.close();
  });
  const phone = (more: Ask = {}): WebSocket =>
    connect(site, '/phonebar/sip', { cookie: olga.cookie, origin: site.address, protocol: 'sip', ...more });

  it('pipes both ways as it is, text and binary, small and large', async () => {
    sip.once('connection', ws => ws.on('message', (data, isBinary) => ws.send(data, { binary: isBinary })));
    const ws = phone();
    expect(await statusOf(ws)).to.equal(101);
    expect(ws.protocol).to.equal('sip');
    for (const message of ['REGISTER sip:phones SIP/2.0\r\n\r\n', 'x'.repeat(500_000)]) {
      ws.send(message);
      const [data] = (await once(ws, 'message')) as [Buffer];
      expect(String(data)).to.equal(message);
    }
    ws.send(Buffer.from([0, 255]));
    expect(await once(ws, 'message')).to.deep.equal([Buffer.from([0, 255]), true]);
  });

  it('shows Asterisk nothing of the session', async () => {
    const seen = once(sip, 'connection');
    await statusOf(phone());
    const [, req] = (await seen) as [WebSocket, { headers: Record<string, string> }];
    expect(Object.keys(req.headers)).to.not.include.members(['cookie', 'origin']);
  });

  it('closes either end with the other', async () => {
    const seen = once(sip, 'connection');
    const ws = phone();
    await statusOf(ws);
    const [inner] = (await seen) as [WebSocket];
    inner.terminate();
    await once(ws, 'close');
    const seenAgain = once(sip, 'connection');
    const next = phone();
    await statusOf(next);
    const [innerAgain] = (await seenAgain) as [WebSocket];
    next.terminate();
    await once(innerAgain, 'close');
  });

  it('refuses strangers, foreign origins, other protocols, and says when Asterisk is away', async () => {
    const sara = await site.signedIn('sara');
    expect(await statusOf(phone({ cookie: '' }))).to.equal(401);
    expect(await statusOf(phone({ cookie: sara.cookie }))).to.equal(403);
    expect(await statusOf(phone({ origin: 'http://127.0.0.1:1' }))).to.equal(403);
    expect(await statusOf(phone({ protocol: 'chat' }))).to.equal(400);
    const { sipSocket } = site;
    site.sipSocket = null;
    expect(await statusOf(phone())).to.equal(503);
    site.sipSocket = { host: '127.0.0.1', port: 1, path: '/ws' };
    expect(await statusOf(phone())).to.equal(502);
    site.sipSocket = sipSocket && { ...sipSocket, path: '/elsewhere' };
    expect(await statusOf(phone())).to.equal(502);
    site.sipSocket = sipSocket;
  });

  it('ends with the session', async () => {
    const other = await site.signedIn('olga');
    const ws = phone({ cookie: other.cookie });
    await statusOf(ws);
    const closed = once(ws, 'close');
    await other.ask('POST', '/sign-out');
    await closed;
  });
});
