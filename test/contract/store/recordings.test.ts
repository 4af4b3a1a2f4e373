import { expect } from 'chai';
import { it } from 'mocha';
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
      state: 'coming',
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
    expect(await recordings.get(over)).to.deep.include({ state: 'kept', ...file });
    expect(await recordings.coming(9)).to.deep.equal([]);
    expect(await recordings.madeBefore(12, monday + 1, 9)).to.deep.equal([over]);
    expect(await recordings.madeBefore(12, monday, 9)).to.deep.equal([]);
    expect(await recordings.outlived([1], monday + 181 * 24 * hourMs, 9)).to.deep.equal([over]);
    expect(await recordings.outlived([12], monday + 181 * 24 * hourMs, 9)).to.deep.equal([]);
    await recordings.heard(over, 'listen', 'sara');
    await recordings.heard(over, 'listen', 'sara');
    await recordings.heard(over, 'download', 'sara');
    expect(await recordings.leave(over, 'delete', 'sara')).to.equal(true);
    expect(await recordings.leave(over, 'delete', 'sara')).to.equal(false);
    expect(await recordings.get(over)).to.equal(null);
    expect(await recordings.leaving(9)).to.deep.equal([{ id: over, node: 'n1', channels: 'stereo' }]);
    await recordings.gone(over);
    expect(await recordings.leaving(9)).to.deep.equal([]);
    const { items } = await audit.list({ object: `recordings/${over}` });
    expect(items.map(({ action }) => action)).to.deep.equal(['delete', 'download', 'listen']);
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
