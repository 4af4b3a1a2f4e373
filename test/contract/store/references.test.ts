import { expect } from 'chai';
import { it } from 'mocha';
import { InUse } from '../../../orchestrator/runtime/errors.ts';
import { problems, rejection } from './expect.ts';
import { onEachDatabase } from './harness.ts';
import { create, createAgent, createHuman, input } from './objects.ts';

onEachDatabase('references', place => {
  it('must lead to something that exists, and all that do not are told at once', async () => {
    const campaign = {
      kind: 'human',
      name: 'Sales',
      members: [{ agentId: 900 }, { agentId: 901 }],
      dispositionIds: [902],
      queueCampaignId: 903,
      redirectCampaignId: 904,
      calendarId: 905,
    };
    expect(await problems(create(place.store, 'campaigns', campaign))).to.deep.equal([
      'calendarId unknown',
      'dispositionIds.0 unknown',
      'members.0.agentId unknown',
      'members.1.agentId unknown',
      'queueCampaignId unknown',
      'redirectCampaignId unknown',
    ]);
    const service = { name: 'Shop', entryCampaignId: 900, calendarId: 901, closedCampaignId: 902 };
    expect(await problems(create(place.store, 'services', service))).to.deep.equal([
      'calendarId unknown',
      'closedCampaignId unknown',
      'entryCampaignId unknown',
    ]);
    expect(
      await problems(createAgent(place.store, 'Ada', { outsidePhone: { number: '123', lineId: 900 } })),
    ).to.deep.equal(['outsidePhone.lineId unknown']);
    expect(
      await problems(create(place.store, 'campaigns', { kind: 'welcome', name: 'W', nextCampaignId: 900 })),
    ).to.deep.equal(['nextCampaignId unknown']);
    expect(
      await problems(create(place.store, 'campaigns', { kind: 'queue', name: 'Q', overflowCampaignId: 900 })),
    ).to.deep.equal(['overflowCampaignId unknown']);
    const { campaigns, services, agents } = await place.store.configuration.loadAll();
    expect([...campaigns, ...services, ...agents]).to.deep.equal([]);
  });

  it('to a queue must be to a queue, now and later', async () => {
    const welcome = await create(place.store, 'campaigns', { kind: 'welcome', name: 'Welcome' });
    const queue = await create(place.store, 'campaigns', { kind: 'queue', name: 'Queue' });
    expect(await problems(createHuman(place.store, 'Sales', { queueCampaignId: welcome.id }))).to.deep.equal([
      'queueCampaignId wrongKind',
    ]);
    await createHuman(place.store, 'Sales', { queueCampaignId: queue.id });
    const other = input('campaigns', { kind: 'welcome', name: 'Queue' });
    expect(
      await problems(place.store.configuration.replace('campaigns', queue.id, other, {}, 'test')),
    ).to.deep.equal(['kind inUse']);
  });

  it('hold skills, lines and campaigns that the routing names', async () => {
    const { store } = place;
    const skill = await create(store, 'skills', { name: 'English' });
    const line = await create(store, 'lines', { name: 'Out', kind: 'address', host: '192.0.2.1' });
    const other = await createHuman(store, 'Others');
    await createAgent(store, 'Ada', { skills: [{ skillId: skill.id, level: 8 }] });
    await createHuman(store, 'Sales', {
      skills: [{ skillId: skill.id, level: 5, seconds: 20 }],
      redirects: [{ when: 'length', limit: 5, campaignId: other.id }],
      callback: { attempts: 2, retrySeconds: 60, ringSeconds: 30, lineId: line.id },
    });
    const used = async (collection: 'skills' | 'lines' | 'campaigns', id: number) => {
      const { dependents } = await rejection(store.configuration.remove(collection, id, 'test'), InUse);
      return dependents.map(({ collection: from, name, path }) => `${from} ${name} ${path}`);
    };
    expect(await used('skills', skill.id)).to.deep.equal([
      'agents Ada skills.skillId',
      'campaigns Sales skills.skillId',
    ]);
    expect(await used('lines', line.id)).to.deep.equal(['campaigns Sales callback.lineId']);
    expect(await used('campaigns', other.id)).to.deep.equal(['campaigns Sales redirects.campaignId']);
    const twice = [1, 2].map(level => ({ skillId: skill.id, level }));
    expect(await problems(createAgent(store, 'Bea', { skills: twice }))).to.deep.equal([
      'skills.1.skillId duplicate',
    ]);
    expect(await problems(createHuman(store, 'Never', { skills: twice }))).to.deep.equal([
      'skills.1.skillId neverHolds',
    ]);
    expect(await problems(createHuman(store, 'Nobody', { skills: [{ skillId: 900 }] }))).to.deep.equal([
      'skills.0.skillId unknown',
    ]);
  });

  it('hold what they lead to: a delete says what depends on it', async () => {
    const { configuration } = place.store;
    const line = await create(place.store, 'lines', { name: 'Provider', kind: 'address', host: '192.0.2.1' });
    const agent = await createAgent(place.store, 'Ada', { outsidePhone: { number: '123', lineId: line.id } });
    const disposition = await create(place.store, 'dispositions', { name: 'Sold' });
    const calendar = await create(place.store, 'calendars', { name: 'Office' });
    const queue = await create(place.store, 'campaigns', { kind: 'queue', name: 'Queue' });
    const human = await createHuman(place.store, 'Sales', {
      members: [{ agentId: agent.id }],
      dispositionIds: [disposition.id],
      queueCampaignId: queue.id,
      redirectCampaignId: queue.id,
      calendarId: calendar.id,
    });
    const service = await create(place.store, 'services', {
      name: 'Shop',
      entryCampaignId: human.id,
      calendarId: calendar.id,
    });

    const used = async (
      collection: 'lines' | 'agents' | 'dispositions' | 'calendars' | 'campaigns',
      id: number,
    ) => {
      const { dependents } = await rejection(configuration.remove(collection, id, 'test'), InUse);
      expect(await configuration.dependents(collection, id)).to.deep.equal(dependents);
      return dependents.map(({ collection: from, name, path }) => `${from} ${name} ${path}`);
    };
    expect(await used('lines', line.id)).to.deep.equal(['agents Ada outsidePhone.lineId']);
    expect(await used('agents', agent.id)).to.deep.equal(['campaigns Sales members.agentId']);
    expect(await used('dispositions', disposition.id)).to.deep.equal(['campaigns Sales dispositionIds']);
    expect(await used('calendars', calendar.id)).to.deep.equal([
      'campaigns Sales calendarId',
      'services Shop calendarId',
    ]);
    expect(await used('campaigns', queue.id)).to.deep.equal([
      'campaigns Sales queueCampaignId',
      'campaigns Sales redirectCampaignId',
    ]);
    expect(await used('campaigns', human.id)).to.deep.equal(['services Shop entryCampaignId']);

    for (const [collection, id] of [
      ['services', service.id],
      ['campaigns', human.id],
      ['campaigns', queue.id],
      ['agents', agent.id],
      ['lines', line.id],
      ['dispositions', disposition.id],
      ['calendars', calendar.id],
    ] as const)
      await configuration.remove(collection, id, 'test');
  });

  it('of welcomes in a circle are refused, through a queue they may come back', async () => {
    const { configuration } = place.store;
    const first = await create(place.store, 'campaigns', { kind: 'welcome', name: 'first' });
    const second = await create(place.store, 'campaigns', {
      kind: 'welcome',
      name: 'second',
      nextCampaignId: first.id,
    });
    const third = await create(place.store, 'campaigns', {
      kind: 'welcome',
      name: 'third',
      nextCampaignId: second.id,
    });
    const lead = (to: number) =>
      configuration.replace(
        'campaigns',
        first.id,
        input('campaigns', { kind: 'welcome', name: 'first', nextCampaignId: to }),
        {},
        'test',
      );
    for (const to of [first, second, third])
      expect(await problems(lead(to.id)), to.name).to.deep.equal(['nextCampaignId loop']);
    const queue = await create(place.store, 'campaigns', {
      kind: 'queue',
      name: 'queue',
      overflowCampaignId: third.id,
    });
    await lead(queue.id);
  });

  it('and members that contradict one another are told together', async () => {
    const agent = await createAgent(place.store, 'Ada');
    const campaign = {
      members: [{ agentId: agent.id }, { agentId: agent.id, priority: 2 }],
      wrapUp: { defaultSeconds: 30, minimumSeconds: 60, maximumSeconds: 20 },
    };
    expect(await problems(createHuman(place.store, 'Sales', campaign))).to.deep.equal([
      'members.1.agentId duplicate',
      'wrapUp.defaultSeconds between',
    ]);
    const calendar = {
      name: 'Office',
      timeZone: 'Mars/Olympus',
      hours: [{ weekday: 1, from: '18:00', to: '09:00' }],
    };
    expect(await problems(create(place.store, 'calendars', calendar))).to.deep.equal([
      'hours.0.to order',
      'timeZone timeZone',
    ]);
    expect(
      await problems(create(place.store, 'lines', { name: 'Provider', kind: 'registration' })),
    ).to.deep.equal(['host required', 'username required']);
  });
});
