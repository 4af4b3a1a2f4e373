/** Flows in the making: drafts with their conflicts, versions that never change, what is planned. */
import { expect } from 'chai';
import { it } from 'mocha';
import { Conflict, InUse, NotFound } from '../../../orchestrator/runtime/errors.ts';
import { smallestFlow } from '../../support/flow-of.ts';
import { problems, rejection } from './expect.ts';
import { onEachDatabase } from './harness.ts';
import { create, input } from './objects.ts';
import { monday } from './stories.ts';

onEachDatabase('flows', place => {
  const make = (name = 'Menu') =>
    place.store.flows.create({ name, kind: 'ivr', description: 'sorts' }, smallestFlow('first'), 'ada');

  it('are made with a draft, whose name, description and kind are the flow’s', async () => {
    const flow = await make();
    expect(flow).to.include({ name: 'Menu', kind: 'ivr', version: 0, document: null, revision: 1 });
    expect(await place.store.flows.draft(flow.id)).to.deep.equal({
      revision: 1,
      document: { ...smallestFlow('first'), name: 'Menu', description: 'sorts' },
      at: monday,
      by: 'ada',
    });
    await place.store.configuration.replace(
      'flows',
      flow.id,
      input('flows', { name: 'Menu 2', kind: 'ivr' }),
      {},
      'ada',
    );
    expect((await place.store.flows.draft(flow.id)).document.name).to.equal('Menu 2');
    await rejection(place.store.flows.draft(900), NotFound);
  });

  it('say who has changed a draft meanwhile', async () => {
    const { id } = await make();
    place.clock.now += 1000;
    expect(await place.store.flows.saveDraft(id, 1, smallestFlow('second'), 'bea')).to.deep.include({
      revision: 2,
      at: monday + 1000,
      by: 'bea',
    });
    const error = await rejection(place.store.flows.saveDraft(id, 1, smallestFlow('third'), 'ada'), Conflict);
    expect(error.changed).to.deep.equal({ by: 'bea', at: monday + 1000, revision: 2 });
    expect((await place.store.flows.draft(id)).document.blocks[0]?.label).to.equal('second');
  });

  it('let one of many savers win, each time', async () => {
    const { id } = await make();
    const savers = Array.from({ length: 8 }, (_, n) =>
      place.store.flows.saveDraft(id, 1, smallestFlow(String(n)), `s${n}`).then(
        () => 'saved',
        (error: unknown) => (error instanceof Conflict ? 'conflict' : String(error)),
      ),
    );
    const ends = await Promise.all(savers);
    expect(ends.filter(end => end === 'saved')).to.have.length(1);
    expect(ends.filter(end => end === 'conflict')).to.have.length(7);
  });

  it('publish versions in order, and the core gets the last one', async () => {
    const { id } = await make();
    await place.store.flows.publish(id, smallestFlow('one'), 'begun', 'ada', 'publish');
    place.clock.now += 1000;
    const second = await place.store.flows.publish(id, smallestFlow('two'), '', 'bea', 'publish');
    expect(second).to.include({ version: 2, revision: 3 });
    expect(second.document?.blocks[0]?.label).to.equal('two');
    const back = await place.store.flows.publish(id, smallestFlow('one'), 'back', 'bea', 'rollback');
    expect(back.version).to.equal(3);
    expect(await place.store.flows.versions(id)).to.deep.equal([
      { number: 3, note: 'back', at: monday + 1000, by: 'bea' },
      { number: 2, note: '', at: monday + 1000, by: 'bea' },
      { number: 1, note: 'begun', at: monday, by: 'ada' },
    ]);
    expect((await place.store.flows.version(id, 1))?.document.blocks[0]?.label).to.equal('one');
    expect(await place.store.flows.version(id, 4)).to.equal(null);
    const [loaded] = (await place.store.configuration.loadAll()).flows;
    expect(loaded).to.include({ id, version: 3 });
    expect(loaded?.document).to.deep.equal({ ...smallestFlow('one'), name: 'Menu', description: 'sorts' });
    const [listed] = (await place.store.configuration.list('flows', { sort: '-version' })).items;
    expect(listed).to.include({ id, version: 3, document: null });
    const { items } = await place.store.audit.list({ object: `flows/${id}` });
    expect(items.map(({ action, by }) => `${action} ${by}`)).to.deep.equal([
      'rollback bea',
      'publish bea',
      'publish ada',
      'create ada',
    ]);
  });

  it('keep what is published when they are renamed', async () => {
    const { id } = await make();
    await place.store.flows.publish(id, smallestFlow('one'), '', 'ada', 'publish');
    const renamed = input('flows', { name: 'Other', kind: 'ivr' });
    const { version, document } = await place.store.configuration.replace('flows', id, renamed, {}, 'ada');
    expect(version).to.equal(1);
    expect(document?.blocks[0]?.label).to.equal('one');
  });

  it('stand in one plan at most, which is kept over a restart and goes when it is published', async () => {
    const { id } = await make();
    const { flows } = place.store;
    await flows.schedule(id, smallestFlow('early'), '', monday + 5000, 'ada');
    await flows.schedule(id, smallestFlow('late'), 'for summer', monday + 9000, 'bea');
    const [planned, ...others] = await place.another().flows.planned();
    expect(others).to.deep.equal([]);
    expect(planned).to.deep.include({ flowId: id, note: 'for summer', dueAt: monday + 9000, by: 'bea' });
    expect(planned?.document.blocks[0]?.label).to.equal('late');
    await flows.publish(id, smallestFlow('now'), '', 'ada', 'publish');
    expect(await flows.scheduled(id), 'another publication leaves the plan').to.include({ by: 'bea' });
    place.clock.now = monday + 9000;
    await flows.publish(id, smallestFlow('late'), '', 'bea', 'publish');
    expect(await flows.scheduled(id)).to.equal(null);

    await flows.schedule(id, smallestFlow('x'), '', monday + 20_000, 'ada');
    await flows.scheduleFailed(id, 'no campaign');
    expect(await flows.planned()).to.deep.equal([]);
    expect(await flows.scheduled(id)).to.include({ problem: 'no campaign' });
    expect(await flows.unschedule(id, 'ada')).to.equal(true);
    expect(await flows.unschedule(id, 'ada')).to.equal(false);
  });

  it('say where they stand; layout makes no difference', async () => {
    const { id } = await make();
    const other = await make('Other');
    const standing = async () => (await place.store.flows.standings([id]))[0];
    expect(await standing()).to.include({ flowId: id, draftDiffers: true, published: null, schedule: null });
    await place.store.flows.publish(id, smallestFlow('first'), '', 'ada', 'publish');
    const moved = { ...smallestFlow('first'), layout: { start: { x: 5, y: 5 } } };
    await place.store.flows.saveDraft(id, 1, moved, 'ada');
    expect(await standing()).to.include({ draftDiffers: false });
    await place.store.flows.saveDraft(id, 2, smallestFlow('changed'), 'ada');
    expect(await standing()).to.include({ draftDiffers: true });
    expect(await place.store.flows.standings([id, other.id])).to.have.length(2);
  });

  it('cannot be deleted while a campaign runs them, and fit its kind', async () => {
    const { id } = await make();
    const campaign = await create(place.store, 'campaigns', { kind: 'ivr', name: 'Menu', flowId: id });
    const error = await rejection(place.store.configuration.remove('flows', id, 'ada'), InUse);
    expect(error.dependents).to.deep.equal([
      { collection: 'campaigns', id: campaign.id, name: 'Menu', path: 'flowId' },
    ]);
    expect(
      await problems(create(place.store, 'campaigns', { kind: 'welcome', name: 'W', flowId: id })),
    ).to.deep.equal(['flowId wrongKind']);
    const queue = input('flows', { name: 'Menu', kind: 'queue' });
    expect(await problems(place.store.configuration.replace('flows', id, queue, {}, 'ada'))).to.deep.equal([
      'kind inUse',
    ]);
    await place.store.configuration.remove('campaigns', campaign.id, 'ada');
    await place.store.configuration.remove('flows', id, 'ada');
    expect(await place.store.flows.versions(id).catch(() => 'gone')).to.equal('gone');
  });
});
