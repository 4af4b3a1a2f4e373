/** F5: the link to Asterisk is cut, or half-open: nothing comes through any more and nobody says so. */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { makeReady } from '../support/contact-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hearEachOther } from '../support/listening.ts';
import { expectContact } from '../support/steps.ts';
import { until } from '../support/until.ts';
import { checkInvariants } from './harness/invariants.ts';
import { queued, ringing, talking, watchGaps } from './harness/parties.ts';
import { expectFigure, within } from './harness/figures.ts';
import { startSwitchboard, type Switchboard } from './harness/switchboard.ts';

/** A link that is dead is seen within this time, ms. */
const seenMs = 10_000;
/** And made up for within this time of its return, ms. */
const reconciledMs = 10_000;

describe('F5: the link to Asterisk', function () {
  this.timeout(180_000);
  let board: Switchboard;
  let instance: Instance;

  before(async function () {
    this.timeout(600_000);
    board = await startSwitchboard();
    instance = await startInstance({ pbx: board.pbx });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') console.error(await instance.explain());
  });
  after(async () => {
    await instance?.stop();
    await board?.remove();
  });

  const untilLink = (up: boolean, timeoutMs: number) =>
    until(`the node is ${up ? 'up' : 'down'}`, async () => (await instance.api.live()).nodes[0]?.up === up, {
      timeoutMs,
    });

  for (const [name, fault] of [
    ['cut', () => board.proxy.refuse()],
    ['half-open', () => board.proxy.freeze()],
  ] as const) {
    it(`${name}: seen within 10 s, and what was missed is made up for`, async () => {
      const talk = await talking(instance);
      const gone = await talking(instance);
      const rings = await ringing(instance);
      const queue = await queued(instance, 2);
      const gaps = await watchGaps(instance, [talk]);

      const from = performance.now();
      fault();
      // What nobody is told of: a hang-up, an answer, and one who leaves the queue.
      gone.call.hangup();
      rings.atAgent.answer();
      // While no socket is there Asterisk cannot give us the leg that was answered: the phone rings again.
      rings.phone.onCall = 'answer';
      queue.callers[0]?.call.hangup();
      await untilLink(false, within(seenMs + 1000));
      expectFigure(`${name}: seen after`, performance.now() - from, seenMs);
      board.proxy.restore();
      const backAt = performance.now();
      await untilLink(true, within(reconciledMs));
      await instance.api.untilAgent(rings.agent.id, 'talking', within(reconciledMs));
      const atRinging = await until('the agent talks', () =>
        rings.phone.calls.find(({ state }) => state === 'talking'),
      );
      expectFigure(`${name}: reconciled after it was back`, performance.now() - backAt, reconciledMs);
      gaps.expectUnbroken(`link ${name}`);

      expectContact(await instance.api.endedContact(gone.peer.user), { outcome: 'handled' });
      const [left, stays] = queue.callers;
      if (!left || !stays) throw new Error('nobody waits');
      expect((await instance.api.endedContact(left.peer.user)).outcome).to.equal('abandoned');
      await makeReady(instance, queue.agent);
      const atAgent = await queue.phone.nextCall();
      expect(atAgent.remoteNumber).to.equal(stays.peer.user);
      atAgent.answer();
      for (const pair of [talk, { ...rings, atAgent: atRinging }, { ...stays, atAgent }]) {
        await hearEachOther(pair.call, pair.atAgent);
        pair.atAgent.hangup();
        await pair.call.whenEnded();
        expectContact(await instance.api.endedContact(pair.peer.user), { outcome: 'handled' });
      }
      for (const { peer } of [talk, gone, rings, ...queue.callers]) await peer.close();
      for (const { agent } of [talk, gone, rings, queue]) await instance.api.setState(agent.id, 'loggedOut');
      for (const { phone } of [talk, gone, rings, queue]) await phone.close();
      await checkInvariants(instance);
    });
  }
});
