/**
 * Operations of operators on a real Asterisk, with a SIP phone and with a number outside as their phone, each with
 * and without standing legs, all at once; everything is recorded. Whom the customer hears is measured at each
 * moment and looked for in the recording. All cells, with all hang-ups, are in test/calls/matrix.test.ts.
 */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import {
  closeDesk,
  closeWorld,
  columns,
  type Desk,
  newNumber,
  onAll,
  openDesk,
  openWorld,
  type World,
  talking,
} from '../support/desks.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hearsOnly } from '../support/listening.ts';
import { recordedCall, recordedContact, Witness } from '../support/recorded-call.ts';
import { expectSteps } from '../support/steps.ts';

describe('operations of operators on every phone, recorded', function () {
  this.timeout(120_000);
  let instance: Instance;
  let world: World;
  let desks: Desk[] = [];

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
    world = await openWorld(instance);
    desks = await Promise.all(columns.map(column => openDesk(world, column)));
  });
  after(async function () {
    this.timeout(60_000);
    await Promise.all(desks.map(closeDesk));
    if (world) await closeWorld(world);
    await instance?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') console.error(await instance.explain());
    else await instance.expectClean();
  });

  /** The same on all phones at once. */
  function onEveryPhone(name: string, story: (desk: Desk) => Promise<void>): void {
    it(name, () => onAll(desks, story));
  }

  onEveryPhone('consult a number, swap, conference of three and four, mute, remove, leave', async desk => {
    const { first, second, customer, atFirst, peer, witness } = await talking(desk);
    const number = newNumber();
    await first.page.ask({ type: 'consult', to: { kind: 'number', number } });
    const atNumber = await world.numbers.callTo(number);
    await witness.hears('music');
    atNumber.answer();
    await hearsOnly(atFirst, 'outside');
    await hearsOnly(atNumber, 'first');
    await first.page.ask({ type: 'swap' });
    await hearsOnly(atNumber, 'music');
    await hearsOnly(atFirst, 'customer');
    await witness.hears('first');
    await first.page.ask({ type: 'merge' });
    await hearsOnly(atNumber, 'customer', 'first');
    await hearsOnly(atFirst, 'customer', 'outside');
    await witness.hears('first', 'outside');

    await first.page.ask({ type: 'addParty', to: { kind: 'agent', agentId: second.id } });
    const atSecond = await second.take();
    await hearsOnly(atSecond, 'customer', 'first', 'outside');
    await witness.hears('first', 'second', 'outside');
    const party = (role: 'second' | 'number'): string =>
      first.page.view.contact?.parties.find(each => (each.number === number) === (role === 'number'))?.id ??
      '';
    await first.page.ask({ type: 'muteParty', party: party('second'), muted: true });
    await witness.hears('first', 'outside');
    await first.page.ask({ type: 'removeParty', party: party('number') });
    await atNumber.whenEnded();
    await witness.hears('first');
    await hearsOnly(atSecond, 'customer', 'first');
    await first.page.ask({ type: 'hangup' });
    await second.page.untilView('it leads, silent', view => view.contact?.muted === true);
    await second.page.ask({ type: 'unmute' });
    await hearsOnly(atSecond, 'customer');
    await witness.hears('second');
    customer.hangup();
    const recorded = await recordedCall(instance, peer.user);
    witness.expectIn(recorded);
    expectSteps(recorded.contact, [
      'contactConnected',
      'callRecordingStarted',
      'targetCalled',
      'targetAnswered',
      'conferenceBegan',
      'targetCalled',
      'targetAnswered',
      'targetMuted',
      'targetEnded',
      'contactTransferred',
      'contactConnected',
      'callRecordingEnded',
      'contactEnded',
    ]);
    await peer.close();
  });

  onEveryPhone(
    'a queue with its target waiting, taken back; to a colleague, a number, a service',
    async desk => {
      const { first, second, customer, peer, witness, centre, extension } = await talking(desk);
      await first.page.ask({ type: 'consult', to: { kind: 'campaign', campaignId: centre.human.id } });
      await first.page.untilView(
        'it waits for anybody',
        view => view.contact?.parties[0]?.stage === 'waiting',
      );
      await witness.hears('music');
      await first.page.ask({ type: 'complete' });
      await first.page.untilView('it may take it back', view => view.wrapUp?.canTakeBack === true);
      await first.page.ask({ type: 'takeBack' });
      await first.take();
      await witness.hears('first');

      await second.page.ask({ type: 'ready' });
      await first.page.ask({ type: 'transfer', to: { kind: 'agent', agentId: second.id } });
      const atSecond = await second.take();
      await hearsOnly(atSecond, 'customer');
      await witness.hears('second');
      await first.finish();

      const busy = newNumber();
      await second.page.ask({ type: 'transfer', to: { kind: 'number', number: busy } });
      (await world.numbers.callTo(busy)).reject(486);
      const again = await second.take();
      await hearsOnly(again, 'customer');
      await witness.hears('second');

      await second.page.ask({ type: 'consult', to: { kind: 'number', number: extension } });
      const atFirst = await first.take();
      await hearsOnly(atFirst, 'second');
      await second.page.ask({ type: 'complete' });
      await hearsOnly(atFirst, 'customer');
      await witness.hears('first');

      const number = newNumber();
      await first.page.ask({ type: 'transfer', to: { kind: 'number', number } });
      const atNumber = await world.numbers.callTo(number);
      atNumber.answer();
      await hearsOnly(atNumber, 'customer');
      await witness.hears('outside');
      atNumber.hangup();
      await customer.whenEnded();
      const recorded = await recordedCall(instance, peer.user);
      witness.expectIn(recorded);
      expectSteps(recorded.contact, [
        'targetAwaited',
        'contactTransferred',
        'contactQueued',
        'transferFailed',
        'contactConnected',
        'contactTransferred',
        'targetAnswered',
        'contactTransferred',
        'targetEnded',
        'transferFailed',
        'targetAwaited',
        'targetAnswered',
        'contactTransferred',
        'contactTransferred',
        'targetAnswered',
        'targetEnded',
        'contactEnded',
      ]);
      await peer.close();
    },
  );

  onEveryPhone(
    'a number of choice, held, consulted about, handed over; redial; a colleague; a service inside',
    async desk => {
      const { first, second, extension, centre } = desk;
      const number = newNumber();
      const to = { kind: 'number', number } as const;
      await first.page.ask({ type: 'call', to, serviceId: centre.service.id, callerId: '0622222' });
      const atFirst = await first.take();
      const customer = await world.numbers.callTo(number);
      expect(customer.remoteNumber).to.equal('0622222');
      customer.answer();
      await hearsOnly(atFirst, 'outside');
      const witness = new Witness(customer, 'outside');
      await witness.hears('first');
      await first.page.ask({ type: 'hold' });
      await witness.hears('music');
      await first.page.ask({ type: 'retrieve' });
      await witness.hears('first');
      await first.page.ask({ type: 'consult', to: { kind: 'agent', agentId: second.id } });
      const atSecond = await second.take();
      await hearsOnly(atSecond, 'first');
      await witness.hears('music');
      await first.page.ask({ type: 'complete' });
      await hearsOnly(atSecond, 'outside');
      await witness.hears('second');
      await second.page.ask({ type: 'hangup' });
      await customer.whenEnded();
      const recorded = await recordedCall(instance, number);
      witness.expectIn(recorded);
      expectSteps(recorded.contact, [
        'callPlaced',
        'targetAnswered',
        'contactConnected',
        'callRecordingStarted',
        'contactHeld',
        'contactRetrieved',
        'contactTransferred',
        'contactEnded',
      ]);
      await Promise.all([first.finish(), second.finish()]);

      await first.page.ask({ type: 'call', to });
      await first.take();
      const rings = await world.numbers.callTo(number);
      await first.page.ask({ type: 'hangup' });
      await rings.whenEnded();
      await first.finish();

      await first.page.ask({ type: 'call', to: { kind: 'number', number: second.extension } });
      const inside = await first.take();
      const colleague = await second.take();
      await hearsOnly(inside, 'second');
      await hearsOnly(colleague, 'first');
      await first.page.ask({ type: 'hangup' });
      await Promise.all([first.finish(), second.finish()]);

      await first.page.ask({ type: 'call', to: { kind: 'number', number: extension } });
      const caller = await first.take();
      const served = await second.take();
      await hearsOnly(served, 'first');
      const heard = new Witness(caller, 'first');
      await heard.hears('second');
      const id = first.page.view.contact?.contactId ?? '';
      await first.page.ask({ type: 'hangup' });
      heard.expectIn(await recordedContact(instance, await instance.api.endedContactOf(id)));
    },
  );
});
