/** The day of an agent, from its intervals. */
import { expect } from 'chai';
import { it } from 'mocha';
import type { AgentState } from '../../../orchestrator/core/agents/state.ts';
import type { PlacedFact } from '../../../orchestrator/core/facts.ts';
import type { PresentState } from '../../../orchestrator/runtime/ports/agent-day.ts';
import { onEachDatabase } from './harness.ts';
import { handled, monday } from './stories.ts';

const minute = 60_000;
const midnight = monday - 9 * 60 * minute;

onEachDatabase('the day of an agent', place => {
  let seq = 0;
  const states = (agentId: number, ...told: [at: number, to: AgentState, pauseId?: number][]) =>
    told.map(([at, to, pauseId]): PlacedFact => {
      seq += 1;
      const of = {
        agentId,
        from: 'ready',
        pauseId: pauseId ?? null,
        contactId: null,
        previousMs: 0,
      } as const;
      return { seq, index: 0, at, fact: { type: 'agentStateChanged', to, ...of } };
    });
  const project = (facts: PlacedFact[]) => place.store.facts.project(facts, seq);
  const nobody: PresentState = { state: 'loggedOut', since: 0, pauseId: null, contactId: null };
  const read = (agentId: number, at: number, present = nobody) =>
    place.store.agentDay.read(agentId, midnight, at, present);
  const fresh = () => {
    seq = 0;
  };

  it('is empty for one who was not there', async () => {
    expect(await read(7, monday)).to.deep.equal({
      agentId: 7,
      from: midnight,
      at: monday,
      contacts: 0,
      loggedInMs: 0,
      readyMs: 0,
      offeredMs: 0,
      talkMs: 0,
      holdMs: 0,
      wrapUpMs: 0,
      awayMs: 0,
      pauses: [],
      averageHandlingMs: null,
      occupancy: null,
    });
  });

  it('adds up states, pauses by reason and contacts, and no others', async () => {
    fresh();
    const before = states(
      7,
      [monday - 30 * minute, 'pause'],
      [monday - 28 * minute, 'pause', 3],
      [monday - 20 * minute, 'ready'],
      [monday - 15 * minute, 'noAnswer'],
      [monday - 14 * minute, 'ready'],
    );
    await project([...before, ...states(8, [monday, 'ready'])]);
    const contact = { contactId: 'phones-x-1', agentId: 7, serviceId: 1, campaignId: 5, from: monday };
    const story = handled(contact, seq + 1);
    seq = story.at(-1)?.seq ?? 0;
    await project(story);
    await project(states(7, [monday + 10 * minute, 'pause', 4], [monday + 11 * minute, 'loggedOut']));

    const day = await read(7, monday + 60 * minute);
    expect(day.contacts).to.equal(1);
    expect(day.offeredMs).to.equal(2000);
    expect(day.talkMs).to.equal(23_000);
    expect(day.awayMs).to.equal(minute);
    expect(day.pauses).to.deep.equal([
      { pauseId: 3, ms: 8 * minute },
      { pauseId: null, ms: 2 * minute },
      { pauseId: 4, ms: minute },
    ]);
    expect(day.loggedInMs, 'all states together').to.equal(41 * minute);
    const handling = day.talkMs + day.holdMs + day.wrapUpMs;
    expect(day.averageHandlingMs).to.equal(handling);
    expect(day.occupancy).to.equal((2000 + handling) / (2000 + handling + day.readyMs));
    expect((await read(8, monday + minute)).readyMs).to.equal(minute);
  });

  it('begins at midnight: what lasted over it counts from there, a contact of yesterday not at all', async () => {
    fresh();
    const story = handled(
      { contactId: 'phones-x-1', agentId: 7, serviceId: 1, campaignId: 5, from: midnight - 10_000 },
      1,
    );
    seq = story.at(-1)?.seq ?? 0;
    await project(story);
    const day = await read(7, midnight + 60 * minute);
    expect(day.contacts).to.equal(0);
    expect(day.offeredMs).to.equal(0);
    expect(day.talkMs).to.equal(20_000);
    expect(day.averageHandlingMs).to.equal(null);
  });

  it('knows the present state before the database does', async () => {
    fresh();
    await project(states(7, [monday, 'ready']));
    const present: PresentState = { state: 'pause', since: monday + 2000, pauseId: 3, contactId: null };
    const day = await read(7, monday + 5000, present);
    expect(day.readyMs).to.equal(2000);
    expect(day.pauses).to.deep.equal([{ pauseId: 3, ms: 3000 }]);
    await project(states(7, [monday + 2000, 'pause', 3]));
    expect(await read(7, monday + 5000, present)).to.deep.equal(day);
    const left = await read(7, monday + 9000, { ...nobody, since: monday + 6000 });
    expect(left.loggedInMs).to.equal(6000);
  });
});
