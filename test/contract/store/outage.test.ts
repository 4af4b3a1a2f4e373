import { expect } from 'chai';
import { it } from 'mocha';
import { createKnex, sqliteConfig } from '../../../orchestrator/adapters/store/connection.ts';
import { Unavailable } from '../../../orchestrator/runtime/errors.ts';
import { rejection } from './expect.ts';
import { onEachDatabase, type Place } from './harness.ts';
import { create } from './objects.ts';
import type { Proxy } from '../../support/proxy.ts';
import { handled, monday } from './stories.ts';

const story = { contactId: 'phones-x-1', agentId: 7, serviceId: 4, campaignId: 5, from: monday };
const facts = handled(story, 1);

/**
 * Takes the database away: MariaDB cannot be reached; SQLite is held by another writer for longer than
 * anyone waits. Resolves with what brings it back.
 */
async function takeAway({ proxy, home }: Place): Promise<() => Promise<void>> {
  if (proxy) {
    proxy.refuse();
    return async () => proxy.restore();
  }
  const other = createKnex(sqliteConfig(`${home}/phones.db`));
  await other.raw('BEGIN IMMEDIATE');
  return () => other.destroy();
}

onEachDatabase('outage', (place, dialect) => {
  it('fails calls with Unavailable within seconds, harms nothing, and ends', async () => {
    await place.store.facts.project(facts.slice(0, 10), 10);
    const giveBack = await takeAway(place);
    const begun = performance.now();
    if (place.proxy) {
      await rejection(place.store.ping(), Unavailable);
      expect(performance.now() - begun).to.be.lessThan(2000);
    }
    await rejection(place.store.facts.project(facts, 22), Unavailable);
    expect(performance.now() - begun).to.be.lessThan(20_000);

    await giveBack();
    await place.store.ping();
    await place.store.facts.project(facts, 22);
    expect((await place.store.contacts.get('phones-x-1'))?.steps).to.have.length(21);
    await create(place.store, 'pauses', { name: 'Lunch' });
  });

  it('answers nothing once it is closed', async () => {
    const store = place.another();
    await store.ping();
    await store.close();
    await rejection(store.ping(), Unavailable);
    await rejection(store.facts.project(facts, 22), Unavailable);
    await rejection(store.contacts.list({}), Unavailable);
  });

  // What only a database on the network can do.
  if (dialect === 'sqlite') return;

  it('that begins before the server starts is no harm to later', async () => {
    const proxy = proxyOf(place);
    proxy.refuse();
    const store = place.another();
    await rejection(store.migrate(), Unavailable);
    proxy.restore();
    expect(await store.migrate()).to.deep.equal([]);
  });

  it('of a database that accepts and never answers is seen by ping in time', async () => {
    const proxy = proxyOf(place);
    await place.store.ping();
    proxy.freeze();
    const begun = performance.now();
    await rejection(place.store.ping(), Unavailable);
    expect(performance.now() - begun).to.be.lessThan(2000);
    await rejection(place.store.facts.project(facts, 22), Unavailable);
    expect(performance.now() - begun).to.be.lessThan(30_000);
    proxy.restore();
    await place.store.facts.project(facts, 22);
    expect(await place.store.facts.position()).to.equal(22);
  });

  it('that falls silent on an open link does not hold a batch for ever', async () => {
    const proxy = proxyOf(place);
    await place.store.ping();
    proxy.freeze();
    await rejection(place.store.facts.project(facts, 22), Unavailable);
    proxy.restore();
    await place.store.facts.project(facts, 22);
  });

  it('at any moment of a batch leaves all of it or nothing, and a repeat lands it once', async () => {
    const proxy = proxyOf(place);
    for (let bytes = 0; ; bytes += 1500) {
      const base = bytes * 100;
      const batch = handled({ ...story, contactId: `phones-x-${bytes}` }, base + 1);
      proxy.restore();
      await place.store.ping().catch(() => place.store.ping());
      proxy.cutAfter(bytes);
      const done = await place.store.facts.project(batch, base + 22).then(
        () => true,
        () => false,
      );
      proxy.restore();
      // The lost link's transaction may still be ending on the server; the next one waits for its lock.
      await place.another().facts.project(batch, base + 22);
      const rows = await place.store.sql.knex('contact_offers').where({ contact_id: `phones-x-${bytes}` });
      expect(rows, `cut after ${bytes} bytes`).to.have.length(1);
      if (done && bytes > 0) break;
    }
  });
});

function proxyOf({ proxy }: Place): Proxy {
  if (!proxy) throw new Error('there is no proxy before this database');
  return proxy;
}
