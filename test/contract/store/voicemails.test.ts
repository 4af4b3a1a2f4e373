import { expect } from 'chai';
import { it } from 'mocha';
import type { Fact } from '../../../orchestrator/core/facts.ts';
import { NotFound } from '../../../orchestrator/runtime/errors.ts';
import { rejection } from './expect.ts';
import { onEachDatabase } from './harness.ts';
import { brief, monday } from './stories.ts';

const left = (contactId: string, takenBy: number, box: { campaignId?: number; agentId?: number }): Fact => ({
  type: 'voicemailLeft',
  contactId,
  node: 'n1',
  recording: `${contactId}.3`,
  takenBy,
  campaignId: box.campaignId ?? null,
  agentId: box.agentId ?? null,
});
const file = { checksum: 'a'.repeat(64), bytes: 16_044, lengthMs: 1000 };

onEachDatabase('messages of callers', place => {
  /** Contacts x-1, x-2, ... an hour apart, each with a message taken by campaign 40 or 41. */
  async function leave(count: number): Promise<void> {
    const facts = Array.from({ length: count }, (_, index) => {
      const id = `x-${index + 1}`;
      const at = monday + index * 3_600_000;
      const [arrived, ended] = brief(id, at, index + 1, {
        outcome: 'served',
        serviceId: 1 + (index % 2),
        number: `+39${index + 1}`,
      });
      if (!arrived || !ended) throw new Error('a brief contact has two facts');
      const box = index % 2 ? { agentId: 7 } : { campaignId: 12 };
      const message = { ...arrived, index: 1, fact: left(id, 40 + (index % 2), box) };
      return [arrived, message, { ...ended, index: 2 }];
    }).flat();
    await place.store.facts.project(facts, count);
  }
  const ids = async (filter: Parameters<typeof place.store.voicemails.list>[0]): Promise<string[]> =>
    (await place.store.voicemails.list(filter)).items.map(({ id }) => id);

  it('come from facts once each, newest first, with what the contact knows', async () => {
    await leave(3);
    await leave(3);
    const { items } = await place.store.voicemails.list({});
    expect(items.map(({ id }) => id)).to.deep.equal(['x-3.3', 'x-2.3', 'x-1.3']);
    expect(items[1]).to.deep.equal({
      id: 'x-2.3',
      contactId: 'x-2',
      node: 'n1',
      campaignId: 41,
      boxCampaignId: null,
      boxAgentId: 7,
      serviceId: 2,
      callerNumber: '+392',
      callerName: '',
      leftAt: monday + 3_600_000,
      state: 'coming',
      lengthMs: null,
      bytes: null,
      checksum: null,
      heardAt: null,
      heardBy: null,
    });
  });

  it('are found by campaign, box, service, time, state, number and contact, page by page', async () => {
    await leave(6);
    const { voicemails } = place.store;
    expect(await ids({ campaignId: 41 })).to.deep.equal(['x-6.3', 'x-4.3', 'x-2.3']);
    expect(await ids({ campaignId: 12 }), 'the box').to.deep.equal(['x-5.3', 'x-3.3', 'x-1.3']);
    expect(await ids({ serviceId: 1 })).to.deep.equal(['x-5.3', 'x-3.3', 'x-1.3']);
    expect(await ids({ from: monday + 1, to: monday + 2 * 3_600_000 })).to.deep.equal(['x-2.3']);
    expect(await ids({ search: '394' })).to.deep.equal(['x-4.3']);
    expect(await ids({ contactId: 'x-5' })).to.deep.equal(['x-5.3']);
    await voicemails.heard('x-4.3', 'listen', 'sara');
    expect(await ids({ heard: true })).to.deep.equal(['x-4.3']);
    expect(await ids({ heard: false })).to.have.length(5);
    const first = await voicemails.list({ limit: 4 });
    const second = await voicemails.list({ limit: 4, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...second.items].map(({ id }) => id)).to.deep.equal(await ids({}));
    expect(second.nextCursor).to.equal(undefined);
  });

  it('are fetched when their contact is over, and know who listened, once for each time', async () => {
    const [arrived] = brief('x-1', monday, 1);
    if (!arrived) throw new Error('no fact');
    await place.store.facts.project(
      [arrived, { ...arrived, index: 1, fact: left('x-1', 40, { agentId: 7 }) }],
      1,
    );
    const { voicemails } = place.store;
    expect(await voicemails.coming(10)).to.deep.equal([]);
    place.clock.now = monday + 2 * 24 * 3_600_000;
    expect(
      (await voicemails.coming(10)).map(({ id }) => id),
      'whose end got lost',
    ).to.deep.equal(['x-1.3']);
    await voicemails.kept('x-1.3', file);
    expect(await voicemails.coming(10)).to.deep.equal([]);
    for (const [afterMs, how, by] of [
      [0, 'listen', 'sara'],
      [1000, 'listen', 'sara'],
      [2000, 'listen', 'boss'],
      [3000, 'download', 'sara'],
      [3_600_000, 'listen', 'sara'],
    ] as const) {
      place.clock.now = monday + afterMs;
      await voicemails.heard('x-1.3', how, by);
    }
    const found = await voicemails.get('x-1.3');
    expect(found?.voicemail).to.include({ state: 'kept', ...file, heardAt: monday, heardBy: 'sara' });
    expect(found?.listenings.map(({ by, how }) => `${by} ${how}`)).to.deep.equal([
      'sara listen',
      'boss listen',
      'sara download',
      'sara listen',
    ]);
    await voicemails.setHeard('x-1.3', false, 'boss');
    expect((await voicemails.get('x-1.3'))?.voicemail.heardAt).to.equal(null);
    await rejection(voicemails.setHeard('x-9.3', true, 'boss'), NotFound);
    const { items } = await place.store.audit.list({ object: 'voicemails/x-1.3' });
    expect(items.map(({ action }) => action)).to.deep.equal([
      'update',
      'listen',
      'download',
      'listen',
      'listen',
    ]);
  });

  it('leave the lists with a trace before their file goes, and then altogether', async () => {
    await leave(2);
    const { voicemails } = place.store;
    await voicemails.kept('x-1.3', file);
    await voicemails.heard('x-1.3', 'listen', 'sara');
    expect(await voicemails.takenBefore(40, monday, 10)).to.deep.equal([]);
    expect(await voicemails.takenBefore(40, monday + 1, 10)).to.deep.equal(['x-1.3']);
    expect(await voicemails.leave('x-1.3', 'expire', 'retention')).to.equal(true);
    expect(await voicemails.leave('x-1.3', 'delete', 'sara')).to.equal(false);
    expect(await voicemails.get('x-1.3')).to.equal(null);
    expect(await ids({})).to.deep.equal(['x-2.3']);
    expect(await voicemails.takenBefore(40, monday + 1, 10)).to.deep.equal([]);
    expect(await voicemails.leaving(10)).to.deep.equal([{ id: 'x-1.3', node: 'n1' }]);
    await voicemails.gone('x-1.3');
    expect(await voicemails.leaving(10)).to.deep.equal([]);
    expect(await place.store.sql.knex('voicemail_listens')).to.deep.equal([]);
    const [trace] = (await place.store.audit.list({ object: 'voicemails/x-1.3' })).items;
    expect(trace).to.include({ action: 'expire', by: 'retention' });
    expect(trace?.detail.checksum).to.deep.equal([file.checksum, null]);
  });

  it('keep the right that supervisors were given', async () => {
    const { voicemails } = place.store;
    expect(await voicemails.right()).to.equal('delete');
    await voicemails.setRight('list', 'boss');
    expect(await place.another().voicemails.right()).to.equal('list');
    const [trace] = (await place.store.audit.list({ object: 'voicemail-access' })).items;
    expect(trace?.detail).to.deep.equal({ supervisor: ['delete', 'list'] });
  });
});
