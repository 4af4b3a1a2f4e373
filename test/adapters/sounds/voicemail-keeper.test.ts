/** The sounds of messages: brought in, checked, expired, deleted, whatever breaks in between. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createStore, type SqlStore } from '../../../orchestrator/adapters/store/store.ts';
import { createVoicemailKeeper } from '../../../orchestrator/adapters/sounds/voicemail-keeper.ts';
import { inputs } from '../../../orchestrator/core/configuration/schemas.ts';
import { NotFound, PhonesError } from '../../../orchestrator/runtime/errors.ts';
import { createLog } from '../../../orchestrator/runtime/log.ts';
import type { VoicemailKeeper } from '../../../orchestrator/runtime/ports/voicemails.ts';
import { rejection } from '../../contract/store/expect.ts';
import { sine, wav } from '../../support/audio.ts';
import { createFakeRecordings, type FakeRecordings } from '../../support/fake-recordings.ts';
import { tempFolder } from '../../support/ports.ts';
import { leaveMessage } from '../../support/messages.ts';
import { until } from '../../support/until.ts';

const sound = wav(sine(440, 1500));

describe('keeper of messages', () => {
  let home: string;
  let store: SqlStore;
  let recordings: FakeRecordings;
  let keeper: VoicemailKeeper;
  let now: number;
  let logged: string[];

  function makeKeeper(): VoicemailKeeper {
    const log = createLog('info', { write: line => logged.push(line) });
    return createVoicemailKeeper({ home, store, recordings, log, clock: () => now, everyMs: 5 });
  }
  beforeEach(async () => {
    home = await tempFolder('keeper');
    logged = [];
    store = createStore({
      home,
      database: { kind: 'sqlite' },
      log: createLog('warn', { write: () => true }),
    });
    await store.migrate();
    recordings = createFakeRecordings();
    now = Date.now();
    keeper = makeKeeper();
  });
  afterEach(async () => {
    await keeper.stop();
    await store.close();
    await rm(home, { recursive: true, force: true });
  });

  const files = (): Promise<string[]> => readdir(keeper.folder).catch(() => []);
  const stateOf = async (id: string): Promise<string | undefined> =>
    (await store.voicemails.get(id))?.voicemail.state;
  async function campaign(keepVoicemailsDays: number): Promise<number> {
    const input = inputs.campaigns.parse({
      kind: 'voicemail',
      name: `Box ${keepVoicemailsDays}`,
      keepVoicemailsDays,
    });
    return (await store.configuration.create('campaigns', input, {}, 'test')).id;
  }

  it('keeps the file with its checksum and length, and takes it away from Asterisk', async () => {
    const id = await leaveMessage(store, { at: now });
    recordings.files.set(id, sound);
    keeper.start();
    await until('it is kept', async () => (await stateOf(id)) === 'kept');
    const { voicemail } = (await store.voicemails.get(id)) ?? {};
    expect(voicemail).to.include({
      lengthMs: 1500,
      bytes: sound.length,
      checksum: createHash('sha256').update(sound).digest('hex'),
    });
    expect(recordings.files.size).to.equal(0);
    expect(await files()).to.deep.equal([`${id}.wav`]);
    expect(keeper.find(id)).to.equal(join(home, 'voicemails', `${id}.wav`));
    expect(keeper.find('../phones')).to.equal(null);
    if (!voicemail) throw new Error('it is gone');
    await keeper.check(voicemail);
    await writeFile(join(keeper.folder, `${id}.wav`), wav(sine(441, 1500)));
    expect((await rejection(keeper.check(voicemail), PhonesError)).code).to.equal('damagedFile');
    await rm(join(keeper.folder, `${id}.wav`));
    await rejection(keeper.check(voicemail), NotFound);
  });

  it('waits for a node that is away, while others go on, and says once that it waits', async () => {
    const id = await leaveMessage(store, { at: now });
    recordings.files.set(id, sound);
    recordings.away = true;
    keeper.start();
    await until('it has tried', () => logged.length > 0);
    expect(await stateOf(id)).to.equal('coming');
    recordings.away = false;
    await until('it is kept', async () => (await stateOf(id)) === 'kept');
    expect(logged.filter(line => line.includes('cannot be brought in'))).to.have.length(1);
  });

  it('finds after a crash what it had fetched, and says what is missing for good', async () => {
    const [fetched, missing] = [
      await leaveMessage(store, { at: now }),
      await leaveMessage(store, { at: now }),
    ];
    await mkdir(keeper.folder, { recursive: true });
    await writeFile(join(keeper.folder, `${fetched}.wav`), sound);
    keeper.start();
    await until('both are settled', async () => (await stateOf(missing)) === 'lost');
    expect(await stateOf(fetched)).to.equal('kept');
    expect(logged.join()).to.include(missing);
  });

  it('deletes file and row, also when Asterisk has the sound still or a deletion was cut short', async () => {
    const ids = [await leaveMessage(store, { at: now }), await leaveMessage(store, { at: now })];
    for (const id of ids) recordings.files.set(id, sound);
    keeper.start();
    const [first = '', second = ''] = ids;
    await until('they are kept', async () => (await stateOf(second)) === 'kept');
    await keeper.remove(first, 'sara');
    expect(await files()).to.deep.equal([`${second}.wav`]);
    await rejection(keeper.remove(first, 'sara'), NotFound);
    await store.voicemails.leave(second, 'delete', 'sara');
    const third = await leaveMessage(store, { at: now, ended: false });
    recordings.files.set(third, sound);
    await keeper.remove(third, 'boss');
    await until('nothing is left', async () => (await store.voicemails.leaving(9)).length === 0);
    expect(await files()).to.deep.equal([]);
    expect(recordings.files.size).to.equal(0);
    const { items } = await store.audit.list({ object: 'voicemails' });
    expect(items.map(({ action, by }) => `${action} ${by}`)).to.deep.equal([
      'delete boss',
      'delete sara',
      'delete sara',
    ]);
  });

  it('deletes what a campaign has kept long enough, and only that', async () => {
    const [short, forEver] = [await campaign(30), await campaign(0)];
    const day = 86_400_000;
    const old = await leaveMessage(store, { at: now - 31 * day, takenBy: short });
    const young = await leaveMessage(store, { at: now - 29 * day, takenBy: short });
    const kept = await leaveMessage(store, { at: now - 900 * day, takenBy: forEver });
    for (const id of [old, young, kept]) recordings.files.set(id, sound);
    keeper.start();
    await until('the old one has gone', async () => (await store.voicemails.get(old)) === null);
    await until('the others are kept', async () => (await stateOf(kept)) === 'kept');
    expect((await files()).sort()).to.deep.equal([`${young}.wav`, `${kept}.wav`].sort());
    now += 2 * day;
    await until('its time is over too', async () => (await store.voicemails.get(young)) === null);
    await until('its file is gone', async () => (await files()).length === 1);
    expect((await readFile(join(keeper.folder, `${kept}.wav`))).equals(sound)).to.equal(true);
    const { items } = await store.audit.list({ object: 'voicemails' });
    expect(items.map(({ action, by, object }) => [action, by, object])).to.deep.equal([
      ['expire', 'retention', `voicemails/${young}`],
      ['expire', 'retention', `voicemails/${old}`],
    ]);
  });
});
