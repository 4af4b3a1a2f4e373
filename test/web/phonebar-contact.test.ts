/** What an operator is told of the caller at hand, and of nobody else. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { inputs } from '../../orchestrator/core/configuration/schemas.ts';
import { brief, handled } from '../contract/store/stories.ts';
import { contact, wrapUp } from '../phonebar/samples.ts';
import { startSite, type Site } from './support/site.ts';
import type { Visitor } from './support/visitor.ts';

describe('web: earlier contacts of the caller at hand', () => {
  let site: Site;
  let olga: Visitor;
  let agentId: number;
  let campaignId: number;
  const number = '+39333001';
  const path = (id: string) => `/phonebar/contacts/${id}/earlier`;
  /** What the agent has at hand. */
  const hand = (
    of: Partial<Pick<NonNullable<ReturnType<Site['engine']['agentView']>>, 'contact' | 'wrapUp'>>,
  ) => Object.assign(site.engine.agentView(agentId) ?? {}, { contact: null, wrapUp: null }, of);
  const campaign = () => ({ id: campaignId, name: 'Care' });

  before(async () => {
    site = await startSite();
    ({ agentId, visitor: olga } = await site.operator('olga'));
    const human = inputs.campaigns.parse({ kind: 'human', name: 'Care' });
    ({ id: campaignId } = await site.store.configuration.create('campaigns', human, {}, 'test'));
    const disposition = inputs.dispositions.parse({ name: 'Sold' });
    const { id: sold } = await site.store.configuration.create('dispositions', disposition, {}, 'test');
    const day = 86_400_000;
    const now = Date.now();
    const story = handled(
      { contactId: 'phones-x-1', agentId, serviceId: 99, campaignId, from: now - day },
      1,
    ).map(placed =>
      placed.fact.type === 'wrapUpEnded'
        ? { ...placed, fact: { ...placed.fact, dispositionId: sold } }
        : placed,
    );
    await site.store.facts.project(
      [
        ...story,
        ...brief('phones-x-2', now - 2 * day, 60, { outcome: 'abandoned', number: '+3933300' + 1 }),
        ...brief('phones-x-3', now - 100 * day, 61, { outcome: 'abandoned', number }),
        ...brief('phones-x-4', now - day, 62, { outcome: 'abandoned', number: `${number}0` }),
        ...brief('phones-x-5', now - 1000, 63, { number }),
        ...brief('phones-x-6', now, 64, { outcome: 'handled', number }),
      ],
      64,
    );
  });
  after(() => site.close());

  it('are told with names, newest first, while it is offered, talked to and wrapped up', async () => {
    const caller = { number, name: '' };
    const at = { contactId: 'phones-x-6', caller, campaign: campaign() };
    for (const of of [
      { contact: contact('offered', at) },
      { contact: contact('held', at) },
      { wrapUp: wrapUp(at) },
    ]) {
      hand(of);
      const { status, body } = await olga.api('GET', path('phones-x-6'));
      expect(status).to.equal(200);
      expect(body).to.have.property('days', 90);
      const { items } = body as { items: object[] };
      expect(items).to.have.length(2);
      expect(items[0]).to.include({
        id: 'phones-x-1',
        outcome: 'handled',
        disposition: 'Sold',
        agent: 'olga',
        service: '',
        note: 'sold',
      });
      expect(items[1]).to.include({ id: 'phones-x-2', outcome: 'abandoned', disposition: '' });
    }
  });

  it('reach as far back as the campaign says, and not at all with 0 days', async () => {
    const { revision: _revision, ...stored } =
      (await site.store.configuration.get('campaigns', campaignId)) ?? {};
    const show = async (historyDays: number) => {
      const input = inputs.campaigns.parse({ ...stored, historyDays });
      await site.store.configuration.replace('campaigns', campaignId, input, {}, 'test');
      return (await olga.api('GET', path('phones-x-6'))).body;
    };
    hand({
      contact: contact('talking', {
        contactId: 'phones-x-6',
        caller: { number, name: '' },
        campaign: campaign(),
      }),
    });
    expect(await show(365))
      .to.have.property('items')
      .with.length(3);
    expect(await show(0)).to.deep.equal({ days: 0, items: [] });
    expect(await show(90))
      .to.have.property('items')
      .with.length(2);
  });

  it('are not told of another contact, of withheld numbers, to other roles', async () => {
    hand({
      contact: contact('talking', {
        contactId: 'phones-x-6',
        caller: { number, name: '' },
        campaign: campaign(),
      }),
    });
    expect((await olga.api('GET', path('phones-x-5'))).status).to.equal(404);
    expect((await olga.api('GET', path("x'%20or%201"))).status).to.equal(404);
    expect((await (await site.signedIn('boss')).api('GET', path('phones-x-6'))).status).to.equal(403);
    expect((await site.visitor().api('GET', path('phones-x-6'))).status).to.equal(401);
    for (const withheld of ['', 'anonymous', 'unknown', '%'])
      for (const of of [
        contact('talking', {
          contactId: 'phones-x-6',
          caller: { number: withheld, name: '' },
          campaign: campaign(),
        }),
      ]) {
        hand({ contact: of });
        expect((await olga.api('GET', path('phones-x-6'))).body).to.deep.equal({ days: 90, items: [] });
      }
    hand({});
    expect((await olga.api('GET', path('phones-x-6'))).status).to.equal(404);
  });
});
