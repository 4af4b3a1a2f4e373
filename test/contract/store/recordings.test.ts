import { expect } from 'chai';
import { it } from 'mocha';
import * as migration from '../../../orchestrator/adapters/store/migrations/013-recording-list.ts';
import { inputs } from '../../../orchestrator/core/configuration/schemas.ts';
import { recordedCall } from '../../support/recorded-calls.ts';
import { onEachDatabase } from './harness.ts';
import { monday } from './stories.ts';

const hourMs = 3_600_000;

onEachDatabase('recorded calls', place => {
  const ids = async (filter: Parameters<typeof place.store.recordings.list>[0]): Promise<string[]> =>
    (await place.store.recordings.list(filter)).items.map(({ id }) => id);

  it('come from facts, newest first, with what the contact knows, and are filtered and paged', async () => {
    const { store } = place;
    const first = await recordedCall(store, { at: monday, campaignId: 1, agentId: 3 });
    const second = await recordedCall(store, { at: monday + hourMs, campaignId: 2, channels: 'mixed' });
    const third = await recordedCall(store, { at: monday + 2 * hourMs, campaignId: 1, ended: false });
    expect(await ids({})).to.deep.equal([third, second, first]);
    expect(await store.recordings.get(second)).to.deep.equal({
      id: second,
      contactId: second.replace('.3', ''),
      node: 'n1',
      campaignId: 2,
      channels: 'mixed',
      onDemand: false,
      startedAt: monday + hourMs,
      keepDays: 180,
      keptUntil: monday + hourMs + 180 * 24 * hourMs,
      state: 'coming',
      fault: null,
      checkedAt: null,
      deletion: null,
      lengthMs: null,
      bytes: null,
      checksum: null,
      peaks: null,
      serviceId: 1,
      agentId: 7,
      callerNumber: '+39061234',
      callerName: 'Ada',
    });
    expect(await ids({ campaignId: 1 })).to.deep.equal([third, first]);
    expect(await ids({ agentId: 3 })).to.deep.equal([first]);
    expect(await ids({ from: monday + hourMs, to: monday + 2 * hourMs })).to.deep.equal([second]);
    expect(await ids({ search: '1234', serviceId: 1, limit: 1 })).to.deep.equal([third]);
    const { nextCursor } = await store.recordings.list({ limit: 2 });
    expect(await ids({ ...(nextCursor && { cursor: nextCursor }) })).to.deep.equal([first]);
    expect((await store.recordings.ofContact(first.replace('.3', ''))).map(({ id }) => id)).to.deep.equal([
      first,
    ]);
  });

  it('wait until their contact is over, are kept, and leave with a trace', async () => {
    const { recordings, audit } = place.store;
    const over = await recordedCall(place.store, { at: monday });
    await recordedCall(place.store, { at: Date.now(), ended: false });
    expect((await recordings.coming(9)).map(({ id }) => id)).to.deep.equal([over]);
    const file = {
      checksum: 'a'.repeat(64),
      bytes: 5_000_000_000,
      lengthMs: 4000,
      peaks: [
        [1, 2],
        [3, 99],
      ],
    };
    await recordings.kept(over, file);
    expect(await recordings.get(over)).to.deep.include({ state: 'kept', checkedAt: monday, ...file });
    expect((await recordings.list({ state: 'kept' })).items).to.have.nested.property('[0].peaks', null);
    expect(await recordings.coming(9)).to.deep.equal([]);
    expect(await recordings.madeBefore(12, monday + 1, 9)).to.deep.equal([over]);
    expect(await recordings.madeBefore(12, monday, 9)).to.deep.equal([]);
    expect(await recordings.outlived([1], monday + 181 * 24 * hourMs, 9)).to.deep.equal([over]);
    expect(await recordings.outlived([12], monday + 181 * 24 * hourMs, 9)).to.deep.equal([]);
    await recordings.heard(over, 'listen', 'sara');
    await recordings.heard(over, 'listen', 'sara');
    await recordings.heard(over, 'download', 'sara');
    expect(await recordings.leave(over, 'delete', 'sara', 'was asked to')).to.equal(true);
    expect(await recordings.leave(over, 'delete', 'sara', '')).to.equal(false);
    const trace = {
      state: 'deleted',
      checksum: file.checksum,
      peaks: null,
      deletion: { at: monday, by: 'sara', reason: 'was asked to' },
    };
    expect(await recordings.get(over)).to.deep.include(trace);
    expect(await ids({ campaignId: 12, from: monday, to: monday + 1 })).to.deep.equal([]);
    expect(await recordings.leaving(9)).to.deep.equal([{ id: over, node: 'n1', channels: 'stereo' }]);
    await recordings.gone(over);
    expect(await recordings.leaving(9)).to.deep.equal([]);
    expect(await ids({ state: 'deleted' })).to.deep.equal([over]);
    expect(await recordings.get(over)).to.deep.include(trace);
    const { items } = await audit.list({ object: `recordings/${over}` });
    expect(items.map(({ action }) => action)).to.deep.equal(['delete', 'download', 'listen']);
    expect(items[0]?.detail).to.include({ reason: 'was asked to' });
  });

  it('are found by length, by what is wrong with them, and by how long they are kept', async () => {
    const { recordings, configuration } = place.store;
    const days = async (name: string, keepDays: number): Promise<number> => {
      const campaign = { kind: 'human', name, recording: { when: 'always', keepDays } };
      return (await configuration.create('campaigns', inputs.campaigns.parse(campaign), {}, 'test')).id;
    };
    const [month, forEver] = [await days('Month', 30), await days('For ever', 0)];
    const made = [
      await recordedCall(place.store, { at: monday, campaignId: month, keepDays: 0 }),
      await recordedCall(place.store, { at: monday + 1, campaignId: forEver, keepDays: 1 }),
      await recordedCall(place.store, { at: monday + 2, campaignId: 999, keepDays: 10 }),
    ] as const;
    for (const [index, id] of made.entries())
      await recordings.kept(id, {
        checksum: 'b'.repeat(64),
        bytes: 1,
        lengthMs: (index + 1) * 60_000,
        peaks: [],
      });
    expect(await ids({ minLengthMs: 120_000 })).to.deep.equal([made[2], made[1]]);
    expect(await ids({ minLengthMs: 60_000, maxLengthMs: 120_000 })).to.deep.equal([made[0]]);
    const dayMs = 24 * hourMs;
    expect(await ids({ keptBefore: monday + 10 * dayMs })).to.deep.equal([]);
    expect(await ids({ keptBefore: monday + 11 * dayMs })).to.deep.equal([made[2]]);
    expect(await ids({ keptBefore: monday + 31 * dayMs })).to.deep.equal([made[2], made[0]]);
    const until = (await recordings.list({})).items.map(({ keptUntil }) => keptUntil);
    expect(until).to.deep.equal([monday + 2 + 10 * dayMs, null, monday + 30 * dayMs]);
    await recordings.checked(made[0], 'damaged');
    await recordings.checked(made[1], 'missing');
    expect(await ids({ state: 'damaged' })).to.deep.equal([made[0]]);
    expect(await ids({ state: 'missing' })).to.deep.equal([made[1]]);
    expect(await ids({ state: 'kept' })).to.deep.equal([made[2]]);
    await recordings.checked(made[0], null);
    expect(await ids({ state: 'kept' })).to.deep.equal([made[2], made[0]]);
  });

  it('of before have their place in the list: who called stands with them, what is drawn apart', async () => {
    const { store } = place;
    const { knex } = store.sql;
    const id = await recordedCall(store, { at: monday });
    await migration.down(knex);
    expect(await knex.schema.hasTable('recording_waves')).to.equal(false);
    const peaks = [[1, 2, 3]];
    await knex('recordings')
      .where({ id })
      .update({ state: 'kept', ...{ peaks: JSON.stringify(peaks) } });
    await migration.up(knex);
    await migration.up(knex);
    const now = { state: 'kept', peaks, serviceId: 1, agentId: 7, callerNumber: '+39061234' };
    expect(await store.recordings.get(id)).to.deep.include(now);
    expect(await ids({ serviceId: 1, agentId: 7, search: '0612' })).to.deep.equal([id]);
  });

  it('supervisors listen, unless administrators decide otherwise', async () => {
    const { recordings, audit } = place.store;
    expect(await recordings.right()).to.equal('listen');
    await recordings.setRight('download', 'boss');
    expect(await recordings.right()).to.equal('download');
    const [change] = (await audit.list({ object: 'recording-access' })).items;
    expect(change?.detail).to.deep.equal({ supervisor: ['listen', 'download'] });
  });
});
