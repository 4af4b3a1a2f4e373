import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Event } from '../../orchestrator/core/events.ts';
import { step } from '../../orchestrator/core/step.ts';
import { createWorld, encodeWorld } from '../../orchestrator/core/world.ts';
import { openFileJournal } from '../../orchestrator/runtime/journal/file-journal.ts';
import type { Entry } from '../../orchestrator/runtime/ports/journal.ts';
import { tempFolder } from '../support/ports.ts';
import { sampleConfiguration } from '../support/sample-configuration.ts';
import { runPhones } from './run-phones.ts';

const events: Event[] = [
  { type: 'started', instance: 'phones', timeZone: 'Europe/Rome' },
  { type: 'configurationLoaded', configuration: sampleConfiguration() },
  { type: 'nodeConnected', node: 'n1', version: '22.10.1', bootId: 'b' },
  {
    type: 'callArrived',
    node: 'n1',
    leg: 'in1',
    lineId: 1,
    dialled: '800100',
    caller: { number: '06', name: '' },
  },
  { type: 'legEnded', node: 'n1', leg: 'in1', cause: 16 },
];

describe('phones replay', function () {
  this.timeout(20_000);
  let home = '';
  let folder = '';

  /** Records the events; the snapshot is taken after `snapshotAfter` of them. */
  async function record(snapshotAfter: number | null): Promise<Entry[]> {
    const journal = await openFileJournal(folder);
    const world = createWorld();
    const entries: Entry[] = [];
    for (const [index, event] of events.entries()) {
      const stamped = { seq: index + 1, at: Date.UTC(2026, 2, 2, 9, 0, index), event };
      entries.push({ ...stamped, facts: step(world, stamped).facts });
      if (index + 1 === snapshotAfter) await journal.saveSnapshot(world.seq, encodeWorld(world));
    }
    await journal.append(entries);
    await journal.close();
    return entries;
  }

  beforeEach(async () => {
    home = await tempFolder('replay');
    folder = join(home, 'journal');
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  it('prints each step and says that the facts are those recorded', async () => {
    await record(null);
    const { status, stdout, stderr } = await runPhones(['replay'], { home });
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
    expect(stdout).to.match(/^4 2026-03-02T09:00:03\.000Z callArrived .*dialled="800100"/m);
    expect(stdout).to.match(/^ {4}> answer .*leg="in1"/m);
    expect(stdout).to.match(/^ {4}= contactArrived /m);
    expect(stdout).to.match(/^5 events, \d+ commands, \d+ facts: the same as recorded$/m);
  });

  it('prints a stretch, from a snapshot', async () => {
    await record(3);
    const some = await runPhones(['replay', '--from', '4', '--to', '4'], { home });
    expect(some.status).to.equal(0);
    expect(some.stdout)
      .to.match(/^4 /)
      .and.to.match(/^1 events/m);
    const byTime = await runPhones(['replay', '--from', '2026-03-02T09:00:04Z'], { home });
    expect(byTime.stdout).to.match(/^5 /);
    const [segment] = (await readdir(folder)).filter(name => name.endsWith('.jsonl'));
    const file = await runPhones(['replay', join(folder, segment ?? ''), '--quiet'], { home });
    expect(file.stdout).to.match(/^5 events.*the same as recorded\n$/);
  });

  it('names the first difference', async () => {
    await record(null);
    const [segment] = await readdir(folder);
    const path = join(folder, segment ?? '');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"type":"contactArrived"', '"type":"contactVanished"'));
    const { status, stderr } = await runPhones(['replay', '--quiet'], { home });
    expect(status).to.equal(1);
    expect(stderr).to.contain('The facts of 4 (callArrived) differ').and.to.contain('contactVanished');
  });

  it('leaves a line alone that the server is writing just now', async () => {
    await record(null);
    const [segment] = await readdir(folder);
    const path = join(folder, segment ?? '');
    const torn = `${await readFile(path, 'utf8')}{"seq":6,"at":1`;
    await writeFile(path, torn);
    expect((await runPhones(['replay', '--quiet'], { home })).status).to.equal(0);
    expect(await readFile(path, 'utf8')).to.equal(torn);
  });
});
