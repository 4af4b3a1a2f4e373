/**
 * F6: Asterisk cannot be reached for long: it is connected again by itself. Half a minute with all the others;
 * `PHONES_FAULT_AWAY_SECONDS=600 npm run faults -- F6` is the ten minutes of the promise.
 */
import { expect } from 'chai';
import { setTimeout as pause } from 'node:timers/promises';
import { after, afterEach, before, describe, it } from 'mocha';
import { type Instance, startInstance } from '../support/instance.ts';
import { hearEachOther } from '../support/listening.ts';
import { expectContact } from '../support/steps.ts';
import { until } from '../support/until.ts';
import { checkInvariants } from './harness/invariants.ts';
import { callIn, talking } from './harness/parties.ts';
import { expectFigure, within } from './harness/figures.ts';
import { startSwitchboard, type Switchboard } from './harness/switchboard.ts';

const awayMs = Number(process.env.PHONES_FAULT_AWAY_SECONDS ?? 30) * 1000;
/** Connected again within this time of its return, ms. */
const againMs = 10_000;

describe('F6: Asterisk is away for long', function () {
  this.timeout(150_000 + awayMs);
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

  it('reconnects by itself, with its calls, and does not fill its log', async () => {
    const talk = await talking(instance);
    board.proxy.refuse();
    const from = performance.now();
    await until('it is seen', async () => (await instance.api.live()).nodes[0]?.up === false);
    expect((await fetch(`${instance.http}/readyz`)).status, 'readiness without Asterisk').to.equal(503);
    // Asterisk lives on, and a caller gets what the dialplan says without us.
    const lonely = await callIn(instance, talk.centre);
    await lonely.call.whenEnded(20_000);
    await lonely.peer.close();
    await pause(Math.max(0, awayMs - (performance.now() - from)));
    const complaints = instance.tail(1000).match(/no link to Asterisk/g) ?? [];
    expect(complaints.length, 'lines about the missing link').to.be.below(5);

    board.proxy.restore();
    const backAt = performance.now();
    await until('it is connected again', async () => (await instance.api.live()).nodes[0]?.up, {
      timeoutMs: within(2 * againMs),
    });
    expectFigure('connected after it was back', performance.now() - backAt, againMs);
    await hearEachOther(talk.call, talk.atAgent);
    talk.atAgent.hangup();
    await talk.call.whenEnded();
    expectContact(await instance.api.endedContact(talk.peer.user), { outcome: 'handled' });
    const next = await callIn(instance, talk.centre);
    const atAgent = await talk.phone.nextCall();
    atAgent.answer();
    await hearEachOther(next.call, atAgent);
    next.call.hangup();
    expectContact(await instance.api.endedContact(next.peer.user), { outcome: 'handled' });
    for (const { peer } of [talk, next]) await peer.close();
    await talk.phone.close();
    await checkInvariants(instance);
  });
});
