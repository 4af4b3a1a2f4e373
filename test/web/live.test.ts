/** Live view and its stream; agents' states; contacts. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { until } from '../support/until.ts';
import { startSite } from './support/site.ts';
import type { Site } from './support/site.ts';
import { fieldsOf, member } from './support/visitor.ts';
import type { Visitor } from './support/visitor.ts';

interface Stream {
  /** Events and comments so far, each with the time it came. */
  events: { text: string; at: number }[];
  ended: boolean;
  close(): void;
}

async function openStream(
  visitor: Visitor,
  path: string,
  headers: Record<string, string> = {},
): Promise<Stream> {
  const abort = new AbortController();
  const response = await visitor.fetch('GET', path, { headers }, abort.signal);
  expect(response.status).to.equal(200);
  expect(response.headers.get('content-type')).to.include('text/event-stream');
  const stream: Stream = { events: [], ended: false, close: () => abort.abort() };
  void (async () => {
    let rest = '';
    try {
      for await (const chunk of response.body ?? []) {
        const parts = (rest + Buffer.from(chunk).toString('utf8')).split('\n\n');
        rest = parts.pop() ?? '';
        stream.events.push(
          ...parts.filter(text => text.startsWith('event:')).map(text => ({ text, at: Date.now() })),
        );
      }
    } catch {
      // Closed by the test.
    }
    stream.ended = true;
  })();
  return stream;
}

describe('web: live view', () => {
  let site: Site;
  let sara: Visitor;
  before(async () => {
    site = await startSite();
    sara = await site.signedIn('sara');
  });
  after(() => site.close());

  it('answers with the view, or with a stream where that is accepted', async () => {
    const { body } = await sara.api('GET', '/live');
    expect(body).to.include.keys('seq', 'at', 'agents', 'campaigns', 'services', 'contacts', 'nodes');
    const stream = await openStream(sara, '/api/v1/live', { accept: 'text/event-stream' });
    await until('the first event came', () => stream.events.length === 1);
    stream.close();
  });

  it('streams the view at once and after facts, at most four times a second', async () => {
    const stream = await openStream(sara, '/api/v1/live/events');
    await until('the first event came', () => stream.events.length === 1);
    const [first] = stream.events;
    const { seq } = site.engine.health();
    expect(first?.text).to.match(new RegExp(`^event: live\nid: ${seq}\ndata: \\{`));
    for (let n = 0; n < 50; n++) site.engine.touch(1);
    await until('the newest view came', () => stream.events.at(-1)?.text.includes(`id: ${seq + 50}\n`));
    for (let n = 0; n < 50; n++) site.engine.touch(1);
    await until('the newest view came', () => stream.events.at(-1)?.text.includes(`id: ${seq + 100}\n`));
    expect(stream.events.length).to.be.at.most(4);
    stream.close();
    await until('the stream is forgotten', async () => {
      const { body } = await site.visitor().ask('GET', '/metrics');
      return String(body).includes('phones_sockets{kind="live"} 0');
    });
  });

  it('spares a reader that has the newest view already', async () => {
    const { seq } = site.engine.health();
    const stream = await openStream(sara, '/api/v1/live/events', { 'last-event-id': String(seq) });
    site.engine.touch(1);
    await until('an event came', () => stream.events.length > 0);
    expect(stream.events[0]?.text).to.include(`id: ${seq + 1}\n`);
    stream.close();
  });

  it('ends the stream with the session', async () => {
    const other = await site.signedIn('boss');
    const stream = await openStream(other, '/api/v1/live/events');
    await other.ask('POST', '/sign-out');
    await until('the stream ended', () => stream.ended);
  });
});

describe('web: states of agents', () => {
  let site: Site;
  let api: Visitor;
  before(async () => {
    site = await startSite();
    api = await site.program('supervisor');
  });
  after(() => site.close());

  async function agentWith(defaultPhone: 'sip' | 'browser', n: number): Promise<string> {
    const sipPhone = defaultPhone === 'sip' ? {} : null;
    const input = { name: `A${n}`, username: `a${n}`, extension: String(400 + n), defaultPhone, sipPhone };
    const id = Number(member((await api.api('POST', '/agents', input)).body, 'id'));
    site.engine.add(id);
    return `/agents/${id}`;
  }

  it('logs in an agent that has a SIP phone, and tells what came of it', async () => {
    const address = await agentWith('sip', 1);
    const ready = await api.api('POST', `${address}/state`, { state: 'ready' });
    expect(ready.status).to.equal(200);
    expect(ready.body).to.include({ state: 'ready', phone: 'sip' });
    expect(site.engine.requests.map(({ request, by }) => [request.type, by])).to.deep.equal([
      ['login', 'token:tests-supervisor'],
      ['ready', 'token:tests-supervisor'],
    ]);
    expect((await api.api('POST', `${address}/state`, { state: 'ready' })).status).to.equal(200);
    expect(site.engine.requests).to.have.length(2);
    const paused = await api.api('POST', `${address}/state`, { state: 'pause', pauseId: 3 });
    expect(paused.body).to.include({ state: 'pause', pauseId: 3 });
    expect((await api.api('GET', `${address}/state`)).body).to.deep.equal(paused.body);
    expect((await api.api('GET', `${address}/view`)).body).to.deep.equal(paused.body);
    const out = await api.api('POST', `${address}/state`, { state: 'loggedOut' });
    expect(out.body).to.include({ state: 'loggedOut' });
    const { items } = await site.store.audit.list({ object: address.slice(1) });
    expect(items.map(({ action }) => action)).to.include('agentState');
  });

  it('does not log in a browser whose page is not there', async () => {
    const address = await agentWith('browser', 2);
    const reply = await api.api('POST', `${address}/state`, { state: 'ready' });
    expect(reply.status).to.equal(409);
    expect(member(reply.body, 'code')).to.equal('phoneNotReachable');
  });

  it('names what is missing and whom it does not know', async () => {
    const address = await agentWith('sip', 3);
    expect(fieldsOf(await api.api('POST', `${address}/state`, { state: 'pause' }))).to.deep.equal([
      'pauseId',
    ]);
    expect(fieldsOf(await api.api('POST', `${address}/state`, { state: 'asleep' }))).to.deep.equal(['state']);
    expect((await api.api('POST', '/agents/9999/state', { state: 'ready' })).status).to.equal(404);
  });
});

describe('web: contacts', () => {
  let site: Site;
  let api: Visitor;
  const arrivedAt = Date.parse('2026-03-01T10:00:00+01:00');
  before(async () => {
    site = await startSite();
    api = await site.program('supervisor');
    const caller = { number: '+39333', name: '<b>' };
    const arrived = {
      type: 'contactArrived',
      media: 'audio',
      direction: 'inbound',
      node: 'n1',
      lineId: null,
    } as const;
    const facts = [1, 2, 3].map(n => ({
      seq: n,
      index: 0,
      at: arrivedAt + n * 1000,
      fact: { ...arrived, contactId: `phones-1-${n}`, serviceId: null, dialled: '800100', caller },
    }));
    await site.store.facts.project(facts, 3);
  });
  after(() => site.close());
  const ids = async (query: string): Promise<unknown[]> =>
    (member((await api.api('GET', `/contacts${query}`)).body, 'items') as { id: string }[]).map(
      ({ id }) => id,
    );

  it('lists them newest first, in a time given in either way', async () => {
    expect(await ids('')).to.deep.equal(['phones-1-3', 'phones-1-2', 'phones-1-1']);
    expect(await ids('?state=ended')).to.deep.equal([]);
    expect(await ids('?state=active&limit=1')).to.deep.equal(['phones-1-3']);
    // Without an offset the time is meant in the zone of the instance.
    expect(await ids('?from=2026-03-01T10:00:02&to=2026-03-01T10:00:03')).to.deep.equal(['phones-1-2']);
    expect(await ids(`?from=${arrivedAt + 2000}`)).to.deep.equal(['phones-1-3', 'phones-1-2']);
    expect(await ids('?from=2026-03-01T09:00:03Z')).to.deep.equal(['phones-1-3']);
  });

  it('shows one with its steps', async () => {
    const { body } = await api.api('GET', '/contacts/phones-1-1');
    expect(member(body, 'contact')).to.include({ id: 'phones-1-1', callerNumber: '+39333', outcome: null });
    expect((member(body, 'steps') as { type: string }[]).map(({ type }) => type)).to.deep.equal([
      'contactArrived',
    ]);
    expect((await api.api('GET', '/contacts/phones-1-9')).status).to.equal(404);
  });
});
