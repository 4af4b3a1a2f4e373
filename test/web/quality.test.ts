/** What operators' browsers measured of their conversations. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { handled } from '../contract/store/stories.ts';
import { startSite } from './support/site.ts';
import type { Site } from './support/site.ts';
import { fieldsOf } from './support/visitor.ts';

const sample = { lossPercent: 0, jitterMs: 1, roundTripMs: 5, mos: 4.4 };
const summary = {
  seconds: 42,
  lossPercent: 0.5,
  mostLossPercent: 8,
  jitterMs: 5,
  mostJitterMs: 31,
  roundTripMs: null,
  mostRoundTripMs: null,
  mos: 4.2,
  leastMos: 3.4,
};

describe('web: quality of contacts', function () {
  this.timeout(20_000);
  let site: Site;
  before(async () => {
    site = await startSite();
  });
  after(() => site.close());

  it('is taken from who had the contact, checked, and no other', async () => {
    const { agentId, visitor } = await site.operator('olga');
    const contactId = 'phones-x-1';
    const from = Date.now() - 60_000;
    await site.store.facts.project(handled({ contactId, agentId, serviceId: 1, campaignId: 5, from }, 1), 30);
    const post = (what: string, body: unknown, id = contactId) =>
      visitor.api('POST', `/phonebar/contacts/${id}/${what}`, body);

    expect((await post('quality', summary)).status).to.equal(204);
    expect((await post('reports', { note: ' crackles ', minute: [sample] })).status).to.equal(204);
    const rows = await site.store.quality.of(contactId);
    expect(rows.map(({ kind }) => kind)).to.deep.equal(['call', 'report']);
    expect(rows[1]).to.deep.include({ note: 'crackles', minute: [sample] });

    expect((await post('quality', summary, 'phones-x-9')).status).to.equal(404);
    expect((await post('quality', summary, 'a%20b')).status).to.equal(404);
    const otto = await site.operator('otto');
    const theirs = await otto.visitor.api('POST', `/phonebar/contacts/${contactId}/quality`, summary);
    expect(theirs.status).to.equal(404);

    const bad: [string, unknown, string][] = [
      ['quality', { ...summary, mos: 4.6 }, 'mos'],
      ['quality', { ...summary, lossPercent: 101 }, 'lossPercent'],
      ['quality', { ...summary, seconds: 0 }, 'seconds'],
      ['quality', { ...summary, jitterMs: '5' }, 'jitterMs'],
      ['reports', { note: 'x'.repeat(501), minute: [] }, 'note'],
      ['reports', { note: '', minute: Array.from({ length: 61 }, () => sample) }, 'minute'],
      ['reports', { note: '', minute: [{ ...sample, mos: 0 }] }, 'minute.0.mos'],
    ];
    for (const [what, body, field] of bad) {
      const reply = await post(what, body);
      expect([reply.status, ...fieldsOf(reply)], field).to.deep.equal([422, field]);
    }
  });
});
