/** Recordings of prompts in versions, and what published flows use. */
import { expect } from 'chai';
import { it } from 'mocha';
import type { Flow } from '../../../ivr-flows/document.ts';
import { InUse, Invalid, NotFound } from '../../../orchestrator/runtime/errors.ts';
import { smallestFlow } from '../../support/flow-of.ts';
import { problems, rejection } from './expect.ts';
import { onEachDatabase } from './harness.ts';
import { create, input } from './objects.ts';
import { monday } from './stories.ts';

const about = { language: 'it' as const, durationMs: 900, made: 'upload' as const, text: '' };
const checksum = (digit: string): string => digit.repeat(64);

onEachDatabase('prompts', place => {
  it('have versions per language, of which the newest counts', async () => {
    const { prompts } = place.store;
    const { id: promptId } = await create(place.store, 'prompts', { name: 'welcome' });
    await prompts.add({ ...about, promptId, checksum: checksum('a') }, 'ada');
    await prompts.add({ ...about, promptId, checksum: checksum('b'), made: 'speech', text: 'Ciao' }, 'bea');
    await prompts.add({ ...about, promptId, language: 'en', checksum: checksum('c') }, 'ada');
    const current = async () =>
      (await prompts.current(promptId)).map(({ language, version, checksum: sum }) => [
        language,
        version,
        sum[0],
      ]);
    expect(await current()).to.deep.equal([
      ['en', 1, 'c'],
      ['it', 2, 'b'],
    ]);
    expect(await prompts.restore(promptId, 'it', 1, 'ada')).to.deep.equal({
      ...about,
      promptId,
      version: 3,
      checksum: checksum('a'),
      at: monday,
      by: 'ada',
    });
    expect((await prompts.versions(promptId, 'it')).map(({ version }) => version)).to.deep.equal([3, 2, 1]);
    expect(await prompts.checksums()).to.deep.equal(new Set([checksum('a'), checksum('b'), checksum('c')]));
    expect(await prompts.removeLanguage(promptId, 'en', 'ada')).to.equal(true);
    expect(await current()).to.deep.equal([['it', 3, 'a']]);
    await rejection(prompts.restore(promptId, 'it', 9, 'ada'), NotFound);
    await rejection(prompts.add({ ...about, promptId: 900, checksum: checksum('a') }, 'ada'), NotFound);
    await place.store.configuration.remove('prompts', promptId, 'ada');
    expect(await prompts.checksums()).to.deep.equal(new Set());
  });

  it('keep their name and are kept while a published flow uses them; so is what it leads to', async () => {
    const { configuration, flows } = place.store;
    const prompt = await create(place.store, 'prompts', { name: 'welcome' });
    const target = await create(place.store, 'campaigns', { kind: 'welcome', name: 'Target' });
    const flow: Flow = {
      ...smallestFlow(),
      blocks: [
        { id: 'start', type: 'start', label: '', parameters: {}, exits: { next: 'say' } },
        {
          id: 'say',
          type: 'play-message',
          label: '',
          parameters: { items: [{ play: 'prompt', prompt: 'welcome' }] },
          exits: { next: 'go' },
        },
        {
          id: 'go',
          type: 'transfer-to-campaign',
          label: '',
          parameters: { campaignId: target.id },
          exits: {},
        },
      ],
    };
    const made = await flows.create({ name: 'Menu', kind: 'ivr', description: '' }, flow, 'ada');
    const drafted = { collection: 'flows', id: made.id, name: 'Menu', path: 'draft' };
    expect(await configuration.dependents('prompts', prompt.id)).to.deep.equal([drafted]);
    const rename = (name: string) =>
      configuration.replace('prompts', prompt.id, input('prompts', { name }), {}, 'ada');
    await rename('hello');
    expect(await configuration.dependents('prompts', prompt.id)).to.deep.equal([]);
    await rename('welcome');

    await flows.schedule(made.id, flow, '', place.clock.now + 3_600_000, 'ada');
    const planned = { ...drafted, path: 'schedule' };
    expect(await configuration.dependents('prompts', prompt.id)).to.deep.equal([planned, drafted]);
    const refused = await rejection(configuration.remove('prompts', prompt.id, 'ada'), InUse);
    expect(refused.dependents).to.deep.equal([planned]);
    const [problem] = (await rejection(rename('hello'), Invalid)).problems;
    expect(problem).to.deep.include({ path: ['name'], code: 'inUse' });
    expect(problem?.message).to.include('planned publication').and.include('Menu');
    await rejection(configuration.remove('campaigns', target.id, 'ada'), InUse);
    await flows.unschedule(made.id, 'ada');
    await flows.publish(made.id, flow, '', 'ada', 'publish');
    const dependent = { collection: 'flows', id: made.id, name: 'Menu', path: 'document' };
    expect(await configuration.dependents('prompts', prompt.id)).to.deep.equal([dependent, drafted]);
    expect(await configuration.dependents('campaigns', target.id)).to.deep.equal([dependent, drafted]);
    await rejection(configuration.remove('prompts', prompt.id, 'ada'), InUse);
    await rejection(configuration.remove('campaigns', target.id, 'ada'), InUse);
    expect(
      await problems(
        configuration.replace('prompts', prompt.id, input('prompts', { name: 'hello' }), {}, 'ada'),
      ),
    ).to.deep.equal(['name inUse']);
    await flows.publish(made.id, smallestFlow(), '', 'ada', 'publish');
    await configuration.remove('prompts', prompt.id, 'ada');
    await configuration.remove('campaigns', target.id, 'ada');
  });
});
