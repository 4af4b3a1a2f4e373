import { expect } from 'chai';
import { it } from 'mocha';
import type { ContactFilter } from '../../../orchestrator/runtime/ports/store.ts';
import { problems } from './expect.ts';
import { onEachDatabase } from './harness.ts';
import { brief, handled, monday } from './stories.ts';

onEachDatabase('contacts', place => {
  const ids = async (filter: ContactFilter) =>
    (await place.store.contacts.list(filter)).items.map(contact => contact.id);

  it('are found by service, campaign, agent, state, time, number and id, newest first', async () => {
    const facts = [
      ...brief('phones-x-1', monday, 1, { outcome: 'abandoned', number: '+390612345' }),
      ...brief('phones-x-2', monday + 1000, 2, { serviceId: 2, number: '340' }),
      ...handled(
        { contactId: 'phones-x-3', agentId: 7, serviceId: 2, campaignId: 5, from: monday + 2000 },
        3,
      ),
      ...brief('phones-x-4', monday + 3000, 30, { outcome: 'closed', number: '%' }),
    ];
    await place.store.facts.project(facts, 30);
    expect(await ids({})).to.deep.equal(['phones-x-4', 'phones-x-3', 'phones-x-2', 'phones-x-1']);
    expect(await ids({ serviceId: 2 })).to.deep.equal(['phones-x-3', 'phones-x-2']);
    expect(await ids({ campaignId: 5 })).to.deep.equal(['phones-x-3']);
    expect(await ids({ agentId: 7 })).to.deep.equal(['phones-x-3']);
    expect(await ids({ state: 'active' })).to.deep.equal(['phones-x-2']);
    expect(await ids({ state: 'ended' })).to.deep.equal(['phones-x-4', 'phones-x-3', 'phones-x-1']);
    expect(await ids({ state: 'abandoned' })).to.deep.equal(['phones-x-1']);
    expect(await ids({ from: monday + 1000, to: monday + 3000 })).to.deep.equal(['phones-x-3', 'phones-x-2']);
    expect(await ids({ search: '0612' })).to.deep.equal(['phones-x-1']);
    expect(await ids({ search: ' phones-x-2 ' })).to.deep.equal(['phones-x-2']);
    expect(await ids({ search: '%' })).to.deep.equal(['phones-x-4']);
    expect(await ids({ search: "' or 1=1 --" })).to.deep.equal([]);
    expect(
      await ids({ serviceId: 2, state: 'handled', agentId: 7, from: monday, search: '333' }),
    ).to.deep.equal(['phones-x-3']);
    expect(await ids({ serviceId: 1, state: 'handled' })).to.deep.equal([]);
  });

  it('page stably while new ones arrive, also when many arrived in the same millisecond', async () => {
    await place.store.facts.project(
      Array.from({ length: 40 }, (_, index) =>
        brief(`phones-x-${100 + index}`, monday + Math.floor(index / 8), index + 1),
      ).flat(),
      40,
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    let seq = 100;
    do {
      const page = await place.store.contacts.list({ limit: 7, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(contact => contact.id));
      cursor = page.nextCursor;
      seq += 1;
      await place.store.facts.project(brief(`phones-x-${seq + 900}`, monday + seq, seq), seq);
    } while (cursor);
    expect(seen).to.deep.equal(Array.from({ length: 40 }, (_, index) => `phones-x-${139 - index}`));
    for (const bad of ['', 'zz', Buffer.from('["contacts","x",1]').toString('base64url')])
      expect(await problems(place.store.contacts.list({ cursor: bad }))).to.deep.equal(['cursor badCursor']);
    expect(await problems(place.store.contacts.list({ limit: 0 }))).to.deep.equal(['limit range']);
  });

  it('served by synthetic agents are found with their steps, last first, by campaign', async () => {
    const story = (index: number) => ({
      contactId: `phones-x-${index}`,
      agentId: 7,
      serviceId: 2,
      campaignId: 5,
      from: monday + index * 60_000,
    });
    await place.store.facts.project(
      [
        ...handled(story(1), 1),
        ...handled(story(2), 40),
        ...brief('phones-x-3', monday + 200_000, 80, { outcome: 'closed' }),
      ],
      80,
    );
    const last = async (campaignId: number | null, limit = 20) =>
      (await place.store.contacts.lastServed(campaignId, limit)).map(({ contact }) => contact.id);
    expect(await last(90)).to.deep.equal(['phones-x-2', 'phones-x-1']);
    expect(await last(90, 1)).to.deep.equal(['phones-x-2']);
    expect(await last(null)).to.deep.equal(['phones-x-2', 'phones-x-1']);
    expect(await last(5), 'a human campaign').to.deep.equal([]);
    const [{ steps } = { steps: [] }] = await place.store.contacts.lastServed(90, 1);
    expect(steps.map(({ type }) => type).slice(0, 4)).to.deep.equal([
      'contactArrived',
      'campaignEntered',
      'contactAnswered',
      'promptStarted',
    ]);
    expect(steps[3]?.data).to.include({ what: 'Welcome' });
  });
});
