/** Messages of supervisors to agents. */
import { expect } from 'chai';
import { it } from 'mocha';
import { NotFound } from '../../../orchestrator/runtime/errors.ts';
import { rejection } from './expect.ts';
import { onEachDatabase } from './harness.ts';
import { monday } from './stories.ts';

const day = 24 * 3_600_000;

onEachDatabase('messages to agents', place => {
  const send = (text: string, ...agentIds: number[]) =>
    place.store.agentMessages.send({ text, to: { kind: 'all' }, agentIds }, 'sara');
  const texts = async (agentId: number, since = monday) =>
    (await place.store.agentMessages.of(agentId, since)).map(({ text, readAt }) => [text, readAt]);

  it('reach those they are for, are read once, and say so', async () => {
    const to = { kind: 'campaign', campaignId: 5 } as const;
    const sent = await place.store.agentMessages.send({ text: 'Più 🙂\nnow', to, agentIds: [7, 8] }, 'sara');
    expect(sent).to.deep.include({ at: monday, by: 'sara', text: 'Più 🙂\nnow', to });
    expect(await texts(7)).to.deep.equal([['Più 🙂\nnow', null]]);
    expect(await texts(9)).to.deep.equal([]);
    place.clock.now = monday + 1000;
    await place.store.agentMessages.read(sent.id, 7);
    place.clock.now = monday + 5000;
    await place.store.agentMessages.read(sent.id, 7);
    expect(await texts(7)).to.deep.equal([['Più 🙂\nnow', monday + 1000]]);
    expect(await place.store.agentMessages.sent(monday)).to.deep.equal([
      {
        ...sent,
        readers: [
          { agentId: 7, readAt: monday + 1000 },
          { agentId: 8, readAt: null },
        ],
      },
    ]);
    await rejection(place.store.agentMessages.read(sent.id, 9), NotFound);
    await rejection(place.store.agentMessages.read(sent.id + 1, 7), NotFound);
    const [audit] = (await place.store.audit.list({})).items;
    expect(audit).to.include({ by: 'sara', action: 'message', object: 'campaigns/5' });
    expect(audit?.detail).to.deep.include({ agents: [null, 2] });
  });

  it('stay until they are read; those read go with the day; all go after 90 days', async () => {
    const first = await send('read', 7);
    await send('unread', 7);
    await place.store.agentMessages.read(first.id, 7);
    expect(await texts(7)).to.deep.equal([
      ['unread', null],
      ['read', monday],
    ]);
    expect(await texts(7, monday + day)).to.deep.equal([['unread', null]]);
    expect(await place.store.agentMessages.sent(monday + day)).to.deep.equal([]);
    place.clock.now = monday + 91 * day;
    await send('new', 7);
    expect(await texts(7, monday)).to.deep.equal([['new', null]]);
  });

  it('go to a thousand agents at once', async () => {
    const everyone = Array.from({ length: 1000 }, (_, index) => index + 1);
    await send('all', ...everyone);
    expect(await texts(1000)).to.deep.equal([['all', null]]);
    expect((await place.store.agentMessages.sent(monday))[0]?.readers.length).to.equal(1000);
  });
});
