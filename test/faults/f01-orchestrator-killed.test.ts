/** F1: kill -9 of the orchestrator while people ring, listen to the welcome, wait, talk, hold, wrap up. */
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { makeReady } from '../support/contact-centre.ts';
import { hearEachOther, hearsSpeechOrMusic } from '../support/listening.ts';
import { until } from '../support/until.ts';
import { expectFigure } from './harness/figures.ts';
import { callIn, queued, talking, untilStage, watchGaps } from './harness/parties.ts';
import { Scene, type Standing } from './harness/scene.ts';
import { metric } from './harness/watch.ts';

/** Under control again within this time of the restart, ms. */
const controlMs = 5000;

describe('F1: the orchestrator is killed', function () {
  this.timeout(180_000);
  let scene: Scene;

  before(async function () {
    this.timeout(600_000);
    scene = await Scene.start({ load: {} });
  });
  after(async function () {
    await scene?.stop();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') console.error(await scene.instance.explain());
  });

  it('talk goes on unheard, everything is as before within 5 s of the restart, no call is lost', async () => {
    const { instance, talks } = scene;
    const before = await scene.standing();
    const gaps = await watchGaps(instance, talks);
    const acknowledged = await instance.api.create('pauses', { name: 'Acknowledged before the kill' });
    await instance.kill();
    const restartedAt = performance.now();
    await instance.start();
    const ready = performance.now() - restartedAt;
    await scene.wrapUp.page.untilView('the wrap-up is there again', view => view.wrapUp !== null);
    const backMs = performance.now() - restartedAt;
    expectFigure('ready after the restart', ready, controlMs);
    expectFigure('PhoneBar back after the restart', backMs, controlMs);
    gaps.expectUnbroken('the orchestrator killed and back');
    // I4: what was acknowledged survives.
    expect(await instance.api.request('GET', `/pauses/${acknowledged.id}`)).to.deep.equal(acknowledged);
    // A prompt that was playing counts as heard: that caller waits now.
    await untilStage(instance, scene.welcome, 'waiting');
    expect(without(await scene.standing(), scene.welcome.peer.user)).to.deep.equal(
      without(before, scene.welcome.peer.user),
    );
    for (const { call } of scene.queue.callers) await hearsSpeechOrMusic(call);
    await hearsSpeechOrMusic(scene.held.call);
    await scene.finish({ outage: true });
    await scene.check();
  });

  it('and its journal is lost: that is said, what it knew is ended in the database, and the next call is served', async () => {
    const { instance } = scene;
    const talk = await talking(instance);
    const waits = await queued(instance, 1);
    await until(
      'the database knows of them',
      async () => (await metric(instance, 'phones_projection_lag_events')) === 0,
    );
    await instance.kill();
    const journal = join(instance.home, 'journal');
    for (const name of await readdir(journal)) await rm(join(journal, name));
    await writeFile(join(journal, '000000000000001.world.json'), 'unreadable');
    await instance.start();
    expect(instance.tail(200)).to.include('no snapshot and no beginning of the journal');
    for (const { peer, call } of [talk, ...waits.callers]) {
      await call.whenEnded(20_000);
      const contact = await instance.api.endedContact(peer.user);
      expect(contact).to.include({ outcome: 'failed', endedBy: 'system' });
      await peer.close();
    }
    await talk.atAgent.whenEnded();
    await makeReady(instance, talk.agent);
    const next = await callIn(instance, talk.centre);
    const atAgent = await talk.phone.nextCall();
    atAgent.answer();
    await hearEachOther(next.call, atAgent);
    atAgent.hangup();
    await next.call.whenEnded();
    expect(await instance.api.endedContact(next.peer.user)).to.include({ outcome: 'handled' });
    for (const peer of [next.peer, talk.phone, waits.phone]) await peer.close();
    await scene.check({ journal: false });
  });
});

function without(standing: Standing, callerNumber: string): Standing {
  return { ...standing, contacts: standing.contacts.filter(({ caller }) => caller.number !== callerNumber) };
}
