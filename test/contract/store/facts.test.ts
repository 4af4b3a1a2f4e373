import { expect } from 'chai';
import { it } from 'mocha';
import type { Fact } from '../../../orchestrator/core/facts.ts';
import { rejection } from './expect.ts';
import { onEachDatabase } from './harness.ts';
import { brief, handled, inOrder, monday } from './stories.ts';

const story = { contactId: 'phones-x-1', agentId: 7, serviceId: 4, campaignId: 5, from: monday };

onEachDatabase('facts', place => {
  /** Everything that the projection wrote, to compare. */
  const everything = async () => {
    const { knex } = place.store.sql;
    return {
      contacts: await knex('contacts').orderBy('id'),
      steps: await knex('contact_steps').orderBy(['contact_id', 'seq', 'idx']),
      offers: await knex('contact_offers').orderBy(['seq', 'idx']),
      sessions: await knex('agent_sessions').orderBy(['seq', 'idx']),
      states: await knex('agent_states').orderBy(['seq', 'idx']),
      position: await place.store.facts.position(),
    };
  };

  it('make the history of a contact', async () => {
    const facts = handled(story, 10);
    await place.store.facts.project(facts, 31);
    expect(await place.store.facts.position()).to.equal(31);
    const found = await place.store.contacts.get('phones-x-1');
    expect(found?.contact).to.deep.equal({
      id: 'phones-x-1',
      media: 'audio',
      direction: 'inbound',
      serviceId: 4,
      campaignId: 5,
      agentId: 7,
      lineId: 1,
      callerNumber: '+393330010',
      callerName: 'Zoë 🙂',
      dialled: '800100',
      arrivedAt: monday,
      queuedAt: monday + 1003,
      connectedAt: monday + 7000,
      endedAt: monday + 30_000,
      outcome: 'handled',
      endedBy: 'caller',
      waitMs: 5997,
      talkMs: 20_000,
      holdMs: 3000,
      wrapUpMs: 10_000,
      dispositionId: 3,
      note: 'sold',
    });
    // The change of state at the end is the agent's alone.
    expect(found?.steps).to.have.length(facts.length - 1);
    expect(found?.steps[0]).to.deep.equal({
      seq: 10,
      index: 0,
      at: monday,
      type: 'contactArrived',
      data: {
        media: 'audio',
        direction: 'inbound',
        node: 'n1',
        lineId: 1,
        serviceId: 4,
        dialled: '800100',
        caller: { number: '+393330010', name: 'Zoë 🙂' },
      },
    });
    expect(await place.store.sql.knex('contact_offers')).to.deep.equal([
      {
        seq: 18,
        idx: 0,
        contact_id: 'phones-x-1',
        agent_id: 7,
        campaign_id: 5,
        offered_at: monday + 5000,
        rang_at: monday + 5100,
        ended_at: monday + 7000,
        reason: 'answered',
        wait_ms: 3997,
        ring_ms: 2000,
      },
    ]);
    expect(await place.store.contacts.get('unknown')).to.equal(null);
  });

  it('end the same however they are cut into batches, repeated or interrupted by a restart', async () => {
    const facts = [
      ...handled(story, 1),
      ...handled({ ...story, contactId: 'phones-x-2', from: monday + 60_000 }, 23),
    ];
    await place.store.facts.project(facts, 44);
    const atOnce = await everything();
    expect(atOnce.contacts).to.have.length(2);

    const { knex } = place.store.sql;
    for (const table of ['contacts', 'contact_steps', 'contact_offers', 'agent_states'])
      await knex(table).delete();
    await knex('projection').update({ position: 0 });
    let { store } = place;
    for (let upTo = 3; upTo <= 45; upTo += 3) {
      // Each batch begins again well before the position, and is sent twice; every other time after a restart.
      const batch = facts.filter(({ seq }) => seq > upTo - 10 && seq <= upTo);
      const end = Math.min(upTo, 44);
      await store.facts.project(batch, end);
      if (upTo % 2 === 0) store = place.another();
      await store.facts.project(batch, end);
    }
    expect(await everything()).to.deep.equal(atOnce);
  });

  it('land whole or not at all', async () => {
    await place.store.facts.project(handled(story, 1).slice(0, 10), 10);
    const before = await everything();
    // The table of the last statements is away: all else was written already in the transaction.
    await place.store.sql.knex.schema.renameTable('agent_states', 'away');
    const rest = handled(story, 1).slice(10);
    await rejection(place.store.facts.project(rest, 22));
    await place.store.sql.knex.schema.renameTable('away', 'agent_states');
    expect(await everything()).to.deep.equal(before);
    await place.store.facts.project(rest, 22);
    const after = await everything();
    expect(after.position).to.equal(22);
    expect(after.steps).to.have.length(21);
  });

  it('are not projected twice by two processes at once', async () => {
    const facts = handled(story, 1);
    const stores = [place.store, place.another(), place.another()];
    await Promise.all(stores.map(store => store.facts.project(facts, 22)));
    const after = await everything();
    expect(after.steps).to.have.length(21);
    expect(after.offers).to.have.length(1);
  });

  it('make sessions and states of agents without gap or overlap', async () => {
    const agentId = 7;
    const changed = (from: string, to: string, previousMs: number, pauseId: number | null = null) =>
      ({ type: 'agentStateChanged', agentId, from, to, pauseId, contactId: null, previousMs }) as Fact;
    const facts: Fact[] = [
      { type: 'agentLoggedIn', agentId, phone: 'browser', campaignIds: [1, 2], by: 'operator1' },
      changed('loggedOut', 'pause', 0, 3),
      changed('pause', 'ready', 1000),
      changed('ready', 'offered', 1000),
      changed('offered', 'noAnswer', 1000),
      changed('noAnswer', 'ready', 1000),
      changed('ready', 'loggedOut', 1000),
      { type: 'agentLoggedOut', agentId, by: 'boss', sessionMs: 6000 },
    ];
    // In two batches, so that open intervals are found again.
    const placed = inOrder(facts, 1, monday);
    await place.store.facts.project(placed.slice(0, 4), 4);
    await place.store.facts.project(placed.slice(4), 8);
    const { sessions, states } = await everything();
    expect(sessions).to.deep.equal([
      {
        seq: 1,
        idx: 0,
        agent_id: 7,
        phone: 'browser',
        campaign_ids: '[1,2]',
        logged_in_by: 'operator1',
        logged_out_by: 'boss',
        from_at: monday,
        to_at: monday + 7000,
      },
    ]);
    expect(
      states.map(({ state, pause_id, from_at, to_at }) => [
        state,
        pause_id,
        from_at - monday,
        (to_at ?? 0) - monday,
      ]),
    ).to.deep.equal([
      ['pause', 3, 1000, 2000],
      ['ready', null, 2000, 3000],
      ['offered', null, 3000, 4000],
      ['noAnswer', null, 4000, 5000],
      ['ready', null, 5000, 6000],
    ]);
  });

  it('of every type, of unknown contacts and with values far too long land without harm', async () => {
    const contactId = 'phones-x-9';
    const long = 'x'.repeat(5000);
    const facts: Fact[] = [
      { type: 'contactRetrieved', contactId, agentId: 1, heldMs: 1 },
      { type: 'offerEnded', contactId, agentId: 1, campaignId: 1, reason: 'failed', ringMs: 1, cause: 0 },
      {
        type: 'contactArrived',
        contactId: 'phones-x-10',
        media: 'audio',
        direction: 'inbound',
        node: 'n1',
        lineId: null,
        serviceId: null,
        dialled: long,
        caller: { number: long, name: '👩'.repeat(300) },
      },
      { type: 'noteChanged', contactId: 'phones-x-10', agentId: 1, note: '🙂'.repeat(2000) },
      { type: 'agentLoggedIn', agentId: 1, phone: 'sip', campaignIds: [], by: long },
      { type: 'agentLoggedIn', agentId: 1, phone: 'sip', campaignIds: [], by: 'again' },
      { type: 'agentNextChanged', agentId: 1 },
      { type: 'agentReachabilityChanged', agentId: 1, page: true, phone: false },
      { type: 'nodeStateChanged', node: 'n1', up: true, version: '22' },
      { type: 'anomalyFound', code: 'late', detail: long, contactId: null },
      { type: 'anomalyFound', code: 'late', detail: long, contactId },
    ];
    await place.store.facts.project(inOrder(facts, 1, monday), 11);
    const { contacts, steps, sessions } = await everything();
    expect(contacts.map(({ id }) => id)).to.deep.equal(['phones-x-10']);
    expect(contacts[0]?.note).to.equal('🙂'.repeat(2000));
    expect(steps).to.have.length(5);
    expect(sessions.map(({ to_at }) => to_at)).to.deep.equal([monday + 5000, null]);
  });

  it('of ten thousand land in seconds', async function () {
    const facts = Array.from({ length: 455 }, (_, index) =>
      handled(
        { ...story, contactId: `phones-x-${index}`, agentId: index % 50, from: monday + index * 1000 },
        index * 22 + 1,
      ),
    ).flat();
    expect(facts.length).to.be.greaterThan(10_000);
    const begun = performance.now();
    await place.store.facts.project(facts, facts.length);
    expect(performance.now() - begun).to.be.lessThan(8000);
    expect((await place.store.contacts.list({ state: 'handled', limit: 200 })).items).to.have.length(200);
  });

  it('tell which contacts and sessions have no end', async () => {
    const { facts } = place.store;
    const open = async () => facts.leftOpen();
    await facts.project(handled(story, 10), 31);
    const before = await open();
    expect(before.contacts).to.deep.equal([]);
    const other = { ...story, contactId: 'phones-x-2', agentId: 8, from: monday + 60_000 };
    const begun = handled(other, 40).filter(({ fact }) => fact.type !== 'contactEnded');
    await facts.project(begun, 60);
    expect((await open()).contacts).to.deep.equal(['phones-x-2']);
    const login: Fact = { type: 'agentLoggedIn', agentId: 8, phone: 'sip', campaignIds: [], by: 'x' };
    await facts.project([{ seq: 61, index: 0, at: monday, fact: login }], 61);
    expect((await open()).agents).to.deep.equal([...before.agents, 8]);
    const logout: Fact = { type: 'agentLoggedOut', agentId: 8, by: 'x', sessionMs: 1 };
    await facts.project([{ seq: 62, index: 0, at: monday + 1, fact: logout }], 62);
    expect((await open()).agents).to.deep.equal(before.agents);
  });

  it('move the position even when a batch has none', async () => {
    await place.store.facts.project([], 100);
    expect(await place.store.facts.position()).to.equal(100);
    await place.store.facts.project(brief('phones-x-1', monday, 50), 90);
    expect(await place.store.facts.position()).to.equal(100);
    expect((await everything()).contacts).to.deep.equal([]);
  });
});
