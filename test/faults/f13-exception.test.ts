/**
 * F13: an exception while handling one contact: it ends cleanly, the others do not notice, and the way to the
 * fault is kept so that `phones replay FILE` shows the step that threw.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { runPhones } from '../cli/run-phones.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hearEachOther } from '../support/listening.ts';
import type { MediaPeer } from '../support/media-peer.ts';
import { until } from '../support/until.ts';
import { checkInvariants } from './harness/invariants.ts';
import { queued, talking, untilStage } from './harness/parties.ts';
import { metric } from './harness/watch.ts';

describe('F13: the handling of one contact throws', function () {
  this.timeout(120_000);
  let instance: Instance;
  const closing: MediaPeer[] = [];

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
  });
  after(async () => {
    await Promise.all(closing.map(peer => peer.close()));
    await instance?.stop();
  });

  /** Gives this contact a language that does not exist, in the world of the last stop: its next prompt throws. */
  async function damage(contactId: string): Promise<void> {
    const folder = join(instance.home, 'journal');
    const name =
      (await readdir(folder))
        .filter(file => file.endsWith('.world.json'))
        .sort()
        .at(-1) ?? '';
    const text = await readFile(join(folder, name), 'utf8');
    const snapshot = JSON.parse(text) as { world: { contacts: { $map: [string, { language: string }][] } } };
    const found = snapshot.world.contacts.$map.find(([id]) => id === contactId);
    if (!found) throw new Error(`the snapshot does not have ${contactId}`);
    found[1].language = 'xx';
    await writeFile(join(folder, name), JSON.stringify(snapshot));
  }

  it('ends that contact alone; the way to the fault is kept, and replay names the step', async () => {
    const message = { it: 'Attendere, prego.', en: 'Please wait.' };
    const queue = await queued(instance, 1, { queue: { message, announceEverySeconds: 10 } });
    const [victim] = queue.callers;
    if (!victim) throw new Error('nobody waits');
    const other = await talking(instance);
    closing.push(victim.peer, queue.phone, other.peer, other.phone);
    const id = await untilStage(instance, victim, 'waiting');
    // SIGTERM leaves the conversations standing for the next start.
    await instance.terminate();
    await damage(id);
    await instance.start();
    await victim.call.whenEnded(20_000);
    const incidents = join(instance.home, 'incidents');
    const place = await until(
      'the way to the fault is kept',
      async () => {
        const [name] = await readdir(incidents).catch(() => []);
        const files = name === undefined ? [] : await readdir(join(incidents, name));
        return name !== undefined && files.includes('error.txt') ? join(incidents, name) : null;
      },
      { explain: () => instance.explain() },
    );
    expect(await metric(instance, 'phones_exceptions_total')).to.be.greaterThan(0);
    expect(await metric(instance, 'phones_anomalies_total')).to.be.greaterThan(0);
    const ended = await instance.api.endedContact(victim.peer.user);
    expect(ended).to.include({ outcome: 'failed', endedBy: 'system' });

    await hearEachOther(other.call, other.atAgent);
    other.atAgent.hangup();
    await other.call.whenEnded();
    expect(await instance.api.endedContact(other.peer.user)).to.include({
      outcome: 'handled',
      endedBy: 'agent',
    });

    const file = (await readdir(place)).find(name => name.endsWith('.jsonl')) ?? '';
    const replayed = await runPhones(['replay', join(place, file), '--quiet'], { home: instance.home });
    expect(replayed.status, replayed.stdout).to.equal(1);
    const thrown = await readFile(join(place, 'error.txt'), 'utf8');
    expect(replayed.stderr)
      .to.match(/The step of \d+ \(\w+\) threw\./)
      .and.include(thrown.split('\n')[0]);
    await checkInvariants(instance, { journal: false });
  });
});
