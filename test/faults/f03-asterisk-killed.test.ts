/** F3: kill -9 of Asterisk. Its calls are over; everything else is as it was, soon after it has come back. */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { findAsterisk } from '../../asterisk-config/process-start.ts';
import { foldersOf } from '../../asterisk-config/folders.ts';
import { makeReady } from '../support/contact-centre.ts';
import { hearEachOther } from '../support/listening.ts';
import { expectContact } from '../support/steps.ts';
import { until } from '../support/until.ts';
import { callIn } from './harness/parties.ts';
import { expectFigure } from './harness/figures.ts';
import { Scene } from './harness/scene.ts';

/** Provisioned again within this time of its return, ms. */
const provisionedMs = 5000;

describe('F3: Asterisk is killed', function () {
  this.timeout(180_000);
  let scene: Scene;

  before(async function () {
    this.timeout(600_000);
    scene = await Scene.start();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') console.error(await scene.instance.explain());
  });
  after(async function () {
    await scene?.stop();
  });

  it('contacts end as switchLost, agents are freed, everything is provisioned again within 5 s', async () => {
    const { instance, talks, held, ringing, queue, welcome, wrapUp } = scene;
    const callers = [...talks, held, ringing, ...queue.callers, welcome];
    const [asterisk] = await findAsterisk(foldersOf(instance.home));
    if (!asterisk) throw new Error('Asterisk does not run');
    process.kill(asterisk.pid, 'SIGKILL');

    const answersAt = await until(
      'another Asterisk answers',
      async () => {
        const [now] = await findAsterisk(foldersOf(instance.home));
        return now && now.pid !== asterisk.pid && (await fully(instance)) ? performance.now() : null;
      },
      { timeoutMs: 30_000 },
    );
    const desk = talks[0];
    if (!desk) throw new Error('nobody talks');
    await until('a phone can register', async () => (await desk.phone.tryRegister()) === 200, {
      everyMs: 50,
      timeoutMs: 20_000,
    });
    const provisioned = performance.now() - answersAt;
    expectFigure('provisioned after the return of Asterisk', provisioned, provisionedMs);

    for (const { peer } of callers) {
      const contact = await instance.api.endedContact(peer.user);
      expectContact(contact, { outcome: 'switchLost', endedBy: 'system' });
    }
    expect((await instance.api.live()).contacts).to.deep.equal([]);
    // Its wrap-up has nothing to do with Asterisk.
    expect(wrapUp.page.view.wrapUp).to.include({ note: wrapUp.note, dispositionId: wrapUp.dispositionId });
    for (const { agent } of [...talks, held, ringing])
      await instance.api.untilAgent(agent.id, ['ready', 'unreachable', 'wrapUp']);

    // The phones find out by themselves, at their next registration; here at once.
    for (const { phone, agent, centre } of [...talks, queue]) {
      await phone.register();
      await makeReady(instance, agent);
      const caller = await callIn(instance, centre);
      const atAgent = await phone.nextCall();
      atAgent.answer();
      await hearEachOther(caller.call, atAgent);
      atAgent.hangup();
      await caller.call.whenEnded();
      expectContact(await instance.api.endedContact(caller.peer.user), { outcome: 'handled' });
      await caller.peer.close();
    }
    await wrapUp.page.ask({ type: 'finish' });
    await scene.check();
  });
});

/** Its console says that it is up. */
async function fully(instance: { pbx(command: string): Promise<string> }): Promise<boolean> {
  return (await instance.pbx('core waitfullybooted').catch(() => '')).includes('fully booted');
}
