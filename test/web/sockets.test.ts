/** S7 and F16: the PhoneBar's socket. */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { until } from '../support/until.ts';
import { password, startSite } from './support/site.ts';
import type { Site } from './support/site.ts';
import { closeAll, connect, openPage, statusOf } from './support/sockets.ts';
import { member } from './support/visitor.ts';
import type { Visitor } from './support/visitor.ts';

describe('web: PhoneBar socket', () => {
  let site: Site;
  let agentId: number;
  let olga: Visitor;
  before(async () => {
    site = await startSite();
    ({ agentId, visitor: olga } = await site.operator('olga'));
  });
  afterEach(async () => {
    closeAll();
    await until('the page is gone', () => site.engine.agentView(agentId)?.pageConnected !== true);
    site.engine.pages.length = 0;
    site.engine.requests.length = 0;
  });
  after(() => site.close());

  it('refuses foreign origins, strangers, other roles and other addresses', async () => {
    const sara = await site.signedIn('sara');
    const program = await site.program('administrator');
    const own = { cookie: olga.cookie, origin: site.address };
    const path = '/phonebar/socket';
    expect(await statusOf(connect(site, path, own))).to.equal(101);
    expect(await statusOf(connect(site, path, { ...own, origin: 'https://evil.example' }))).to.equal(403);
    expect(await statusOf(connect(site, path, { cookie: olga.cookie }))).to.equal(403);
    expect(await statusOf(connect(site, path, { origin: site.address }))).to.equal(401);
    expect(
      await statusOf(connect(site, path, { ...own, cookie: `${olga.cookie.slice(0, -3)}xyz` })),
    ).to.equal(401);
    expect(await statusOf(connect(site, path, { ...own, cookie: sara.cookie }))).to.equal(403);
    const token = program.headers['authorization'] ?? '';
    expect(await statusOf(connect(site, path, { origin: site.address, token }))).to.equal(401);
    expect(await statusOf(connect(site, '/elsewhere', own))).to.equal(404);
    expect(await statusOf(connect(site, '/__proto__', own))).to.equal(404);
  });

  it('greets, shows the view at once and after what affects the agent only', async () => {
    const page = await openPage(site, olga);
    expect(page.messages[0]).to.include({ type: 'hello', version: '1.2.3' });
    expect(page.messages[0]?.['serverTime']).to.be.a('number');
    expect(member(page.of('view')[0], 'view')).to.include({ agentId, state: 'loggedOut' });
    site.engine.touch(agentId + 1);
    site.engine.touch(agentId);
    const { seq } = site.engine.health();
    await until('the second view came', () => page.of('view').length === 2);
    expect(page.of('view')[1]).to.include({ seq });
  });

  it('tells the core of the first page and of the end of the last', async () => {
    const first = await openPage(site, olga);
    const second = await openPage(site, olga);
    expect(site.engine.pages).to.deep.equal([{ agentId, connected: true }]);
    first.ws.close();
    await until('the first closed', () => first.closed !== null);
    second.ws.close();
    await until('the core knows', () => site.engine.pages.length === 2);
    expect(site.engine.pages.at(-1)).to.deep.equal({ agentId, connected: false });
  });

  it('misses a page that stops saying that it lives, and not one that never said it', async () => {
    const asleep = await openPage(site, olga);
    const { agentId: otherId, visitor: other } = await site.operator('otto');
    await openPage(site, other);
    const told = () => site.engine.pages.filter(page => page.agentId === agentId);
    asleep.ws.send('{"type":"alive"}');
    const from = performance.now();
    await until('the core misses it', () => told().length === 2);
    expect(performance.now() - from, 'ms until then').to.be.above(2900);
    expect(told().at(-1)).to.include({ connected: false });
    expect(told().at(-1)?.silentMs).to.be.above(3000);
    expect(asleep.closed, 'its socket').to.equal(null);
    asleep.ws.send('{"type":"alive"}');
    await until('the core has it again', () => told().length === 3);
    expect(told().at(-1)).to.deep.equal({ agentId, connected: true });
    expect(site.engine.pages.filter(page => page.agentId === otherId)).to.have.length(1);
  });

  it('carries commands to the core in the name of the operator, and its refusals back', async () => {
    const page = await openPage(site, olga);
    const say = (id: string | number, command: object) =>
      page.ws.send(JSON.stringify({ id, type: 'command', command }));
    say('a', { type: 'ready' });
    say('b', { type: 'login', phone: 'browser' });
    say(3, { type: 'ready' });
    await until('all are answered', () => page.of('reply').length === 3);
    const replies = page.of('reply').map(({ id, ok, code }) => ({ id, ok, code }));
    expect(replies).to.deep.equal([
      { id: 'a', ok: false, code: 'notLoggedIn' },
      { id: 'b', ok: true, code: undefined },
      { id: 3, ok: true, code: undefined },
    ]);
    expect(site.engine.requests.map(({ by, request }) => [by, request.type])).to.deep.equal([
      ['olga', 'login'],
      ['olga', 'ready'],
    ]);
    await until('the view shows it', () => member(page.of('view').at(-1), 'view') && page.of('view').at(-1));
    expect(member(page.of('view').at(-1), 'view')).to.include({ state: 'ready', phone: 'browser' });
    say('z', { type: 'logout' });
    await until('logged out', () => site.engine.agentView(agentId)?.state === 'loggedOut');
  });

  it('answers what it does not understand with an error, without effect', async () => {
    const page = await openPage(site, olga);
    const bad = [
      'nonsense',
      '[]',
      'null',
      '{"type":"command","command":{"type":"ready"}}',
      '{"id":"1","type":"command","command":{"type":"fly"}}',
      '{"id":"2","type":"view","command":{"type":"ready"}}',
      '{"id":"3","type":"command","command":{"type":"ready"},"agentId":7}',
      '{"id":"4","type":"command","command":{"type":"digits","digits":"${SHELL(id)}"}}',
      `{"id":"${'x'.repeat(65)}","type":"command","command":{"type":"ready"}}`,
    ];
    for (const text of bad) page.ws.send(text);
    const answers = () => [...page.of('error'), ...page.of('reply')];
    await until('all are answered', () => answers().length === bad.length);
    for (const answer of answers()) expect(answer).to.include({ code: 'invalid' });
    expect(page.of('reply').map(({ id }) => id)).to.deep.equal(['1', '2', '3', '4']);
    expect(site.engine.requests).to.deep.equal([]);
  });

  it('closes on frames that are too large or binary', async () => {
    const large = await openPage(site, olga);
    large.ws.send('x'.repeat(70_000));
    await until('it closed', () => large.closed !== null);
    expect(large.closed).to.equal(1009);
    const binary = await openPage(site, olga);
    binary.ws.send(Buffer.from([1, 2, 3]));
    await until('it closed', () => binary.closed !== null);
    expect(binary.closed).to.equal(1003);
  });

  it('slows down a flood and ends it', async () => {
    const page = await openPage(site, olga);
    for (let n = 0; n < 1000; n++)
      page.ws.send(JSON.stringify({ id: String(n), type: 'command', command: { type: 'logout' } }));
    await until('it closed', () => page.closed !== null);
    expect(page.closed).to.equal(1008);
    const refused = page.of('reply').filter(({ code }) => code === 'tooManyMessages');
    expect(refused.length).to.be.above(100);
    expect(new Set(refused.map(({ id }) => id)).size, 'commands told').to.equal(refused.length);
    expect(site.engine.requests.length).to.be.lessThan(60);
  });

  it('keeps one view for a reader that is slow, and it is the newest', async () => {
    const page = await openPage(site, olga);
    page.ws.pause();
    const view = site.engine.agentView(agentId);
    if (view) view.name = 'x'.repeat(300_000);
    const memory = process.memoryUsage().rss;
    for (let n = 0; n < 2000; n++) site.engine.touch(agentId);
    expect(process.memoryUsage().rss - memory).to.be.lessThan(200_000_000);
    if (view) view.name = 'newest';
    site.engine.touch(agentId);
    const { seq } = site.engine.health();
    page.ws.resume();
    await until('the newest view came', () => page.of('view').at(-1)?.['seq'] === seq);
    expect(member(page.of('view').at(-1), 'view')).to.include({ name: 'newest' });
    expect(page.of('view').length).to.be.lessThan(100);
  });

  it('ends with the session', async () => {
    const other = await site.signedIn('olga');
    const page = await openPage(site, other);
    await other.ask('POST', '/sign-out');
    await until('it closed', () => page.closed !== null);
    expect(page.closed).to.equal(4401);
    const again = await site.signedIn('olga');
    const second = await openPage(site, again);
    await (await site.program('supervisor')).api('PATCH', `/agents/${agentId}`, {
      password: `${password} 2`,
    });
    await until('it closed', () => second.closed !== null);
    await (await site.program('supervisor')).api('PATCH', `/agents/${agentId}`, { password });
    olga = await site.signedIn('olga');
  });

  it('gives the page what it begins with, and a phone', async () => {
    const { body } = await olga.api('GET', '/phonebar');
    expect(member(body, 'agent')).to.include({ id: agentId, name: 'olga' });
    expect(member(body, 'view')).to.include({ agentId });
    expect(member(body, 'phones')).to.deep.equal(['browser']);
    const issued = await olga.api('POST', '/phonebar/phone');
    expect(issued.status).to.equal(201);
    expect(issued.body).to.include({ username: `agent-${agentId}`, socketPath: '/phonebar/sip' });
    expect((await olga.api('DELETE', '/phonebar/phone')).status).to.equal(204);
    expect(site.phones.issued).to.deep.equal([agentId]);
    expect(site.phones.revoked.at(-1)).to.equal(agentId);
    expect(site.logged()).to.not.include(String(member(issued.body, 'secret')));
  });
});
