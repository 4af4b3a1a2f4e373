/** How contacts sounded at operators' browsers. */
import { expect } from 'chai';
import { it } from 'mocha';
import { NotFound, TooManyAttempts } from '../../../orchestrator/runtime/errors.ts';
import { rejection } from './expect.ts';
import { onEachDatabase } from './harness.ts';
import { handled, monday } from './stories.ts';

const sample = { lossPercent: 2.5, jitterMs: 12.25, roundTripMs: null, mos: 4.05 };
const summary = {
  seconds: 42,
  lossPercent: 0.5,
  mostLossPercent: 8,
  jitterMs: 5,
  mostJitterMs: 31,
  roundTripMs: 20,
  mostRoundTripMs: 44,
  mos: 4.2,
  leastMos: 3.4,
};

onEachDatabase('the quality of contacts', place => {
  it('is kept in order for the agents who had them, and for nobody else', async () => {
    const contactId = 'phones-x-1';
    await place.store.facts.project(
      handled({ contactId, agentId: 7, serviceId: 1, campaignId: 5, from: monday }, 1),
      30,
    );
    const { quality } = place.store;
    await quality.add(contactId, { agentId: 7, kind: 'report', note: 'È rotta 🙂', minute: [sample] });
    place.clock.now = monday + 5000;
    await quality.add(contactId, { agentId: 7, kind: 'call', summary });
    expect(await quality.of(contactId)).to.deep.equal([
      { agentId: 7, at: monday, kind: 'report', note: 'È rotta 🙂', minute: [sample] },
      { agentId: 7, at: monday + 5000, kind: 'call', summary },
    ]);
    await rejection(quality.add(contactId, { agentId: 8, kind: 'call', summary }), NotFound);
    await rejection(quality.add('phones-x-2', { agentId: 7, kind: 'call', summary }), NotFound);
    for (let row = 2; row < 20; row += 1) await quality.add(contactId, { agentId: 7, kind: 'call', summary });
    await rejection(quality.add(contactId, { agentId: 7, kind: 'call', summary }), TooManyAttempts);
    expect((await quality.of(contactId)).length).to.equal(20);
  });
});
