/** The sounds of recorded calls: put together, checked, expired, deleted, whatever breaks in between. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createRecordingKeeper } from '../../../orchestrator/adapters/sounds/recording-keeper.ts';
import { createStore, type SqlStore } from '../../../orchestrator/adapters/store/store.ts';
import { inputs } from '../../../orchestrator/core/configuration/schemas.ts';
import { NotFound, PhonesError } from '../../../orchestrator/runtime/errors.ts';
import { createLog } from '../../../orchestrator/runtime/log.ts';
import type { CallRecording, RecordingKeeper } from '../../../orchestrator/runtime/ports/recordings.ts';
import { rejection } from '../../contract/store/expect.ts';
import { hasTone, isSilent, sine, wav } from '../../support/audio.ts';
import { createFakeRecordings, type FakeRecordings } from '../../support/fake-recordings.ts';
import { tempFolder } from '../../support/ports.ts';
import { recordedCall } from '../../support/recorded-calls.ts';
import { until } from '../../support/until.ts';

const dayMs = 86_400_000;
const said = wav(sine(440, 1500));
const heard = wav(sine(1000, 1000));

describe('keeper of recorded calls', () => {
  let home: string;
  let store: SqlStore;
  let atSwitch: FakeRecordings;
  let keeper: RecordingKeeper;
  let now: number;
  let logged: string[];

  function makeKeeper(): RecordingKeeper {
    const log = createLog('info', { write: line => logged.push(line) });
    return createRecordingKeeper({ home, store, recordings: atSwitch, log, clock: () => now, everyMs: 5 });
  }
  beforeEach(async () => {
    home = await tempFolder('recordings');
    logged = [];
    store = createStore({
      home,
      database: { kind: 'sqlite' },
      log: createLog('warn', { write: () => true }),
    });
    await store.migrate();
    atSwitch = createFakeRecordings();
    now = Date.now();
    keeper = makeKeeper();
  });
  afterEach(async () => {
    await keeper.stop();
    await store.close();
    await rm(home, { recursive: true, force: true });
  });

  const files = (): Promise<string[]> => readdir(keeper.folder).catch(() => []);
  const bothSides = (id: string): void => {
    atSwitch.files.set(`${id}-in`, said);
    atSwitch.files.set(`${id}-out`, heard);
  };
  async function kept(id: string): Promise<CallRecording> {
    return until('it is kept', async () => {
      const found = await store.recordings.get(id);
      return found?.state === 'kept' ? found : null;
    });
  }
  async function sides(id: string): Promise<Int16Array[]> {
    const file = await readFile(join(keeper.folder, `${id}.wav`));
    const both = new Int16Array(file.buffer.slice(file.byteOffset + 44, file.byteOffset + file.length));
    return [0, 1].map(side => both.filter((_, index) => index % 2 === side));
  }

  it('puts both sides into one file, the shorter one silent at its end, and notes what the player needs', async () => {
    const id = await recordedCall(store, { at: now, first: bothSides });
    keeper.start();
    const recording = await kept(id);
    expect(recording).to.include({ lengthMs: 1500, bytes: 44 + 1500 * 8 * 2 * 2, campaignId: 12 });
    const [left = new Int16Array(), right = new Int16Array()] = await sides(id);
    expect(hasTone(left, 440)).to.equal(true);
    expect(hasTone(right.subarray(0, 8000), 1000)).to.equal(true);
    expect(isSilent(right.subarray(8001))).to.equal(true);
    const [leftPeaks = [], rightPeaks = []] = recording.peaks ?? [];
    expect(Math.min(...leftPeaks)).to.be.above(15);
    expect(rightPeaks.at(-1)).to.equal(0);
    expect(atSwitch.files.size).to.equal(0);
    expect(await files()).to.deep.equal([`${id}.wav`]);
  });

  it('keeps a mixed one as it is, without trust in a header that Asterisk did not finish', async () => {
    const cut = Buffer.from(said);
    cut.writeUInt32LE(0, 40);
    const id = await recordedCall(store, {
      at: now,
      channels: 'mixed',
      first: name => atSwitch.files.set(`${name}-mix`, cut),
    });
    keeper.start();
    expect(await kept(id)).to.include({ lengthMs: 1500, bytes: said.length });
    expect((await readFile(join(keeper.folder, `${id}.wav`))).equals(said)).to.equal(true);
  });

  it('waits while the call goes on, or Asterisk records still', async () => {
    const goesOn = await recordedCall(store, { at: now, ended: false, first: bothSides });
    const stands = await recordedCall(store, { at: now, first: bothSides });
    atSwitch.live.add(`${stands}-out`);
    const over = await recordedCall(store, { at: now, first: bothSides });
    keeper.start();
    await kept(over);
    expect((await store.recordings.get(goesOn))?.state).to.equal('coming');
    expect((await store.recordings.get(stands))?.state).to.equal('coming');
    atSwitch.live.clear();
    await kept(stands);
  });

  it('goes on after a crash: a file that is written stays, half of which Asterisk has forgotten', async () => {
    const id = await recordedCall(store, { at: now, first: bothSides });
    keeper.start();
    await kept(id);
    const again = await recordedCall(store, {
      at: now,
      ended: true,
      first: name => {
        // Between the deletion of one side and the other.
        atSwitch.files.set(`${name}-out`, heard);
      },
    });
    await keeper.stop();
    await writeFile(join(keeper.folder, `${again}.wav`), await readFile(join(keeper.folder, `${id}.wav`)));
    keeper = makeKeeper();
    keeper.start();
    expect((await kept(again)).lengthMs).to.equal(1500);
    expect(atSwitch.files.size).to.equal(0);
  });

  it('says what is missing for good', async () => {
    const id = await recordedCall(store, { at: now });
    keeper.start();
    await until('it is lost', async () => (await store.recordings.get(id))?.state === 'lost');
    expect(logged.join()).to.include(id);
  });

  it('finds a file that is damaged, and none', async () => {
    const id = await recordedCall(store, { at: now, first: bothSides });
    keeper.start();
    const recording = await kept(id);
    await keeper.check(recording);
    expect(await keeper.verify(recording)).to.equal(null);
    await writeFile(join(keeper.folder, `${id}.wav`), said);
    expect((await rejection(keeper.check(recording), PhonesError)).code).to.equal('damagedFile');
    expect((await store.recordings.get(id))?.fault).to.equal('damaged');
    await rm(join(keeper.folder, `${id}.wav`));
    await rejection(keeper.check(recording), NotFound);
    expect((await store.recordings.get(id))?.fault).to.equal('missing');
    await rejection(keeper.check({ ...recording, id: '../phones' }), NotFound);
  });

  it('deletes the file, and leaves a trace', async () => {
    const id = await recordedCall(store, { at: now, first: bothSides });
    keeper.start();
    await kept(id);
    await keeper.remove(id, 'sara', 'was asked to');
    expect(await files()).to.deep.equal([]);
    expect((await store.recordings.get(id))?.deletion).to.include({ by: 'sara', reason: 'was asked to' });
    await rejection(keeper.remove(id, 'sara'), NotFound);
    const { items } = await store.audit.list({ object: `recordings/${id}` });
    expect(items.map(({ action, by }) => `${by} ${action}`)).to.deep.equal(['sara delete']);
  });

  it('keeps each as long as its campaign says, and those of a deleted campaign as it said', async () => {
    const campaign = await store.configuration.create(
      'campaigns',
      inputs.campaigns.parse({
        kind: 'human',
        name: 'Ten days',
        recording: { when: 'always', keepDays: 10 },
      }),
      {},
      'test',
    );
    const call = (age: number, campaignId: number, keepDays: number): Promise<string> =>
      recordedCall(store, { at: now - age * dayMs, campaignId, keepDays, first: bothSides });
    const old = await call(11, campaign.id, 0);
    const young = await call(9, campaign.id, 1);
    const outlived = await call(4, 9999, 3);
    const forEver = await call(4000, 9999, 0);
    keeper.start();
    for (const id of [young, forEver]) await kept(id);
    for (const id of [old, outlived])
      await until('it is gone', async () => (await store.recordings.get(id))?.state === 'deleted');
    const { items } = await store.audit.list({ object: `recordings/${old}` });
    expect(items.map(({ action, by }) => `${by} ${action}`)).to.deep.equal(['retention expire']);
  });
});
