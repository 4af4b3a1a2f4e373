/** What an operator set up for itself. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { startSite, type Site } from './support/site.ts';

describe('web: what an operator set up for itself', function () {
  this.timeout(60_000);
  let site: Site;
  before(async () => {
    site = await startSite();
  });
  after(() => site.close());

  const usual = { favourites: [], layout: 'page' };

  it('is kept for it alone, member by member', async () => {
    const { visitor: olga } = await site.operator('olga');
    const { visitor: otto } = await site.operator('otto');
    const read = async (who: typeof olga) => (await who.api('GET', '/phonebar')).body;
    expect(await read(olga)).to.have.deep.property('preferences', usual);
    const favourites = [
      { kind: 'agent', agentId: 3 },
      { kind: 'number', number: '+390612345678' },
    ];
    const change = (body: object) => olga.api('PUT', '/phonebar/preferences', body);
    expect((await change({ favourites })).body).to.deep.equal({ ...usual, favourites });
    expect((await change({ layout: 'strip' })).body).to.deep.equal({ favourites, layout: 'strip' });
    expect(await read(olga)).to.have.deep.property('preferences', { favourites, layout: 'strip' });
    expect(await read(otto)).to.have.deep.property('preferences', usual);
    for (const [wrong, path] of [
      [{ layout: 'wall' }, 'layout'],
      [{ favourites: [{ kind: 'number', number: 'x y' }] }, 'favourites.0.number'],
      [{ favourites: Array.from({ length: 31 }, () => ({ kind: 'agent', agentId: 1 })) }, 'favourites'],
      [{ colour: 'red' }, 'colour'],
    ] as const) {
      const reply = await change(wrong);
      expect(reply.status, path).to.equal(422);
      expect(JSON.stringify(reply.body)).to.include(path);
    }
    expect((await (await site.signedIn('boss')).api('PUT', '/phonebar/preferences', {})).status).to.equal(
      403,
    );
  });
});
