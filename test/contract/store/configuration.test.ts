import { expect } from 'chai';
import { it } from 'mocha';
import { Conflict, Invalid, NotFound } from '../../../orchestrator/runtime/errors.ts';
import { problems, rejection } from './expect.ts';
import { onEachDatabase } from './harness.ts';
import { create, createAgent, createHuman, input } from './objects.ts';
import { monday } from './stories.ts';

onEachDatabase('configuration', place => {
  it('gives back what was written, with defaults, revision and times', async () => {
    const created = await create(place.store, 'pauses', { name: 'Lunch', paid: false });
    expect(created).to.deep.equal({
      id: created.id,
      name: 'Lunch',
      paid: false,
      maximumSeconds: null,
      revision: 1,
      createdAt: monday,
      updatedAt: monday,
    });
    expect(await place.store.configuration.get('pauses', created.id)).to.deep.equal(created);

    place.clock.now += 1000;
    const changed = input('pauses', { name: 'Long lunch', maximumSeconds: 3600 });
    const replaced = await place.store.configuration.replace('pauses', created.id, changed, {}, 'test');
    expect(replaced).to.deep.equal({
      ...changed,
      id: created.id,
      revision: 2,
      createdAt: monday,
      updatedAt: monday + 1000,
    });

    await place.store.configuration.remove('pauses', created.id, 'test');
    expect(await place.store.configuration.get('pauses', created.id)).to.equal(null);
    await rejection(place.store.configuration.remove('pauses', created.id, 'test'), NotFound);
    await rejection(place.store.configuration.replace('pauses', created.id, changed, {}, 'test'), NotFound);
  });

  it('never gives an id twice', async () => {
    const first = await create(place.store, 'pauses', { name: 'A' });
    await place.store.configuration.remove('pauses', first.id, 'test');
    expect((await create(place.store, 'pauses', { name: 'A' })).id).to.be.greaterThan(first.id);
  });

  it('refuses a replace with a stale revision', async () => {
    const { id } = await create(place.store, 'pauses', { name: 'A' });
    const { configuration } = place.store;
    await configuration.replace('pauses', id, input('pauses', { name: 'B' }), {}, 'test', 1);
    await rejection(
      configuration.replace('pauses', id, input('pauses', { name: 'C' }), {}, 'test', 1),
      Conflict,
    );
    expect((await configuration.get('pauses', id))?.name).to.equal('B');
    expect(
      (await configuration.replace('pauses', id, input('pauses', { name: 'C' }), {}, 'test')).revision,
    ).to.equal(3);
  });

  it('loads everything for the core, without secrets', async () => {
    const agent = await createAgent(
      place.store,
      'Ada',
      {},
      { password: 'correct horse', sipSecret: 'sip-secret-of-ada' },
    );
    const human = await createHuman(place.store, 'Sales', { members: [{ agentId: agent.id }] });
    const service = await create(place.store, 'services', {
      name: 'Shop',
      entryCampaignId: human.id,
      numbers: ['800100'],
    });
    const loaded = await place.store.configuration.loadAll();
    expect(Object.keys(loaded)).to.have.members([
      'pauses',
      'dispositions',
      'calendars',
      'lines',
      'skills',
      'agents',
      'prompts',
      'connections',
      'flows',
      'scripts',
      'campaigns',
      'services',
    ]);
    const { revision: _r, createdAt: _c, updatedAt: _u, ...plain } = service;
    expect(loaded.services).to.deep.equal([plain]);
    expect(loaded.campaigns.map(campaign => campaign.id)).to.deep.equal([human.id]);
    expect(JSON.stringify(loaded)).not.to.match(/correct horse|sip-secret|argon2/);
  });

  it('keeps secrets apart, makes SIP secrets, and changes only those given', async () => {
    const { configuration } = place.store;
    const made = await createAgent(place.store, 'Ada');
    const { sipSecret } = await configuration.secrets('agents', made.id);
    expect(sipSecret).to.match(/^[0-9A-Za-z]{24}$/);

    const { id, ...members } = made;
    await configuration.replace(
      'agents',
      id,
      { ...members, name: 'Ada L.' },
      { password: 'another one' },
      'test',
    );
    expect(await configuration.secrets('agents', id)).to.deep.equal({ sipSecret });
    await configuration.replace('agents', id, members, { sipSecret: 'chosen-by-hand' }, 'test');
    expect(await configuration.secrets('agents', id)).to.deep.equal({ sipSecret: 'chosen-by-hand' });

    const line = { name: 'Provider', kind: 'registration', host: 'sip.example.org', username: 'us' };
    const created = await create(place.store, 'lines', line, { password: 'p', unknown: 'dropped' });
    expect(await configuration.secrets('lines', created.id)).to.deep.equal({ password: 'p' });
    expect(JSON.stringify(created)).not.to.contain('"p"');
    await configuration.remove('lines', created.id, 'test');
    expect(await configuration.secrets('lines', created.id)).to.deep.equal({});
  });

  it('keeps hostile and unusual text as it is', async () => {
    const names = [
      "'; drop table pauses; --",
      '\\" or 1=1 /*',
      'Caffè ☕️ 👩‍💻',
      '%_!',
      '${jndi}',
      '日本',
      '<script>alert(1)</script>',
    ];
    for (const name of names) await create(place.store, 'pauses', { name });
    const { items } = await place.store.configuration.list('pauses', { sort: 'id' });
    expect(items.map(item => item.name)).to.deep.equal(names);
    for (const name of names) {
      const found = await place.store.configuration.list('pauses', { search: name });
      expect(
        found.items.map(item => item.name),
        name,
      ).to.include(name);
    }
    expect((await place.store.configuration.list('pauses', { search: '%' })).items).to.have.length(1);
    expect((await place.store.configuration.list('pauses', { search: '_' })).items).to.have.length(1);
  });

  it('searches every word in names, numbers, extensions and user names, whatever the case and accents', async () => {
    const agent = await createAgent(place.store, 'Niccolò Rossi', { username: 'nrossi', extension: '2001' });
    await createAgent(place.store, 'Anna Bianchi', { username: 'abianchi', extension: '2002' });
    const human = await createHuman(place.store, 'Sales');
    await create(place.store, 'services', {
      name: 'Shop',
      entryCampaignId: human.id,
      numbers: ['+39800100'],
      virtualExtension: '700',
    });
    const search = async (collection: 'agents' | 'services', text: string) =>
      (await place.store.configuration.list(collection, { search: text })).items.map(item => item.name);
    for (const text of ['niccolo', 'ROSSI nic', 'nrossi', '2001', 'Niccolò rossi 2001'])
      expect(await search('agents', text), text).to.deep.equal([agent.name]);
    expect(await search('agents', 'rossi bianchi')).to.deep.equal([]);
    expect(await search('agents', ' ')).to.have.length(2);
    expect(await search('services', '800100')).to.deep.equal(['Shop']);
    expect(await search('services', '700')).to.deep.equal(['Shop']);
  });

  it('sorts by any plain member, both ways', async () => {
    const entry = await createHuman(place.store, 'Sales');
    for (const [name, priority, language] of [
      ['b', 10, 'it'],
      ['C', 9, 'en'],
      ['à', 100, 'it'],
    ] as const)
      await create(place.store, 'services', {
        name,
        priority,
        language,
        entryCampaignId: entry.id,
        virtualExtension: name === 'b' ? '77' : null,
      });
    const sorted = async (sort?: string) =>
      (await place.store.configuration.list('services', { ...(sort ? { sort } : {}) })).items.map(
        item => item.name,
      );
    expect(await sorted()).to.deep.equal(['à', 'b', 'C']);
    expect(await sorted('-name')).to.deep.equal(['C', 'b', 'à']);
    expect(await sorted('priority')).to.deep.equal(['C', 'b', 'à']);
    expect(await sorted('-priority')).to.deep.equal(['à', 'b', 'C']);
    expect(await sorted('language')).to.deep.equal(['C', 'b', 'à']);
    expect(await sorted('-virtualExtension')).to.deep.equal(['b', 'à', 'C']);
    expect(await sorted('-createdAt')).to.deep.equal(['à', 'C', 'b']);
    for (const sort of ['numbers', 'closedMessage', 'constructor', "name'", ''])
      expect(await problems(place.store.configuration.list('services', { sort })), sort).to.deep.equal([
        'sort unknown',
      ]);
    const paid = await create(place.store, 'pauses', { name: 'paid', paid: true });
    const unpaid = await create(place.store, 'pauses', { name: 'unpaid', paid: false });
    const pauses = await place.store.configuration.list('pauses', { sort: 'paid' });
    expect(pauses.items.map(item => item.id)).to.deep.equal([unpaid.id, paid.id]);
  });

  it('pages stay whole while objects come and go', async () => {
    const { configuration } = place.store;
    const names = Array.from({ length: 25 }, (_, index) => `pause ${String(index).padStart(2, '0')}`);
    for (const name of names) await create(place.store, 'pauses', { name });
    for (const sort of ['name', '-name', 'paid', '-maximumSeconds']) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await configuration.list('pauses', { sort, limit: 7, ...(cursor ? { cursor } : {}) });
        seen.push(...page.items.map(item => item.name));
        cursor = page.nextCursor;
        if (seen.length === 7 && sort === 'name') {
          await create(place.store, 'pauses', { name: 'pause 00 came before' });
          await configuration.remove('pauses', page.items[3]?.id ?? 0, 'test');
          await configuration.remove('pauses', page.items[6]?.id ?? 0, 'test');
        }
      } while (cursor);
      expect(new Set(seen).size, sort).to.equal(seen.length);
      if (sort === 'name') expect(seen).to.deep.equal(names);
      else expect(seen, sort).to.have.length(24);
    }
  });

  it('refuses cursors that are not its own, and odd limits', async () => {
    const { configuration } = place.store;
    for (const name of ['a', 'b', 'c']) await create(place.store, 'pauses', { name });
    const { nextCursor = '' } = await configuration.list('pauses', { limit: 1 });
    const forged = Buffer.from('["name",{"a":1},2]').toString('base64url');
    for (const cursor of ['', 'x', '!!!', forged, Buffer.from('{}').toString('base64url')])
      expect(await problems(configuration.list('pauses', { cursor })), cursor).to.deep.equal([
        'cursor badCursor',
      ]);
    expect(await problems(configuration.list('pauses', { cursor: nextCursor, sort: '-name' }))).to.deep.equal(
      ['cursor badCursor'],
    );
    for (const limit of [0, 201, 1.5, -1])
      expect(await problems(configuration.list('pauses', { limit }))).to.deep.equal(['limit range']);
  });

  it('takes what is no member of the schema as not there, and refuses what does not fit', async () => {
    const withMore = { ...input('pauses', { name: 'A' }), password: 'hunter22', __proto__: { paid: false } };
    const created = await place.store.configuration.create('pauses', withMore, {}, 'test');
    expect(created).not.to.have.property('password');
    const row = await place.store.sql.knex('pauses').first('document');
    expect(row?.document).not.to.contain('hunter22');
    await rejection(
      place.store.configuration.create('pauses', { ...withMore, name: '' }, {}, 'test'),
      Invalid,
    );
  });
});
