/** F16: pages that stop reading: what waits for them is bounded, and they get the newest state when they go on. */
import { connect, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { until } from '../support/until.ts';
import { type Site, startSite } from '../web/support/site.ts';
import type { Visitor } from '../web/support/visitor.ts';

/** Views that come due while nobody reads. */
const views = 20_000;
/** What the operating system may hold on both sides, and one view. */
const boundBytes = 12 * 1024 * 1024;

/** A connection that can stop reading. */
class SlowReader {
  readonly #socket: Socket;
  text = '';
  bytes = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.bytes += chunk.length;
      this.text = (this.text + chunk.toString('latin1')).slice(-200_000);
    });
    socket.on('error', () => undefined);
  }

  static open(site: Site, path: string, headers: Record<string, string>): SlowReader {
    const { hostname, port, host } = new URL(site.address);
    const socket = connect(Number(port), hostname);
    const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
    return new SlowReader(socket);
  }

  stop(): void {
    this.#socket.pause();
  }
  goOn(): void {
    this.#socket.resume();
  }
  close(): void {
    this.#socket.destroy();
  }
}

describe('F16: a reader that stops reading', function () {
  this.timeout(60_000);
  let site: Site;
  let agentId = 0;
  let olga: Visitor;
  before(async () => {
    site = await startSite();
    ({ agentId, visitor: olga } = await site.operator('olga'));
    // A view of a size that thousands of them would be seen in memory.
    const view = site.engine.agentView(agentId);
    if (view) view.name = 'x'.repeat(5000);
  });
  after(() => site.close());

  /** Makes views due, some each turn of the event loop, as the core does. */
  async function happen(): Promise<void> {
    for (let n = 0; n < views; n++) {
      site.engine.touch(agentId);
      if (n % 20 === 0) await nextTurn();
    }
  }

  async function bounded(reader: SlowReader, newest: () => string): Promise<void> {
    const before = process.memoryUsage();
    reader.stop();
    const read = reader.bytes;
    await happen();
    const grown = process.memoryUsage();
    expect(
      grown.external + grown.arrayBuffers - before.external - before.arrayBuffers,
      'bytes in buffers',
    ).to.be.below(boundBytes);
    reader.goOn();
    await until('the newest view came', () => reader.text.includes(newest()), {
      explain: () => reader.text.slice(-300),
    });
    expect(reader.bytes - read, 'bytes that had waited').to.be.below(boundBytes);
  }

  it('on the PhoneBar socket: some views, then the newest', async () => {
    const reader = SlowReader.open(site, '/phonebar/socket', {
      connection: 'Upgrade',
      upgrade: 'websocket',
      origin: site.address,
      cookie: olga.cookie,
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.alloc(16, 7).toString('base64'),
    });
    await until('the first view came', () => reader.text.includes('"type":"view"'));
    await bounded(reader, () => `"seq":${site.engine.health().seq},`);
    reader.close();
  });

  it('on the live stream: some views, then the newest', async () => {
    const sara = await site.signedIn('sara');
    const reader = SlowReader.open(site, '/api/v1/live/events', {
      accept: 'text/event-stream',
      cookie: sara.cookie,
    });
    await until('the first view came', () => reader.text.includes('event: live'));
    await bounded(reader, () => `id: ${site.engine.health().seq}\n`);
    reader.close();
  });
});
