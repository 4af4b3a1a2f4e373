import { expect } from 'chai';
import { it } from 'mocha';
import { rejection } from './expect.ts';
import { onEachDatabase } from './harness.ts';
import { create, createAgent, createHuman, input } from './objects.ts';
import { monday } from './stories.ts';

onEachDatabase('audit', place => {
  it('tells of each change who made it, when, and what differs', async () => {
    const { configuration, audit } = place.store;
    const pause = await create(place.store, 'pauses', { name: 'Lunch' });
    place.clock.now += 5;
    await configuration.replace('pauses', pause.id, input('pauses', { name: 'Long lunch' }), {}, 'boss');
    await configuration.remove('pauses', pause.id, 'boss');
    const object = `pauses/${pause.id}`;
    const { items } = await audit.list({ object });
    expect(items.map(({ id: _, ...row }) => row)).to.deep.equal([
      {
        at: monday + 5,
        by: 'boss',
        action: 'delete',
        object,
        detail: { name: ['Long lunch', null], paid: [true, null] },
      },
      { at: monday + 5, by: 'boss', action: 'update', object, detail: { name: ['Lunch', 'Long lunch'] } },
      {
        at: monday,
        by: 'test',
        action: 'create',
        object,
        detail: { name: [null, 'Lunch'], paid: [null, true] },
      },
    ]);
  });

  it('says that secrets were set and never what they are', async () => {
    const { accounts, configuration, audit } = place.store;
    const canary = 'canary-9d1f';
    const agent = await createAgent(
      place.store,
      'Ada',
      {},
      { password: `${canary}-1`, sipSecret: `${canary}-2` },
    );
    await configuration.replace(
      'agents',
      agent.id,
      input('agents', agent),
      { password: `${canary}-3` },
      'test',
    );
    await create(
      place.store,
      'lines',
      { name: 'L', kind: 'address', host: 'h' },
      { password: `${canary}-4` },
    );
    await accounts.create({ username: 'boss', role: 'supervisor' }, `${canary}-5`, 'test');
    await accounts.setPassword('boss', `${canary}-6`, 'test');
    const { items } = await audit.list({});
    expect(JSON.stringify(items)).not.to.match(/canary|argon2/);
    expect(items.filter(row => 'password' in row.detail)).to.have.length(4);
    expect(place.logged.join('')).not.to.contain(canary);
  });

  it('is not written for a change that was refused', async () => {
    await create(place.store, 'pauses', { name: 'Lunch' });
    await rejection(create(place.store, 'pauses', { name: 'Lunch' }));
    expect((await place.store.audit.list({})).items).to.have.length(1);
  });

  it('is listed newest first, by object or collection, in pages', async () => {
    const { audit } = place.store;
    for (let index = 0; index < 10; index++)
      await audit.add({ by: 'x', action: 'signIn', object: `accounts/${index % 2}`, detail: { index } });
    await createHuman(place.store, 'Sales');
    await audit.add({ by: 'x'.repeat(500), action: 'signInFailed', object: 'accounts_%', detail: {} });
    const indexes = async (object?: string) => {
      const seen: unknown[] = [];
      let cursor: string | undefined;
      do {
        const page = await audit.list({
          limit: 3,
          ...(object ? { object } : {}),
          ...(cursor ? { cursor } : {}),
        });
        seen.push(...page.items.flatMap(row => ('index' in row.detail ? [row.detail.index] : [])));
        cursor = page.nextCursor;
      } while (cursor);
      return seen;
    };
    expect(await indexes()).to.deep.equal([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    expect(await indexes('accounts/1')).to.deep.equal([9, 7, 5, 3, 1]);
    expect(await indexes('accounts')).to.have.length(10);
    expect(await indexes('account')).to.deep.equal([]);
  });
});
