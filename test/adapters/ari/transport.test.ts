import { createServer } from 'node:http';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { nodeAddress, type NodeAddress } from '../../../orchestrator/adapters/ari/address.ts';
import { AriError } from '../../../orchestrator/adapters/ari/ari-error.ts';
import { type AriRequest, createTransport } from '../../../orchestrator/adapters/ari/transport.ts';

const ping: AriRequest = { method: 'GET', path: 'asterisk/ping?secret=dialled' };

async function failure(promise: Promise<unknown>): Promise<AriError> {
  const error: unknown = await promise.then(
    () => new Error('did not fail'),
    (reason: unknown) => reason,
  );
  if (error instanceof AriError) return error;
  throw error;
}

describe('ARI transport', () => {
  let address: NodeAddress;
  const asked: { method: string | undefined; url: string | undefined; authorization: string | undefined }[] =
    [];
  const server = createServer((request, response) => {
    asked.push({ method: request.method, url: request.url, authorization: request.headers.authorization });
    if (request.url?.includes('silent')) return;
    const missing = request.url?.includes('missing');
    response
      .writeHead(missing ? 404 : 200)
      .end(missing ? '{"message":"Channel not found"}' : '{"ping":"pong"}');
  });

  before(async () => {
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const at = server.address();
    address = nodeAddress(`http://us%40er:pa%3Ass@127.0.0.1:${at && typeof at === 'object' ? at.port : 0}`);
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it('keeps credentials out of the address', () => {
    expect(address.http).not.to.include('us');
    expect(address.authorization).to.equal(`Basic ${Buffer.from('us@er:pa:ss').toString('base64')}`);
  });

  it('asks over the socket and takes answers in whatever order they come', async () => {
    const sent: { request_id: string; uri: string }[] = [];
    const send = (text: string): boolean => sent.push(JSON.parse(text)) > 0;
    const transport = createTransport(address, { open: true, send });
    const both = [transport.request(ping), transport.request({ method: 'DELETE', path: 'channels/x' })];
    const [first, second] = sent;
    transport.received({ request_id: second?.request_id, status_code: 204 });
    transport.received({ request_id: 'unknown', status_code: 200 });
    transport.received({ request_id: first?.request_id, status_code: 200, message_body: '{}' });
    expect(await Promise.all(both)).to.deep.equal([
      { status: 200, body: '{}' },
      { status: 204, body: '' },
    ]);
    expect(sent.map(({ uri }) => uri)).to.deep.equal([ping.path, 'channels/x']);
  });

  it('keeps status and reason, but not what was asked for', async () => {
    const transport = createTransport(address, { open: false, send: () => false });
    const error = await failure(transport.request({ method: 'GET', path: 'channels/missing?number=0612' }));
    expect(error.status).to.equal(404);
    expect(error.message).to.equal('404 GET channels/missing: Channel not found');
  });

  it('gives up at the deadline, on the socket and over HTTP', async () => {
    const transport = createTransport(address, { open: true, send: () => true });
    const silent: AriRequest = { method: 'GET', path: 'silent' };
    for (const via of ['socket', 'http'] as const) {
      const error = await failure(transport.request(silent, { via, deadlineMs: 30 }));
      expect([error.status, error.message]).to.deep.equal([0, 'no answer in 30 ms: GET silent']);
    }
  });

  it('fails what waits for an answer when the socket is lost', async () => {
    const transport = createTransport(address, { open: true, send: () => true });
    const waiting = failure(transport.request(ping));
    transport.socketClosed();
    expect((await waiting).status).to.equal(0);
  });

  it('goes over HTTP when the socket is down or does not serve, and for what is slow', async () => {
    const sent: string[] = [];
    const link = { open: false, send: (text: string) => sent.push(text) > 0 };
    const transport = createTransport(address, link);
    asked.length = 0;
    await transport.request(ping);
    link.open = true;
    transport.socketServes = false;
    await transport.request(ping);
    transport.socketServes = true;
    await transport.request({ method: 'PUT', path: 'asterisk/config/dynamic/res_pjsip/aor/x', body: '{}' });
    expect(asked.map(({ method }) => method)).to.deep.equal(['GET', 'GET', 'PUT']);
    expect(asked[0]).to.deep.include({ url: `/ari/${ping.path}`, authorization: address.authorization });
    expect(sent).to.deep.equal([]);
  });
});
