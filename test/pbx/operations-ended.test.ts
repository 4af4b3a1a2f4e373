/**
 * Operations of operators on a real Asterisk that end early, or are carried on by other means: hang-ups at moments
 * of each of them, a SIP phone's own transfers, our process killed in a consult. Everything is recorded, and one
 * call is recorded all the time.
 */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { checkInvariants } from '../faults/harness/invariants.ts';
import { metric } from '../faults/harness/watch.ts';
import { silences, toneShare } from '../support/audio.ts';
import {
  closeDesk,
  closeWorld,
  columns,
  type Desk,
  newNumber,
  onAll,
  openDesk,
  openWorld,
  type Talk,
  type World,
  talking,
} from '../support/desks.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hearsOnly, passes, tones } from '../support/listening.ts';
import { recordedCall } from '../support/recorded-call.ts';
import { expectSteps } from '../support/steps.ts';

/** A call that is recorded for a minute or more loses no more than this of one side, and is nowhere silent for so long. */
const lostShare = 0.02;
const silentMs = 500;

describe('operations of operators that end early', function () {
  this.timeout(120_000);
  let instance: Instance;
  let world: World;
  let desks: Desk[] = [];
  let long: Talk;

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
    world = await openWorld(instance);
    long = await talking(await openDesk(world, { phone: 'sip', standing: true }));
    desks = await Promise.all(columns.map(column => openDesk(world, column)));
  });
  after(async function () {
    this.timeout(60_000);
    await Promise.all([...desks, ...(long ? [long] : [])].map(closeDesk));
    await long?.peer.close();
    if (world) await closeWorld(world);
    await instance?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') console.error(await instance.explain());
  });

  it('hang-ups of customer, operator and target at moments of each operation', () =>
    onAll(desks, async desk => {
      for (const moment of moments) {
        try {
          await moment.go(desk);
        } catch (error) {
          throw new Error(`${moment.name}: ${String(error)}`, { cause: error });
        }
        await Promise.all([desk.first.finish(), desk.second.finish()]);
      }
    }));

  it('transfers of a SIP phone by itself, to a number and to the second line', () =>
    onAll(
      desks.filter(({ column }) => column.phone === 'sip'),
      async desk => {
        const { customer, atFirst, peer, witness, first, second } = await talking(desk);
        const number = newNumber();
        atFirst.hold();
        await witness.hears('music');
        atFirst.refer(number);
        const atNumber = await world.numbers.callTo(number);
        atNumber.answer();
        await hearsOnly(atNumber, 'customer');
        await witness.hears('outside');
        expect(atFirst.transfer.join(' ')).to.contain('202').and.to.contain('200 OK');
        customer.hangup();
        await atNumber.whenEnded();
        const recorded = await recordedCall(instance, peer.user);
        witness.expectIn(recorded);
        expectSteps(recorded.contact, [
          'contactHeld',
          'contactTransferred',
          'targetAnswered',
          'contactEnded',
        ]);
        await peer.close();
        await first.finish();
        if (desk.column.standing || !first.sip) return;

        const again = await talking(desk);
        again.atFirst.hold();
        await again.witness.hears('music');
        const line = await first.sip.call(second.extension);
        const atSecond = await second.take();
        await hearsOnly(line, 'second');
        await again.witness.hears('music');
        again.atFirst.refer(line);
        await hearsOnly(atSecond, 'customer');
        await again.witness.hears('second');
        again.customer.hangup();
        again.witness.expectIn(await recordedCall(instance, again.peer.user));
        await again.peer.close();
      },
    ));

  it('our process is killed in a consult and comes back: the talk and the recording go on', async () => {
    const scenes = await Promise.all(
      desks.map(async desk => {
        const talk = await talking(desk);
        await desk.first.page.ask({ type: 'consult', to: { kind: 'agent', agentId: desk.second.id } });
        const atSecond = await desk.second.take();
        await hearsOnly(talk.atFirst, 'second');
        return { ...talk, atSecond };
      }),
    );
    await instance.kill();
    await passes(1500);
    await Promise.all(scenes.map(({ atSecond }) => hearsOnly(atSecond, 'first')));
    await instance.start();
    const byDesk = new Map<Desk['centre'], (typeof scenes)[number]>();
    for (const scene of scenes) byDesk.set(scene.centre, scene);
    await onAll(desks, async ({ centre, first, second }) => {
      const scene = byDesk.get(centre);
      if (!scene) throw new Error('no such scene');
      const { witness, customer, atSecond, atFirst, peer } = scene;
      for (const { page } of [first, second]) await page.untilView('its page is back', () => true);
      await hearsOnly(atFirst, 'second');
      await witness.hears('music');
      await first.page.ask({ type: 'merge' });
      await hearsOnly(atSecond, 'customer', 'first');
      await witness.hears('first', 'second');
      await second.page.ask({ type: 'hangup' });
      await hearsOnly(atFirst, 'customer');
      await witness.hears('first');
      customer.hangup();
      const recorded = await recordedCall(instance, peer.user);
      witness.expectIn(recorded);
      const [said] = recorded.sides;
      expect(silences(said ?? new Int16Array(), silentMs), 'gaps').to.deep.equal([]);
      await peer.close();
    });
  });

  it('a call of a minute is recorded as it was, without gap; nothing is left of all', async () => {
    await hearsOnly(long.customer, 'first');
    await hearsOnly(long.atFirst, 'customer');
    long.customer.hangup();
    const recorded = await recordedCall(instance, long.peer.user);
    long.witness.expectIn(recorded);
    for (const [side, hz] of [tones.customer, tones.first].entries()) {
      const pcm = recorded.sides[side] ?? new Int16Array();
      expect(toneShare(pcm, hz), `share of ${hz} Hz`).to.be.above(1 - lostShare);
      expect(silences(pcm, silentMs), `gaps in ${hz} Hz`).to.deep.equal([]);
    }
    await checkInvariants(instance);
    for (const code of ['orphanLeg', 'orphanBridge', 'exception', 'commandFailed'])
      expect(await metric(instance, `phones_anomalies_total{code="${code}"}`), code).to.equal(0);
  });
});

interface Moment {
  name: string;
  go(desk: Desk): Promise<void>;
}

const consult = (to: 'number' | 'second') => async (desk: Desk) => {
  const talk = await talking(desk);
  const number = newNumber();
  const whom = to === 'number' ? ({ kind: 'number', number } as const) : colleague(desk);
  await desk.first.page.ask({ type: 'consult', to: whom });
  return { ...talk, number };
};
const colleague = ({ second }: Desk) => ({ kind: 'agent', agentId: second.id }) as const;

const moments: Moment[] = [
  {
    name: 'a number rings to be consulted, the customer hangs up',
    async go(desk) {
      const { customer, number, peer } = await consult('number')(desk);
      const atNumber = await desk.world.numbers.callTo(number);
      customer.hangup();
      await atNumber.whenEnded();
      await peer.close();
    },
  },
  {
    name: 'a number is consulted and hangs up',
    async go(desk) {
      const { customer, number, peer, first, atFirst } = await consult('number')(desk);
      const atNumber = await desk.world.numbers.callTo(number);
      atNumber.answer();
      await hearsOnly(atFirst, 'outside');
      atNumber.hangup();
      await first.page.untilView('it holds', view => view.state === 'onHold');
      await hearsOnly(customer, 'music');
      await first.page.ask({ type: 'retrieve' });
      await hearsOnly(customer, 'first');
      await first.page.ask({ type: 'hangup' });
      await customer.whenEnded();
      await peer.close();
    },
  },
  {
    name: 'a colleague is consulted, the customer hangs up, then the colleague',
    async go(desk) {
      const { customer, peer, first, second, atFirst } = await consult('second')(desk);
      const atSecond = await second.take();
      await hearsOnly(atFirst, 'second');
      customer.hangup();
      await first.page.untilView('its customer is gone', view => view.contact?.customer === false);
      await hearsOnly(atFirst, 'second');
      await hearsOnly(atSecond, 'first');
      await second.page.ask({ type: 'hangup' });
      await peer.close();
    },
  },
  {
    name: 'a transfer rings at a number, the customer hangs up',
    async go(desk) {
      const { customer, peer, first } = await talking(desk);
      const number = newNumber();
      await first.page.ask({ type: 'transfer', to: { kind: 'number', number } });
      const atNumber = await desk.world.numbers.callTo(number);
      customer.hangup();
      await atNumber.whenEnded();
      await peer.close();
    },
  },
  {
    name: 'a transfer rings at a colleague, the customer hangs up',
    async go(desk) {
      const { customer, peer, first, second } = await talking(desk);
      await first.page.ask({ type: 'transfer', to: colleague(desk) });
      await second.rings();
      customer.hangup();
      await second.page.untilView('it is free', view => view.contact === null);
      // A call that it had to answer is not there any more.
      if (!desk.column.standing) await second.missed();
      await peer.close();
    },
  },
  {
    name: 'a conference loses the operator, then the number',
    async go(desk) {
      const { customer, peer, first, atFirst } = await talking(desk);
      const number = newNumber();
      await first.page.ask({ type: 'addParty', to: { kind: 'number', number } });
      const atNumber = await desk.world.numbers.callTo(number);
      atNumber.answer();
      await hearsOnly(atFirst, 'customer', 'outside');
      await first.page.ask({ type: 'hangup' });
      await hearsOnly(customer, 'outside');
      await hearsOnly(atNumber, 'customer');
      atNumber.hangup();
      await customer.whenEnded();
      await peer.close();
    },
  },
  {
    name: 'a conference loses the colleague, then a customer on hold hangs up',
    async go(desk) {
      const { customer, peer, first, second, atFirst } = await talking(desk);
      await first.page.ask({ type: 'addParty', to: colleague(desk) });
      await second.take();
      await hearsOnly(atFirst, 'customer', 'second');
      await second.page.ask({ type: 'hangup' });
      await hearsOnly(atFirst, 'customer');
      await first.page.ask({ type: 'hold' });
      await hearsOnly(customer, 'music');
      customer.hangup();
      await first.page.untilView('it is free', view => view.contact === null);
      await peer.close();
    },
  },
  {
    name: 'a number that was called hangs up',
    async go({ first, world, centre }) {
      const number = newNumber();
      await first.page.ask({ type: 'call', to: { kind: 'number', number }, serviceId: centre.service.id });
      const atFirst = await first.take();
      const atNumber = await world.numbers.callTo(number);
      atNumber.answer();
      await hearsOnly(atFirst, 'outside');
      atNumber.hangup();
      await first.page.untilView('it is free', view => view.contact === null);
    },
  },
];
