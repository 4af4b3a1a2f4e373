/** Call flows over the API: drafts, publishing with its checks, planned publications, versions, roles. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { smallestFlow } from '../support/flow-of.ts';
import { until } from '../support/until.ts';
import { startSite, type Site } from './support/site.ts';
import { fieldsOf, member, type Visitor } from './support/visitor.ts';

describe('web: flows', () => {
  let site: Site;
  let sara: Visitor;
  let made = 0;

  before(async () => {
    site = await startSite();
    sara = await site.signedIn('sara');
  });
  after(() => site.close());

  async function make(document?: object): Promise<string> {
    made += 1;
    const body = { name: `Flow ${made}`, kind: 'ivr', ...(document && { document }) };
    const reply = await sara.api('POST', '/flows', body);
    expect(reply.status, JSON.stringify(reply.body)).to.equal(201);
    return String(reply.headers.get('location')).replace('/api/v1', '');
  }
  const revisionOf = async (flow: string): Promise<unknown> =>
    member((await sara.api('GET', `${flow}/draft`)).body, 'revision');

  it('begins with a start, or with a document', async () => {
    const empty = await sara.api('GET', `${await make()}/draft`);
    expect(member(empty.body, 'document')).to.deep.include({ format: 1, kind: 'ivr' });
    const flow = await make(smallestFlow('given', 'queue'));
    const { body } = await sara.api('GET', `${flow}/draft`);
    expect(body).to.include({ revision: 1, by: 'sara' });
    expect(member(body, 'document')).to.deep.equal({
      ...smallestFlow('given'),
      name: `Flow ${made}`,
    });
  });

  it('takes whole documents of a flow only, and says what is wrong', async () => {
    const flow = await make();
    const wrong = { ...smallestFlow(), format: 2, colour: 'red', blocks: [{ id: 'Start', type: 'start' }] };
    const reply = await sara.api('PUT', `${flow}/draft`, { revision: 1, document: wrong });
    expect(reply.status).to.equal(422);
    expect(fieldsOf(reply)).to.include.members([
      'document.blocks.0.id',
      'document.colour',
      'document.format',
    ]);
    expect(await revisionOf(flow)).to.equal(1);
  });

  it('takes a flow of 2,000 blocks, and no more than 8 MB', async () => {
    const flow = await make();
    const blocks = Array.from({ length: 2000 }, (_, n) => ({
      id: n === 0 ? 'start' : `b${n}`,
      type: n === 0 ? 'start' : 'play',
      label: '',
      parameters: { text: 'x'.repeat(1000) },
      exits: n < 1999 ? { next: `b${n + 1}` } : {},
    }));
    const large = { revision: 1, document: { ...smallestFlow(), blocks } };
    expect((await sara.api('PUT', `${flow}/draft`, large)).status).to.equal(200);
    const huge = { revision: 2, document: { ...smallestFlow(), description: 'x'.repeat(9_000_000) } };
    expect((await sara.api('PUT', `${flow}/draft`, huge)).status).to.equal(413);
  });

  it('says who changed the draft meanwhile', async () => {
    const flow = await make();
    const boss = await site.signedIn('boss');
    await boss.api('PUT', `${flow}/draft`, { revision: 1, document: smallestFlow('boss') });
    const reply = await sara.api('PUT', `${flow}/draft`, { revision: 1, document: smallestFlow('sara') });
    expect(reply.status).to.equal(409);
    expect(member(reply.body, 'changed')).to.include({ by: 'boss', revision: 2 });
    const publish = await sara.api('POST', `${flow}/publish`, { revision: 1 });
    expect([publish.status, member(publish.body, 'code')]).to.deep.equal([409, 'conflict']);
  });

  it('publishes what is valid, at once, and hands it to the core', async () => {
    const flow = await make(smallestFlow('warning'));
    site.changes.length = 0;
    const reply = await sara.api('POST', `${flow}/publish`, { revision: 1, note: 'the first' });
    expect(reply.status).to.equal(200);
    expect(reply.body).to.include({ version: 1 }).and.not.have.property('document');
    const [applied] = site.changes;
    expect(applied?.by).to.equal('sara');
    const object = applied?.changes[0]?.object;
    expect(object).to.deep.include({ version: 1 });
    expect(member(object, 'document')).to.deep.include({ name: `Flow ${made}` });
    expect((await sara.api('GET', `${flow}/versions`)).body).to.have.nested.property(
      'items[0].note',
      'the first',
    );
    expect((await sara.api('GET', `${flow}/versions/1`)).body).to.have.nested.property(
      'document.blocks[0].label',
      'warning',
    );
    expect((await sara.api('GET', `${flow}/versions/2`)).status).to.equal(404);
  });

  it('refuses what is not, with every problem, and leaves what was published', async () => {
    const flow = await make(smallestFlow('fine'));
    await sara.api('POST', `${flow}/publish`, { revision: 1 });
    await sara.api('PUT', `${flow}/draft`, { revision: 1, document: smallestFlow('error') });
    const reply = await sara.api('POST', `${flow}/publish`, { revision: 2 });
    expect([reply.status, member(reply.body, 'code')]).to.deep.equal([422, 'flowInvalid']);
    expect(member(reply.body, 'problems')).to.deep.equal([
      {
        code: 'a-error',
        severity: 'error',
        block: 'start',
        exit: null,
        parameter: null,
        message: 'is not good',
        values: {},
      },
    ]);
    expect((await sara.api('POST', `${flow}/check`, {})).body).to.have.nested.property('items.length', 1);
    expect((await sara.api('GET', flow)).body).to.include({ version: 1 });
  });

  it('goes back to an earlier version as a new one', async () => {
    const flow = await make(smallestFlow('one'));
    await sara.api('POST', `${flow}/publish`, { revision: 1 });
    await sara.api('PUT', `${flow}/draft`, { revision: 1, document: smallestFlow('two') });
    await sara.api('POST', `${flow}/publish`, { revision: 2 });
    const reply = await sara.api('POST', `${flow}/rollback`, { version: 1, note: 'two was wrong' });
    expect(reply.body).to.include({ version: 3 });
    expect((await sara.api('GET', `${flow}/versions/3`)).body).to.have.nested.property(
      'document.blocks[0].label',
      'one',
    );
    expect((await sara.api('POST', `${flow}/rollback`, { version: 9 })).status).to.equal(404);
  });

  it('renames without losing what is published, and takes back what it gave', async () => {
    const flow = await make(smallestFlow('one'));
    await sara.api('POST', `${flow}/publish`, { revision: 1 });
    const { body } = await sara.api('GET', flow);
    site.changes.length = 0;
    const put = await sara.api('PUT', flow, { ...(body as object), name: `Renamed ${made}` });
    expect(put.status, JSON.stringify(put.body)).to.equal(200);
    expect(put.body).to.include({ version: 1 });
    const patched = await sara.api('PATCH', flow, { description: 'better' });
    expect(patched.body).to.include({ version: 1, description: 'better' });
    for (const { changes } of site.changes)
      expect(changes[0]?.object).to.have.nested.property('document.blocks[0].label', 'one');
    expect((await sara.api('PATCH', flow, { kind: 'queue' })).status).to.equal(200);
  });

  describe('planned', () => {
    it('are published when they are due, and audited', async () => {
      const flow = await make(smallestFlow('later'));
      const past = await sara.api('POST', `${flow}/publish`, { revision: 1, at: Date.now() - 1 });
      expect([past.status, fieldsOf(past)]).to.deep.equal([422, ['at']]);
      const reply = await sara.api('POST', `${flow}/publish`, {
        revision: 1,
        at: Date.now() + 300,
        note: 'n',
      });
      expect(reply.status).to.equal(202);
      expect((await sara.api('GET', `${flow}/schedule`)).body).to.include({
        note: 'n',
        by: 'sara',
        problem: null,
      });
      expect((await sara.api('GET', flow)).body).to.include({ version: 0 });
      // A change of the draft is no part of it any more.
      await sara.api('PUT', `${flow}/draft`, { revision: 1, document: smallestFlow('error') });
      site.publisher.start();
      await until('it is published', async () => member((await sara.api('GET', flow)).body, 'version') === 1);
      expect((await sara.api('GET', `${flow}/schedule`)).body).to.equal(null);
      expect((await sara.api('GET', `${flow}/versions/1`)).body).to.have.nested.property(
        'document.blocks[0].label',
        'later',
      );
      await site.publisher.stop();
    });

    it('say why they could not be published', async () => {
      const flow = await make(smallestFlow('error'));
      const id = Number(flow.split('/').at(-1));
      await site.store.flows.schedule(id, smallestFlow('error'), '', Date.now() - 1000, 'sara');
      site.publisher.start();
      const schedule = await until('it has failed', async () => {
        const { body } = await sara.api('GET', `${flow}/schedule`);
        return member(body, 'problem') !== null && body;
      });
      expect(member(schedule, 'problem')).to.equal('start: is not good');
      await site.publisher.stop();
    });

    it('can be taken back', async () => {
      const flow = await make(smallestFlow('later'));
      await sara.api('POST', `${flow}/publish`, { revision: 1, at: Date.now() + 60_000 });
      expect((await sara.api('GET', `${flow}/standing`)).body).to.have.nested.property('schedule.by', 'sara');
      expect((await sara.api('DELETE', `${flow}/schedule`)).status).to.equal(204);
      expect((await sara.api('DELETE', `${flow}/schedule`)).status).to.equal(404);
    });
  });

  it('counts contacts in the blocks of the published version, over all campaigns', async () => {
    const flow = await make(smallestFlow('one'));
    await sara.api('POST', `${flow}/publish`, { revision: 1 });
    const flowId = Number(flow.split('/').at(-1));
    const campaign = (id: number, version: number) => ({
      id,
      name: `C${id}`,
      kind: 'ivr' as const,
      flowId,
      version,
      limit: 0,
      stopped: false,
      serving: 1,
      agents: [],
      blocks: [{ flowId, version, block: 'start', contacts: 1, entered: 5, exits: { next: 4 } }],
    });
    const { liveView } = site.engine;
    site.engine.liveView = () => ({
      ...liveView(),
      synthetic: [campaign(1, 1), campaign(2, 1), campaign(3, 0)],
    });
    expect((await sara.api('GET', `${flow}/counts`)).body).to.deep.equal({
      version: 1,
      blocks: [{ block: 'start', contacts: 2, entered: 10, exits: { next: 8 } }],
    });
    site.engine.liveView = liveView;
    expect((await sara.api('GET', '/flows/987654/counts')).status).to.equal(404);
  });

  it('names what flows may refer to', async () => {
    const { id } = await site.store.configuration.create(
      'calendars',
      { name: 'Office', timeZone: 'Europe/Rome', hours: [], holidays: [] },
      {},
      'test',
    );
    const { body } = await sara.api('GET', '/flow-references');
    expect(member(body, 'calendars')).to.deep.equal([{ id, name: 'Office' }]);
    expect(member(body, 'campaigns')).to.deep.equal([]);
  });

  it('is for supervisors and administrators, from our own pages', async () => {
    const flow = await make();
    const { visitor: operator } = await site.operator('oscar');
    for (const path of [flow, `${flow}/draft`, `${flow}/versions`, '/flow-references'])
      expect((await operator.api('GET', path)).status, path).to.equal(403);
    expect((await operator.api('POST', `${flow}/publish`, { revision: 1 })).status).to.equal(403);
    expect((await site.visitor().api('GET', `${flow}/draft`)).status).to.equal(401);
    const stranger = site.visitor().steal(sara.cookie);
    expect((await stranger.api('POST', `${flow}/publish`, { revision: 1 })).status).to.equal(403);
  });
});
