/** F7: a second orchestrator of the same name, from a copy of the first one's state: the first stops acting. */
import { expect } from 'chai';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { makeReady } from '../support/contact-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hearEachOther } from '../support/listening.ts';
import { expectContact } from '../support/steps.ts';
import { until } from '../support/until.ts';
import { checkInvariants } from './harness/invariants.ts';
import { queued, talking } from './harness/parties.ts';
import { startSwitchboard, type Switchboard } from './harness/switchboard.ts';

describe('F7: two orchestrators under one name', function () {
  this.timeout(180_000);
  let board: Switchboard;
  let first: Instance;
  let second: Instance;

  before(async function () {
    this.timeout(600_000);
    board = await startSwitchboard();
    first = await startInstance({ pbx: board.pbx });
    second = await startInstance({ pbx: (await board.another()).pbx, idle: true });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') console.error(await first.explain(), second.tail());
  });
  after(async () => {
    await second?.stop();
    await first?.stop();
    await board?.remove();
  });

  it('the new one has the calls, the old one does nothing with them any more', async () => {
    const talk = await talking(first);
    const queue = await queued(first, 1);
    const [waiting] = queue.callers;
    if (!waiting) throw new Error('nobody waits');
    for (const part of ['phones.db', 'phones.db-wal', 'journal'])
      await cp(join(first.home, part), join(second.home, part), { recursive: true });
    await second.start();
    second.api = first.api.at(second.http);
    await until('the old one sees that it was replaced', async () => !(await first.api.live()).nodes[0]?.up);
    await second.api.untilAgent(talk.agent.id, 'talking');

    // In the old one's world there is now an agent for the caller who waits: it must not dial.
    await first.api.setState(queue.agent.id, 'ready').catch(() => undefined);
    await until('the old one has tried', async () => /another orchestrator/.test(first.tail(200)), {
      timeoutMs: 10_000,
    });
    expect(queue.phone.calls, 'calls of the old one').to.have.length(0);

    await makeReady(second, queue.agent);
    const atAgent = await queue.phone.nextCall();
    atAgent.answer();
    for (const pair of [talk, { ...queue, ...waiting, atAgent }]) {
      await hearEachOther(pair.call, pair.atAgent);
      pair.atAgent.hangup();
      await pair.call.whenEnded();
      expectContact(await second.api.endedContact(pair.peer.user), { outcome: 'handled' });
    }
    expect(queue.phone.calls, 'calls in all').to.have.length(1);
    for (const { peer } of [talk, waiting]) await peer.close();
    for (const { phone } of [talk, queue]) await phone.close();
    await checkInvariants(second);
  });
});
