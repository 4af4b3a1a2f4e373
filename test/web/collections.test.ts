/** The configuration over REST. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { canary, startSite } from './support/site.ts';
import type { Site } from './support/site.ts';
import { fieldsOf, member } from './support/visitor.ts';
import type { Visitor } from './support/visitor.ts';

const agent = (n: number) => ({ name: `Agent ${n}`, username: `agent${n}`, extension: String(300 + n) });
const idOf = (reply: { body: unknown }): number => Number(member(reply.body, 'id'));

describe('web: collections', () => {
  let site: Site;
  let api: Visitor;
  before(async () => {
    site = await startSite();
    api = await site.program('supervisor');
  });
  after(() => site.close());

  it('creates, reads, replaces, changes and deletes, and hands each change on', async () => {
    const created = await api.api('POST', '/pauses', { name: 'Coffee' });
    expect(created.status).to.equal(201);
    const address = `/pauses/${idOf(created)}`;
    expect(created.headers.get('location')).to.equal(`/api/v1${address}`);
    expect(created.body).to.include({ name: 'Coffee', paid: true, maximumSeconds: null, revision: 1 });
    expect((await api.api('GET', address)).body).to.deep.equal(created.body);
    const replaced = await api.api('PUT', address, { name: 'Tea', paid: false });
    expect(replaced.body).to.include({ name: 'Tea', paid: false, revision: 2 });
    const changed = await api.api('PATCH', address, { maximumSeconds: 600 });
    expect(changed.body).to.include({ name: 'Tea', paid: false, maximumSeconds: 600, revision: 3 });
    expect((await api.api('DELETE', address)).status).to.equal(204);
    expect((await api.api('GET', address)).status).to.equal(404);
    const id = idOf(created);
    const pause = { id, name: 'Coffee', paid: true, maximumSeconds: null };
    expect(site.changes.map(({ changes }) => changes)).to.deep.equal([
      [{ collection: 'pauses', id, object: pause }],
      [{ collection: 'pauses', id, object: { ...pause, name: 'Tea', paid: false } }],
      [{ collection: 'pauses', id, object: { ...pause, name: 'Tea', paid: false, maximumSeconds: 600 } }],
      [{ collection: 'pauses', id, object: null }],
    ]);
    expect(site.changes[0]?.by).to.equal('token:tests-supervisor');
  });

  it('guards against overwriting with If-Match, and takes back what it gave', async () => {
    const created = await api.api('POST', '/dispositions', { name: 'Sold' });
    const address = `/dispositions/${idOf(created)}`;
    const tag = created.headers.get('etag') ?? '';
    expect(tag).to.equal('"1"');
    // fetch would add no-cache, which asks for the body.
    const cached = { 'if-none-match': tag, 'cache-control': 'max-age=0' };
    const unchanged = await api.api('GET', address, undefined, cached);
    expect(unchanged.status).to.equal(304);
    const body = created.body as object;
    expect((await api.api('PUT', address, { ...body, positive: true }, { 'if-match': tag })).status).to.equal(
      200,
    );
    expect((await api.api('PUT', address, { name: 'Old' }, { 'if-match': tag })).status).to.equal(412);
    expect((await api.api('PATCH', address, { name: 'Old' }, { 'if-match': tag })).status).to.equal(412);
    expect((await api.api('DELETE', address, undefined, { 'if-match': tag })).status).to.equal(412);
    expect((await api.api('PUT', address, { ...body, name: 'Old' })).status).to.equal(409);
    expect((await api.api('PUT', address, { name: 'New' }, { 'if-match': '*' })).status).to.equal(200);
    expect(fieldsOf(await api.api('PUT', address, { name: 'Other', id: 99 }))).to.deep.equal(['id']);
  });

  it('names every member that does not fit, unknown ones too', async () => {
    const reply = await api.api('POST', '/campaigns', {
      kind: 'human',
      name: '',
      ringSeconds: 1,
      members: [{ agentId: 'x', priorty: 2 }],
      wrapUp: { defaultSeconds: -1, minimumSeconds: 0, maximumSeconds: 0 },
      colour: 'red',
    });
    expect(reply.status).to.equal(422);
    expect(reply.headers.get('content-type')).to.include('application/problem+json');
    expect(reply.body).to.include({ code: 'invalid', status: 422, title: 'Unprocessable Entity' });
    const fields = [
      'colour',
      'members.0.agentId',
      'members.0.priorty',
      'name',
      'ringSeconds',
      'wrapUp.defaultSeconds',
    ];
    expect(fieldsOf(reply)).to.deep.equal(fields);
    const errors = member(reply.body, 'errors') as { pointer: string }[];
    expect(errors.map(({ pointer }) => pointer)).to.include('/members/0/agentId');
  });

  it('names references that lead nowhere and names that are taken', async () => {
    const service = await api.api('POST', '/services', {
      name: 'Sales',
      entryCampaignId: 777,
      calendarId: 778,
    });
    expect(service.status).to.equal(422);
    expect(fieldsOf(service)).to.deep.equal(['calendarId', 'entryCampaignId']);
    await api.api('POST', '/agents', agent(1));
    expect(fieldsOf(await api.api('POST', '/agents', { ...agent(2), extension: '301' }))).to.deep.equal([
      'extension',
    ]);
  });

  it('refuses bodies that are no JSON, no object, too large, or of another kind', async () => {
    const post = (raw: string, headers = {}) => api.ask('POST', '/api/v1/pauses', { raw, headers });
    expect((await post('{"name":')).status).to.equal(400);
    expect(member((await post('{"name":')).body, 'code')).to.equal('malformedJson');
    expect((await post('[]')).status).to.equal(422);
    expect((await post('"x"')).status).to.equal(400);
    expect((await post(JSON.stringify({ name: 'x'.repeat(1_100_000) }))).status).to.equal(413);
    expect((await post('name=x', { 'content-type': 'text/plain' })).status).to.equal(415);
    expect((await post('')).status).to.be.oneOf([400, 415, 422]);
    expect((await api.ask('PATCH', '/api/v1/pauses/1', { raw: '[]' })).status).to.equal(422);
    expect((await api.ask('GET', '/api/v1/pauses/%E0%A4%A')).status).to.equal(400);
  });

  it('does not let __proto__ or constructor through (S15)', async () => {
    const post = (raw: string) => api.ask('POST', '/api/v1/pauses', { raw });
    expect(fieldsOf(await post('{"name":"P","__proto__":{"paid":false}}'))).to.deep.equal(['__proto__']);
    expect(fieldsOf(await post('{"name":"P","constructor":{"x":1}}'))).to.deep.equal(['constructor']);
    const created = await post('{"name":"Proto"}');
    const patch = await api.ask('PATCH', `/api/v1/pauses/${idOf(created)}`, {
      raw: '{"__proto__":{"paid":false}}',
    });
    expect(fieldsOf(patch)).to.deep.equal(['__proto__']);
    expect(({} as { paid?: unknown }).paid).to.equal(undefined);
    expect((await post(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`)).status).to.equal(422);
  });

  it('writes secrets and never shows them', async () => {
    const created = await api.api('POST', '/agents', {
      ...agent(5),
      password: `${canary}-password`,
      sipSecret: `${canary}-secret`,
    });
    expect(created.status).to.equal(201);
    const address = `/agents/${idOf(created)}`;
    const seen = [
      created,
      await api.api('GET', address),
      await api.api('GET', '/agents'),
      await api.api('PATCH', address, { name: 'Renamed' }),
      await (await site.program('administrator')).api('GET', '/audit'),
    ];
    for (const { status, body } of seen) {
      expect(status).to.be.oneOf([200, 201]);
      expect(JSON.stringify(body)).to.not.include(canary);
    }
    expect(JSON.stringify(site.changes)).to.not.include(canary);
    expect(site.logged()).to.not.include(canary);
    expect((await site.store.configuration.secrets('agents', idOf(created)))['sipSecret']).to.equal(
      `${canary}-secret`,
    );
    const operator = site.visitor();
    expect((await operator.signIn('agent5', `${canary}-password`)).status).to.equal(200);
  });

  it('deletes nothing that others refer to, and says what does', async () => {
    const queue = await api.api('POST', '/campaigns', { kind: 'queue', name: 'Wait' });
    const human = await api.api('POST', '/campaigns', {
      kind: 'human',
      name: 'Talk',
      queueCampaignId: idOf(queue),
    });
    const dependents = { collection: 'campaigns', id: idOf(human), name: 'Talk', path: 'queueCampaignId' };
    const listed = await api.api('GET', `/campaigns/${idOf(queue)}/dependents`);
    expect(member(listed.body, 'items')).to.deep.equal([dependents]);
    const refused = await api.api('DELETE', `/campaigns/${idOf(queue)}`);
    expect(refused.status).to.equal(409);
    expect(refused.body).to.deep.include({ code: 'inUse', dependents: [dependents] });
  });

  it('pages through lists by cursor, searches and sorts', async () => {
    for (let n = 0; n < 12; n++)
      await api.api('POST', '/calendars', { name: `Calendar ${String(n).padStart(2, '0')}` });
    const names: string[] = [];
    let cursor = '';
    do {
      const { body } = await api.api('GET', `/calendars?limit=5&sort=-name${cursor}`);
      names.push(...(member(body, 'items') as { name: string }[]).map(({ name }) => name));
      const next = (body as { nextCursor?: string }).nextCursor;
      cursor = next ? `&cursor=${encodeURIComponent(next)}` : '';
    } while (cursor);
    expect(names).to.have.length(12);
    expect(names).to.deep.equal(names.toSorted((a, b) => b.localeCompare(a)));
    const found = await api.api('GET', '/calendars?search=Calendar%2007');
    expect(member(found.body, 'items')).to.have.length(1);
  });

  it('refuses query parameters that it does not know or that do not fit', async () => {
    const refused = async (query: string, field: string) => {
      const reply = await api.api('GET', query);
      expect(reply.status, query).to.equal(400);
      expect(fieldsOf(reply), query).to.deep.equal([field]);
    };
    await refused('/calendars?limit=0', 'limit');
    await refused('/calendars?limit=201', 'limit');
    await refused('/calendars?sort=hours', 'sort');
    await refused('/calendars?cursor=nonsense', 'cursor');
    await refused('/calendars?nmae=x', 'nmae');
    await refused('/calendars?limit=1&limit=2', 'limit');
    await refused('/contacts?from=yesterday', 'from');
    await refused('/contacts?state=happy', 'state');
    await refused('/contacts?agentId=x', 'agentId');
  });

  it('knows addresses and verbs', async () => {
    expect((await api.api('GET', '/nothing')).status).to.equal(404);
    expect((await api.api('GET', '/agents/abc')).status).to.equal(404);
    expect((await api.api('GET', '/contacts/..%2f..%2fetc')).status).to.equal(404);
    const wrongVerb = await api.api('DELETE', '/agents');
    expect(wrongVerb.status).to.equal(405);
    expect(wrongVerb.headers.get('allow')).to.equal('GET, POST');
    expect((await api.ask('GET', '/api/v2')).status).to.equal(404);
  });
});
