/**
 * F13: an exception while handling one contact: it ends cleanly, the others do not notice, and the way to the
 * fault is kept so that `phones replay FILE` shows the step that threw.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { runPhones } from '../cli/run-phones.ts';
import { makeReady } from '../support/contact-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hearEachOther } from '../support/listening.ts';
import type { MediaPeer } from '../support/media-peer.ts';
import { until } from '../support/until.ts';
import { checkInvariants } from './harness/invariants.ts';
import { queued, type Talk, talking, untilStage } from './harness/parties.ts';
import { metric } from './harness/watch.ts';

/** The queue speaks, so a flow looks after those who wait. */
const spoken = { message: { it: 'Attendere, prego.', en: 'Please wait.' }, announceEverySeconds: 10 };

/** What the tests spoil of a contact in a snapshot. */
interface Spoilt {
  flow: { pending: unknown };
}

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

  /** Spoils what the world of the last stop knows of a contact. */
  async function damage(contactId: string, spoil: (contact: Spoilt) => void): Promise<void> {
    const folder = join(instance.home, 'journal');
    const name =
      (await readdir(folder))
        .filter(file => file.endsWith('.world.json'))
        .sort()
        .at(-1) ?? '';
    const text = await readFile(join(folder, name), 'utf8');
    const snapshot = JSON.parse(text) as { world: { contacts: { $map: [string, Spoilt][] } } };
    const found = snapshot.world.contacts.$map.find(([id]) => id === contactId);
    if (!found) throw new Error(`the snapshot does not have ${contactId}`);
    spoil(found[1]);
    await writeFile(join(folder, name), JSON.stringify(snapshot));
  }

  /** The folder that keeps the way to the newest fault, once there are `count` of them. */
  async function incident(count: number): Promise<string> {
    const incidents = join(instance.home, 'incidents');
    return until(
      'the way to the fault is kept',
      async () => {
        const names = (await readdir(incidents).catch(() => [])).sort((a, b) => a.localeCompare(b));
        const name = names[count - 1];
        const files = name === undefined ? [] : await readdir(join(incidents, name));
        return name !== undefined && files.includes('error.txt') ? join(incidents, name) : null;
      },
      { explain: () => instance.explain() },
    );
  }

  async function expectReplayNames(place: string, step: RegExp): Promise<void> {
    const file = (await readdir(place)).find(name => name.endsWith('.jsonl')) ?? '';
    const replayed = await runPhones(['replay', join(place, file), '--quiet'], { home: instance.home });
    expect(replayed.status, replayed.stdout).to.equal(1);
    const thrown = await readFile(join(place, 'error.txt'), 'utf8');
    expect(replayed.stderr).to.match(step).and.include(thrown.split('\n')[0]);
  }

  async function goesOnAndEnds(other: Talk): Promise<void> {
    await hearEachOther(other.call, other.atAgent);
    other.atAgent.hangup();
    await other.call.whenEnded();
    expect(await instance.api.endedContact(other.peer.user)).to.include({
      outcome: 'handled',
      endedBy: 'agent',
    });
  }

  it('ends that contact alone; the way to the fault is kept, and replay names the step', async () => {
    const queue = await queued(instance, 1, { queue: spoken });
    const [victim] = queue.callers;
    if (!victim) throw new Error('nobody waits');
    const other = await talking(instance);
    closing.push(victim.peer, queue.phone, other.peer, other.phone);
    const id = await untilStage(instance, victim, 'waiting');
    // SIGTERM leaves the conversations standing for the next start.
    await instance.terminate();
    // What its flow has asked for is lost: the next word about it throws.
    await damage(id, contact => {
      contact.flow.pending = null;
    });
    await instance.start();
    await victim.call.whenEnded(20_000);
    const place = await incident(1);
    expect(await metric(instance, 'phones_exceptions_total')).to.be.greaterThan(0);
    expect(await metric(instance, 'phones_anomalies_total')).to.be.greaterThan(0);
    const ended = await instance.api.endedContact(victim.peer.user);
    expect(ended).to.include({ outcome: 'failed', endedBy: 'system' });
    await goesOnAndEnds(other);
    await expectReplayNames(place, /The step of \d+ \(\w+\) threw\./);
    await checkInvariants(instance, { journal: false });
  });

  it('in what Asterisk reports: that contact alone is put aside, the rest of the report counts', async () => {
    const queue = await queued(instance, 3, { queue: spoken });
    const [victim, leaves, stays] = queue.callers;
    if (!victim || !leaves || !stays) throw new Error('three should wait');
    const other = await talking(instance);
    closing.push(...queue.callers.map(({ peer }) => peer), queue.phone, other.peer, other.phone);
    const id = await untilStage(instance, victim, 'waiting');
    await instance.terminate();
    // What was asked for last cannot be said again.
    await damage(id, contact => {
      contact.flow.pending = null;
    });
    leaves.call.hangup();
    await instance.start();
    await victim.call.whenEnded(20_000);
    const place = await incident(2);
    expect(await instance.api.endedContact(victim.peer.user)).to.include({
      outcome: 'failed',
      endedBy: 'system',
    });
    expect(await instance.api.endedContact(leaves.peer.user)).to.include({ outcome: 'abandoned' });
    await untilStage(instance, stays, 'waiting');
    await makeReady(instance, queue.agent);
    const atAgent = await queue.phone.nextCall();
    expect(atAgent.remoteNumber).to.equal(stays.peer.user);
    atAgent.answer();
    await goesOnAndEnds({ ...queue, ...stays, atAgent });
    await goesOnAndEnds(other);
    await expectReplayNames(place, /The step of \d+ \(nodeObserved\) threw\./);
    await checkInvariants(instance, { journal: false });
  });
});
