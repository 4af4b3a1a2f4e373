import { expect } from 'chai';
import { it } from 'mocha';
import type { Fact } from '../../../orchestrator/core/facts.ts';
import type { CallbackFilter } from '../../../orchestrator/runtime/ports/callbacks.ts';
import { onEachDatabase } from './harness.ts';
import { monday } from './stories.ts';

const hourMs = 3_600_000;
const common = { campaignId: 12, agentId: 7 };

onEachDatabase('call-backs', place => {
  let seq = 0;
  /** Facts an hour after another, each in a batch of its own. */
  async function tell(...facts: Fact[]): Promise<void> {
    const { store } = place;
    seq = await store.facts.position();
    for (const fact of facts) {
      seq += 1;
      await store.facts.project([{ seq, index: 0, at: monday + seq * hourMs, fact }], seq);
    }
  }
  const arrived = (contactId: string, direction: 'inbound' | 'outbound' = 'inbound'): Fact => ({
    type: 'contactArrived',
    contactId,
    media: 'audio',
    direction,
    node: 'n1',
    lineId: null,
    serviceId: 1,
    dialled: '800100',
    caller: { number: '+39061234', name: 'Ada' },
  });
  const ended = (contactId: string): Fact => ({
    type: 'contactEnded',
    contactId,
    serviceId: 1,
    ...common,
    outcome: 'handled',
    endedBy: 'caller',
    waitMs: 0,
    talkMs: 0,
    holdMs: 0,
    durationMs: 0,
  });
  const promised = (contactId: string, callbackId: string, dueAt: number, own = true): Fact => ({
    type: 'callbackPromised',
    contactId,
    callbackId,
    number: '+39061234',
    dueAt,
    own,
    name: 'Ada',
    serviceId: 1,
    ...common,
  });
  const attempt = (contactId: string, count: number, nextAt: number | null): Fact => ({
    type: 'callbackAttemptEnded',
    contactId,
    agentId: 8,
    number: '+39061234',
    attempt: count,
    result: 'busy',
    nextAt,
  });
  const list = async (filter: CallbackFilter = {}): Promise<string[]> =>
    (await place.store.callbacks.list(filter)).items.map(({ id }) => id);
  const due = monday + 1000 * hourMs;

  it('are open from the promise on, the soonest first, and are moved, tried, reached, cancelled', async () => {
    await tell(arrived('c-1'), promised('c-1', 'c-2', due), ended('c-1'));
    await tell(arrived('c-3'), promised('c-3', 'c-4', due - hourMs, false), ended('c-3'));
    expect(await list()).to.deep.equal(['c-4', 'c-2']);
    expect(await place.store.callbacks.get('c-2')).to.deep.equal({
      id: 'c-2',
      fromId: 'c-1',
      kind: 'promised',
      campaignId: 12,
      serviceId: 1,
      agentId: 7,
      promisedBy: 7,
      number: '+39061234',
      name: 'Ada',
      madeAt: monday + 2 * hourMs,
      dueAt: due,
      state: 'open',
      attempts: 0,
      result: null,
      triedAt: null,
      calledBy: null,
      endedAt: null,
      endedBy: null,
      reason: '',
    });
    const move = { contactId: 'c-1', callbackId: 'c-2', agentId: null, by: 'sara' };
    await tell({ type: 'callbackMoved', ...move, dueAt: due - 2 * hourMs, ownerId: null });
    expect(await list({ agentId: 'anyone' })).to.deep.equal(['c-2', 'c-4']);
    const { facts } = place.store;
    expect((await facts.leftOpen()).promises.map(({ id, begun }) => [id, begun])).to.deep.equal([
      ['c-2', false],
      ['c-4', false],
    ]);
    await tell(arrived('c-2', 'outbound'), { type: 'agentReserved', contactId: 'c-2', agentId: 8 });
    expect(await place.store.callbacks.get('c-2')).to.include({ state: 'calling', calledBy: 8 });
    await tell(attempt('c-2', 1, due + hourMs));
    expect(await place.store.callbacks.get('c-2')).to.include({
      state: 'open',
      attempts: 1,
      result: 'busy',
      dueAt: due + hourMs,
    });
    expect((await facts.leftOpen()).promises).to.deep.include({
      id: 'c-2',
      from: 'c-1',
      callee: { number: '+39061234', name: 'Ada' },
      campaignId: 12,
      serviceId: 1,
      agentId: null,
      by: 7,
      dueAt: due + hourMs,
      begun: true,
    });
    await tell({ type: 'contactConnected', contactId: 'c-2', agentId: 9, campaignId: 12, waitMs: 0 });
    await tell(ended('c-2'));
    expect(await place.store.callbacks.get('c-2')).to.include({ state: 'reached', calledBy: 9 });
    const cancelled = { contactId: 'c-3', callbackId: 'c-4', agentId: null, by: 'sara', reason: 'no more' };
    await tell({ type: 'callbackCancelled', ...cancelled });
    expect(await place.store.callbacks.get('c-4')).to.include({
      state: 'cancelled',
      endedBy: 'sara',
      reason: 'no more',
    });
    expect(await list()).to.deep.equal([]);
    expect(await list({ state: 'done' })).to.deep.equal(['c-4', 'c-2']);
    expect(await list({ state: 'reached', agentId: 9 })).to.deep.equal(['c-2']);
    expect((await facts.leftOpen()).promises).to.deep.equal([]);
  });

  it('that callers ask for in a flow are open until somebody reaches them, or nobody does', async () => {
    const asked = (contactId: string): Fact => ({
      type: 'callbackRequested',
      contactId,
      campaignId: 12,
      number: '+39069999',
    });
    await tell(arrived('c-1'), asked('c-1'), arrived('c-2'), asked('c-2'));
    expect(await place.store.callbacks.get('c-1')).to.include({
      kind: 'asked',
      fromId: 'c-1',
      number: '+39069999',
      name: 'Ada',
      dueAt: monday + 2 * hourMs,
    });
    await tell({ type: 'agentReserved', contactId: 'c-1', agentId: 8 });
    const gone = { reason: 'unreachable', ringMs: 1, cause: 0 } as const;
    await tell({ type: 'offerEnded', contactId: 'c-1', ...common, agentId: 8, ...gone });
    expect(await place.store.callbacks.get('c-1')).to.include({ state: 'open' });
    await tell(attempt('c-1', 1, null), ended('c-1'));
    expect(await place.store.callbacks.get('c-1')).to.include({ state: 'givenUp', attempts: 1 });
    expect(await list()).to.deep.equal(['c-2']);
  });

  it('go on under another id after a lost journal, where they had become contacts', async () => {
    await tell(arrived('c-1'), promised('c-1', 'c-2', due), arrived('c-2', 'outbound'));
    const restored = { contactId: 'c-1', previousId: 'c-2', agentId: 7, dueAt: due };
    await tell({ type: 'callbackRestored', callbackId: 'n-1', ...restored }, ended('c-2'));
    expect(await list()).to.deep.equal(['n-1']);
    expect(await place.store.callbacks.get('n-1')).to.include({ fromId: 'c-1', dueAt: due, state: 'open' });
    expect(await place.store.callbacks.get('c-2')).to.include({ state: 'replaced' });
    expect(await list({ state: 'done' }), 'those that are over').to.deep.equal([]);
  });

  it('are narrowed, counted and paged', async () => {
    await tell(arrived('c-0'));
    for (const index of [1, 2, 3, 4, 5])
      await tell({
        ...promised('c-0', `p-${index}`, due + index * hourMs, index % 2 === 0),
        ...(index > 3 && { campaignId: 13 }),
      });
    const { nextCursor: cursor } = await place.store.callbacks.list({ limit: 2 });
    expect(await list({ limit: 2, ...(cursor && { cursor }) })).to.deep.equal(['p-3', 'p-4']);
    expect(await list({ campaignId: 13 })).to.deep.equal(['p-4', 'p-5']);
    expect(await list({ agentId: 7 })).to.deep.equal(['p-2', 'p-4']);
    expect(await list({ from: due + 2 * hourMs, to: due + 4 * hourMs })).to.deep.equal(['p-2', 'p-3']);
    expect(await list({ search: '1234', serviceId: 1, limit: 1 })).to.deep.equal(['p-1']);
    const overdueBefore = due + 3 * hourMs;
    expect(await list({ state: 'overdue', overdueBefore })).to.deep.equal(['p-1', 'p-2']);
    const until = due + 5 * hourMs;
    expect(await place.store.callbacks.figures({ overdueBefore, until })).to.deep.equal({
      open: 5,
      calling: 0,
      overdue: 2,
      dueUntil: 4,
    });
  });
});
