/** F4: Asterisk is frozen for 15 s (SIGSTOP). Deadlines hold, nothing piles up, everything goes on afterwards. */
import { expect } from 'chai';
import { setTimeout as pause } from 'node:timers/promises';
import { after, afterEach, before, describe, it } from 'mocha';
import { findAsterisk } from '../../asterisk-config/process-start.ts';
import { foldersOf } from '../../asterisk-config/folders.ts';
import { until } from '../support/until.ts';
import { expectFigure, within } from './harness/figures.ts';
import { Scene } from './harness/scene.ts';

const frozenMs = 15_000;
/** A link that is dead is seen within this time, ms. */
const seenMs = 10_000;
/** A person's patience with a page, ms. */
const pageMs = 1000;
/** Connected again within this time, ms. */
const againMs = 5000;

describe('F4: Asterisk is frozen for 15 s', function () {
  this.timeout(240_000);
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

  it('is seen, does not block the pages, and loses nobody', async () => {
    const { instance } = scene;
    const before = await scene.standing();
    const [asterisk] = await findAsterisk(foldersOf(instance.home));
    if (!asterisk) throw new Error('Asterisk does not run');
    const frozenAt = performance.now();
    process.kill(asterisk.pid, 'SIGSTOP');
    try {
      await until('it is seen to be away', async () => !(await instance.api.live()).nodes[0]?.up, {
        timeoutMs: within(12_000),
        everyMs: 100,
      });
      expectFigure('seen after', performance.now() - frozenAt, seenMs);
      // Pages answer all the while.
      let slowest = 0;
      while (performance.now() - frozenAt < frozenMs) {
        const askedAt = performance.now();
        await instance.api.live();
        slowest = Math.max(slowest, performance.now() - askedAt);
        await pause(250);
      }
      expectFigure('slowest live view meanwhile', slowest, pageMs);
    } finally {
      process.kill(asterisk.pid, 'SIGCONT');
    }
    const thawedAt = performance.now();
    await until('it is connected again', async () => (await instance.api.live()).nodes[0]?.up, {
      timeoutMs: 20_000,
    });
    expectFigure('connected again after it went on', performance.now() - thawedAt, againMs);
    expect((await findAsterisk(foldersOf(instance.home))).map(({ pid }) => pid)).to.deep.equal([
      asterisk.pid,
    ]);
    const now = await scene.standing();
    expect(now.contacts.map(({ id }) => id)).to.deep.equal(before.contacts.map(({ id }) => id));
    expect(now.wrapUp).to.deep.equal(before.wrapUp);
    await scene.finish();
    await scene.check();
  });
});
