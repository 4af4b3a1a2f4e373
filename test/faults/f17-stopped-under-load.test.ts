/** F17: SIGTERM under load. Calls stand, the next start takes them over. */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { findAsterisk } from '../../asterisk-config/process-start.ts';
import { foldersOf } from '../../asterisk-config/folders.ts';
import { makeReady } from '../support/contact-centre.ts';
import { hearEachOther, hearsSpeechOrMusic } from '../support/listening.ts';
import { expectContact } from '../support/steps.ts';
import { until } from '../support/until.ts';
import { callIn, type Desk, type Talk, untilStage, watchGaps } from './harness/parties.ts';
import { Scene } from './harness/scene.ts';

describe('F17: the server is stopped under load', function () {
  this.timeout(180_000);
  let scene: Scene;

  before(async function () {
    this.timeout(600_000);
    scene = await Scene.start({ load: {} });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') console.error(await scene.instance.explain());
  });
  after(async function () {
    await scene?.stop();
  });

  it('calls stand, the next start takes them over', async () => {
    const { instance, talks } = scene;
    const before = await scene.standing();
    const asterisk = await findAsterisk(foldersOf(instance.home));
    const gaps = await watchGaps(instance, talks);
    await instance.terminate();
    expect(instance.logs, 'an orderly end').to.match(/calls in progress stay[^]*\[the server ended: 0\]\n$/);
    expect(await findAsterisk(foldersOf(instance.home)), 'Asterisk goes on').to.deep.equal(asterisk);
    await instance.start();
    await scene.wrapUp.page.untilView('the wrap-up is there again', view => view.wrapUp !== null);
    gaps.expectUnbroken('stopped and started');
    await untilStage(instance, scene.welcome, 'waiting');
    const now = await scene.standing();
    const ids = (of: typeof now) => of.contacts.map(({ id }) => id);
    expect(ids(now)).to.deep.equal(ids(before));
    expect(now.agents).to.deep.equal(before.agents);
    expect(now.wrapUp).to.deep.equal(before.wrapUp);
    for (const { call } of scene.queue.callers) await hearsSpeechOrMusic(call);
    await scene.finish({ outage: true });
    await scene.check();
  });

  it('phones stop does the same, and phones drain lets the last contacts finish', async () => {
    const { instance } = scene;
    const [talk] = scene.talks;
    if (!talk) throw new Error('nobody talks');
    const first = await again(scene, talk);
    expect(await instance.phones(['stop'])).to.equal('stopped\n');
    expect(await instance.phones(['stop'])).to.include('no server runs');
    await instance.start();
    await hearEachOther(first.call, first.atAgent);

    const draining = instance.phones(['drain']);
    await until('it drains', () => instance.logs.includes('Draining'));
    // A new caller is turned away by the dialplan's fallback.
    const refused = await callIn(instance, talk.centre);
    await refused.call.whenEnded(20_000);
    expect(refused.call.at.answered, 'a new call while it drains').to.equal(undefined);
    await hearEachOther(first.call, first.atAgent);
    expect(instance.running, 'while somebody talks').to.equal(true);
    first.atAgent.hangup();
    await first.call.whenEnded();
    expect(await draining).to.match(/stopped\n$/);
    await until('its end is seen', () => instance.logs.endsWith('[the server ended: 0]\n'));
    await instance.start();
    expectContact(await instance.api.endedContact(first.peer.user), { outcome: 'handled', endedBy: 'agent' });
    for (const { peer } of [first, refused]) await peer.close();
    await scene.check();
  });
});

/** Another caller for an agent. */
async function again({ instance }: Scene, desk: Desk): Promise<Talk> {
  await makeReady(instance, desk.agent);
  const caller = await callIn(instance, desk.centre);
  const atAgent = await desk.phone.nextCall();
  atAgent.answer();
  await hearEachOther(caller.call, atAgent);
  return { ...desk, ...caller, atAgent };
}
