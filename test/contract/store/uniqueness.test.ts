import { expect } from 'chai';
import { it } from 'mocha';
import { Invalid } from '../../../orchestrator/runtime/errors.ts';
import { problems } from './expect.ts';
import { onEachDatabase } from './harness.ts';
import { create, createAgent, createHuman, input } from './objects.ts';

onEachDatabase('uniqueness', place => {
  it('of names within a collection, whatever their case', async () => {
    await create(place.store, 'pauses', { name: 'Lunch' });
    expect(await problems(create(place.store, 'pauses', { name: 'LUNCH' }))).to.deep.equal([
      'name duplicate',
    ]);
    await create(place.store, 'pauses', { name: 'Lùnch' });
    await create(place.store, 'dispositions', { name: 'Lunch' });
  });

  it('of extensions over agents and services, of numbers and of user names', async () => {
    const { accounts, configuration } = place.store;
    await accounts.create({ username: 'boss', role: 'supervisor' }, 'correct horse', 'test');
    const human = await createHuman(place.store, 'Sales');
    const ada = await createAgent(place.store, 'Ada', { extension: '2001' });
    const shop = {
      name: 'Shop',
      entryCampaignId: human.id,
      numbers: ['800100', '800101'],
      virtualExtension: '700',
    };
    const service = await create(place.store, 'services', shop);

    expect(
      await problems(createAgent(place.store, 'Bob', { extension: '2001', username: 'ada' })),
    ).to.deep.equal(['extension duplicate', 'username duplicate']);
    expect(
      await problems(createAgent(place.store, 'Bob', { extension: '700', username: 'boss' })),
    ).to.deep.equal(['extension duplicate', 'username duplicate']);
    const other = {
      ...shop,
      name: 'Other',
      numbers: ['800102', '800101', '800102'],
      virtualExtension: '2001',
    };
    expect(await problems(create(place.store, 'services', other))).to.deep.equal([
      'numbers.1 duplicate',
      'numbers.2 duplicate',
      'virtualExtension duplicate',
    ]);
    expect(
      await problems(accounts.create({ username: 'Ada', role: 'supervisor' }, 'correct horse', 'test')),
    ).to.deep.equal(['username duplicate']);

    // What is given up is free for others; what is one's own is no duplicate.
    await configuration.replace(
      'services',
      service.id,
      input('services', { ...shop, numbers: ['800100'], virtualExtension: null }),
      {},
      'test',
    );
    await createAgent(place.store, 'Bob', { extension: '700' });
    await create(place.store, 'services', { ...other, numbers: ['800101'], virtualExtension: null });
    await configuration.remove('agents', ada.id, 'test');
    await createAgent(place.store, 'Ada', { extension: '2001' });
  });

  it('holds when several processes create the same at once', async () => {
    const human = await createHuman(place.store, 'Sales');
    const stores = [place.store, place.another(), place.another()];
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, (_, index) =>
        create(stores[index % 3] ?? place.store, 'services', {
          name: `Shop ${index}`,
          entryCampaignId: human.id,
          numbers: ['800100'],
        }),
      ),
    );
    const refused = outcomes.filter(outcome => outcome.status === 'rejected');
    expect(refused).to.have.length(11);
    for (const { reason } of refused) expect(reason).to.be.instanceOf(Invalid);
    expect((await place.store.configuration.list('services', {})).items).to.have.length(1);
  });

  it('and references hold when objects are deleted and used at once', async () => {
    const other = place.another();
    for (let round = 0; round < 10; round++) {
      const queue = await create(place.store, 'campaigns', { kind: 'queue', name: `Queue ${round}` });
      await Promise.allSettled([
        createHuman(other, `Sales ${round}`, { queueCampaignId: queue.id }),
        place.store.configuration.remove('campaigns', queue.id, 'test'),
      ]);
    }
    const { campaigns } = await place.store.configuration.loadAll();
    // In each round one of the two came first: both campaigns are there, or none.
    expect(campaigns.length % 2).to.equal(0);
    const ids = new Set(campaigns.map(campaign => campaign.id));
    for (const campaign of campaigns)
      if (campaign.kind === 'human') expect(ids.has(campaign.queueCampaignId ?? 0)).to.equal(true);
  });
});
