/** A supervisor writes to agents; they read; the supervisor sees that. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { OwnMessage, SentMessage } from '../../orchestrator/runtime/ports/agent-messages.ts';
import { inputs } from '../../orchestrator/core/configuration/schemas.ts';
import { until } from '../support/until.ts';
import { startSite } from './support/site.ts';
import type { Site } from './support/site.ts';
import { closeAll, openPage } from './support/sockets.ts';
import { fieldsOf, member } from './support/visitor.ts';
import type { Visitor } from './support/visitor.ts';

describe('web: messages to agents', function () {
  this.timeout(30_000);
  let site: Site;
  let sara: Visitor;
  let olga: { agentId: number; visitor: Visitor };
  let otto: { agentId: number; visitor: Visitor };

  before(async () => {
    site = await startSite();
    sara = await site.signedIn('sara');
    olga = await site.operator('olga');
    otto = await site.operator('otto');
  });
  after(async () => {
    closeAll();
    await site.close();
  });

  const of = async ({ visitor }: { visitor: Visitor }): Promise<OwnMessage[]> =>
    member((await visitor.api('GET', '/phonebar/messages')).body, 'items') as OwnMessage[];
  const sent = async (): Promise<SentMessage[]> =>
    member((await sara.api('GET', '/messages')).body, 'items') as SentMessage[];
  const toAgent = (agentId: number) => ({ kind: 'agent', agentId });
  const code = (body: unknown) => member(body, 'code');

  it('are told to the page at once, read there, and the supervisor sees it', async () => {
    const socket = await openPage(site, olga.visitor);
    const told = () => socket.of('messages').length;
    const reply = await sara.api('POST', '/messages', { to: toAgent(olga.agentId), text: '  Come to me  ' });
    expect(reply.status).to.equal(201);
    expect(reply.body).to.deep.include({ text: 'Come to me', by: 'sara' });
    await until('the page is told', () => told() === 1);
    const [message] = await of(olga);
    expect(message).to.deep.include({ text: 'Come to me', by: 'sara', readAt: null });
    expect(await of(otto)).to.deep.equal([]);

    const path = `/phonebar/messages/${message?.id}/read`;
    expect((await otto.visitor.api('PUT', path, {})).status, 'not another’s').to.equal(404);
    expect((await olga.visitor.api('PUT', path, {})).status).to.equal(204);
    await until('other pages of the agent are told', () => told() === 2);
    expect((await of(olga))[0]?.readAt).to.be.a('number');
    expect((await sent())[0]?.readers).to.deep.equal([
      { agentId: olga.agentId, readAt: (await of(olga))[0]?.readAt },
    ]);
  });

  it('go to those at work, on request also to those who are not', async () => {
    const to = { kind: 'all' };
    const nobody = await sara.api('POST', '/messages', { to, text: 'x' });
    expect([nobody.status, code(nobody.body)]).to.deep.equal([409, 'nobodyThere']);
    await site.engine.request(otto.agentId, { type: 'login', phone: 'sip' }, 'test');
    const some = (await sara.api('POST', '/messages', { to, text: 'at work' })).body as SentMessage;
    expect(some.readers.map(({ agentId }) => agentId)).to.deep.equal([otto.agentId]);
    const all = await sara.api('POST', '/messages', { to, text: 'everybody', loggedOut: true });
    expect((all.body as SentMessage).readers.length).to.equal(2);
  });

  it('go to those of a campaign', async () => {
    const { id } = await site.store.configuration.create(
      'campaigns',
      inputs.campaigns.parse({ kind: 'human', name: 'Sales', members: [{ agentId: otto.agentId }] }),
      {},
      'test',
    );
    const view = site.engine.agentView(otto.agentId);
    view?.campaigns.push({ id, name: 'Sales', waiting: 0, longestWaitSince: null });
    const to = { kind: 'campaign', campaignId: id };
    const reply = await sara.api('POST', '/messages', { to, text: 'Sales only', loggedOut: true });
    expect((reply.body as SentMessage).readers.map(({ agentId }) => agentId)).to.deep.equal([otto.agentId]);
  });

  it('are refused with the place that is wrong', async () => {
    const to = toAgent(olga.agentId);
    const refused = async (body: unknown, path: string): Promise<void> => {
      const reply = await sara.api('POST', '/messages', body);
      expect(reply.status, JSON.stringify(body)).to.equal(422);
      expect(fieldsOf(reply)).to.deep.equal([path]);
    };
    for (const text of ['', '   ', 'x'.repeat(501), 5, null, undefined]) await refused({ to, text }, 'text');
    for (const text of ['a\u0000b', 'a\u0007b', 'a\tb', 'a\u009bb']) await refused({ to, text }, 'text');
    await refused({ to: toAgent(987_654), text: 'x' }, 'to.agentId');
    await refused({ to: { kind: 'campaign', campaignId: 987_654 }, text: 'x' }, 'to.campaignId');
    await refused({ to: { kind: 'everybody' }, text: 'x' }, 'to.kind');
    await refused({ to, text: 'x', loggedOut: 'yes' }, 'loggedOut');
  });

  it('are limited in number: a sender must wait', async () => {
    const boss = await site.signedIn('boss');
    const statuses: number[] = [];
    for (let count = 0; count < 12; count += 1)
      statuses.push(
        (await boss.api('POST', '/messages', { to: toAgent(olga.agentId), text: `${count}` })).status,
      );
    expect(statuses.slice(0, 10)).to.deep.equal(Array.from({ length: 10 }, () => 201));
    expect(statuses).to.include(429);
    expect(
      (await sara.api('POST', '/messages', { to: toAgent(olga.agentId), text: 'mine' })).status,
    ).to.equal(201);
  });
});
