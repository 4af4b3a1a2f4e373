import { expect } from 'chai';
import { it } from 'mocha';
import type { Fact } from '../../../orchestrator/core/facts.ts';
import { Conflict, Invalid, NotFound } from '../../../orchestrator/runtime/errors.ts';
import { samplePages } from '../../support/sample-script.ts';
import { rejection } from './expect.ts';
import { onEachDatabase } from './harness.ts';
import { create, createHuman } from './objects.ts';
import { monday } from './stories.ts';

onEachDatabase('scripts', place => {
  it('are published in versions, of which an older one can be taken back', async () => {
    const { scripts, configuration } = place.store;
    const made = await create(place.store, 'scripts', { name: 'Orders', pages: samplePages });
    expect(made).to.include({ version: 0, document: null });
    const first = await scripts.publish(made.id, made.revision, 'the first', 'boss');
    expect(first.version).to.equal(1);
    expect(first.document?.pages.map(({ name }) => name)).to.deep.equal(['greeting', 'order', 'complaint']);
    place.clock.now += 1000;
    const shorter = { ...first, pages: first.pages.slice(2), ending: 'refuse' as const };
    await configuration.replace('scripts', made.id, shorter, {}, 'boss');
    expect((await configuration.get('scripts', made.id))?.document?.pages).to.have.length(3);
    await scripts.publish(made.id, undefined, '', 'sara');
    expect(await scripts.versions(made.id)).to.deep.equal([
      { number: 2, note: '', at: monday + 1000, by: 'sara' },
      { number: 1, note: 'the first', at: monday, by: 'boss' },
    ]);
    const back = await scripts.takeBack(made.id, 1, 'boss');
    expect([back.version, back.pages.length, back.ending]).to.deep.equal([2, 3, 'warn']);
    expect((await scripts.version(made.id, 2))?.document.ending).to.equal('refuse');
    expect((await configuration.loadAll()).scripts[0]?.document?.pages).to.have.length(1);
    expect((await place.store.audit.list({ object: `scripts/${made.id}` })).items[0]).to.include({
      action: 'rollback',
      by: 'boss',
    });
  });

  it('that are stale, empty or unknown are not published', async () => {
    const { scripts } = place.store;
    const made = await create(place.store, 'scripts', { name: 'Empty' });
    await rejection(scripts.publish(made.id, 7, '', 'boss'), Conflict);
    await rejection(scripts.publish(made.id, undefined, '', 'boss'), Invalid);
    await rejection(scripts.publish(99, undefined, '', 'boss'), NotFound);
    await rejection(scripts.takeBack(made.id, 1, 'boss'), NotFound);
    await rejection(scripts.versions(99), NotFound);
  });

  it('are not deleted while a campaign has them, and refuse ways that lead nowhere', async () => {
    const { configuration } = place.store;
    const { id } = await create(place.store, 'scripts', { name: 'Orders', pages: samplePages });
    await createHuman(place.store, 'Sales', { scriptId: id });
    expect(await configuration.dependents('scripts', id)).to.have.length(1);
    await rejection(createHuman(place.store, 'Care', { scriptId: id + 1 }), Invalid);
    const nowhere = [{ name: 'one', heading: 'One', next: 'two' }];
    await rejection(create(place.store, 'scripts', { name: 'Lost', pages: nowhere }), Invalid);
  });

  it('keep what was filled in: the last value of each field, and who wrote it; steps have no secret', async () => {
    const { store } = place;
    const made = await create(store, 'scripts', { name: 'Orders', pages: samplePages });
    await store.scripts.publish(made.id, undefined, '', 'boss');
    const of = { contactId: 'phones-s-1', scriptId: made.id, version: 1 };
    const changed = (agentId: number, values: Record<string, string>, sensitive: string[] = []): Fact => ({
      type: 'scriptChanged',
      ...of,
      agentId,
      values,
      sensitive,
    });
    const facts: Fact[] = [
      {
        type: 'contactArrived',
        contactId: of.contactId,
        media: 'audio',
        direction: 'inbound',
        node: 'n1',
        lineId: null,
        serviceId: null,
        dialled: '800',
        caller: { number: '06', name: '' },
      },
      { type: 'scriptBegan', ...of, agentId: 1, campaignId: 1 },
      changed(1, { city: 'Ro', card: '1234' }, ['card']),
      changed(2, { city: 'Roma' }),
    ];
    const placed = facts.map((fact, index) => ({ seq: index + 1, index: 0, at: monday + index, fact }));
    await store.facts.project(placed, 4);
    const [script] = await store.scripts.ofContact(of.contactId);
    expect(script).to.include({ scriptId: made.id, version: 1 });
    expect(script?.document?.pages).to.have.length(3);
    expect(script?.fields).to.have.deep.members([
      { name: 'card', value: '1234', sensitive: true, agentId: 1, at: monday + 2 },
      { name: 'city', value: 'Roma', sensitive: false, agentId: 2, at: monday + 3 },
    ]);
    const steps = (await store.contacts.get(of.contactId))?.steps.filter(
      ({ type }) => type === 'scriptChanged',
    );
    expect(steps?.map(({ data }) => data.values)).to.deep.equal([
      { city: 'Ro', card: null },
      { city: 'Roma' },
    ]);
    // A deleted script leaves what was filled in readable.
    await store.configuration.remove('scripts', made.id, 'boss');
    expect((await store.scripts.ofContact(of.contactId))[0]?.document).to.not.equal(null);
  });
});
