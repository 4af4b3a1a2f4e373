import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { it } from 'mocha';
import { Unavailable } from '../../../orchestrator/runtime/errors.ts';
import { rejection } from './expect.ts';
import { onEachDatabase } from './harness.ts';
import { create } from './objects.ts';
import { handled, monday } from './stories.ts';

const story = { contactId: 'phones-x-1', agentId: 7, serviceId: 4, campaignId: 5, from: monday };

onEachDatabase('the thread that writes facts', place => {
  it('is started again when it dies, counted and said once; what it was asked lands once', async () => {
    const store = place.another({ factThread: new URL('./mortal-thread.mjs', import.meta.url) });
    const facts = handled(story, 1);
    await store.facts.project(facts.slice(0, 10), 10);
    await writeFile(join(place.home, 'die'), '');
    const asked = [store.facts.project(facts, 22), store.facts.position()];
    for (const question of asked) await rejection(question, Unavailable);
    expect(store.facts.restarts()).to.equal(1);
    const said = place.logged.filter(line => line.includes('the thread that writes facts ended'));
    expect(said, place.logged.join('\n')).to.have.length(1);

    await store.facts.project(facts, 22);
    expect((await store.contacts.get('phones-x-1'))?.steps).to.have.length(21);
    expect(await store.facts.position()).to.equal(22);
    expect(store.facts.restarts()).to.equal(1);
  });

  it('leaves room for configuration while it writes without a pause, and loses none of its own', async () => {
    let writing = true;
    let seq = 0;
    const write = async (): Promise<void> => {
      for (; writing; seq += 220)
        await place.store.facts.project(
          Array.from({ length: 10 }, (_, index) =>
            handled({ ...story, contactId: `phones-x-${seq}-${index}` }, seq + index * 22 + 1),
          ).flat(),
          seq + 220,
        );
    };
    const facts = write();
    for (let index = 0; index < 40; index++) await create(place.store, 'pauses', { name: `Pause ${index}` });
    writing = false;
    await facts;
    const [{ count } = { count: 0 }] = await place.store.sql.knex('contacts').count({ count: '*' });
    expect(Number(count)).to.equal(seq / 22);
  });
});
