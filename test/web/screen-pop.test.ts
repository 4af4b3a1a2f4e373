/** The page of another application for the contact at hand: who allows it, who names it, who is told its address. */
import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import { contact, wrapUp } from '../phonebar/samples.ts';
import { startSite, type Site } from './support/site.ts';
import type { Visitor } from './support/visitor.ts';

describe('web: page that opens for a contact', () => {
  let site: Site;
  let boss: Visitor;
  let olga: Visitor;
  let agentId: number;
  let campaign: { id: number; name: string };
  let service: { id: number; name: string };
  const crm = 'https://crm.example.com';
  const path = (id = 'phones-x-6') => `/phonebar/contacts/${id}/screen-pop`;

  before(async () => {
    site = await startSite();
    boss = await site.signedIn('boss');
    ({ agentId, visitor: olga } = await site.operator('olga'));
    campaign = await created('/campaigns', { kind: 'human', name: 'Care' });
    service = await created('/services', { name: 'Green number', entryCampaignId: campaign.id });
  });
  after(() => site.close());
  beforeEach(() => boss.api('PUT', '/screen-pop-origins', { origins: [crm] }));

  async function created(where: string, object: object): Promise<{ id: number; name: string }> {
    return (await boss.api('POST', where, object)).body as { id: number; name: string };
  }
  const pops = (where: string, screenPop: object | null) => boss.api('PATCH', where, { screenPop });
  const hand = (what: 'talking' | 'wrapUp') => {
    const at = {
      contactId: 'phones-x-6',
      caller: { number: '+39333001', name: 'Mario' },
      campaign,
      service,
      callData: { order: 'a&b' },
    };
    const of = what === 'wrapUp' ? { wrapUp: wrapUp(at) } : { contact: contact(what, at) };
    Object.assign(site.engine.agentView(agentId) ?? {}, { contact: null, wrapUp: null }, of);
  };
  const told = async () => (await olga.api('GET', path())).body;

  it('is the campaign’s, else the service’s, with the contact in its address', async () => {
    hand('talking');
    expect(await told()).to.deep.equal({ url: null, opens: 'button' });
    await pops(`/services/${service.id}`, { url: `${crm}/s?n={caller}`, opens: 'offered' });
    expect(await told()).to.deep.equal({ url: `${crm}/s?n=%2B39333001`, opens: 'offered' });
    await pops(`/campaigns/${campaign.id}`, { url: `${crm}/{contact}?o={call.order}&a={agent}` });
    expect(await told()).to.deep.equal({ url: `${crm}/phones-x-6?o=a%26b&a=olga`, opens: 'button' });
    hand('wrapUp');
    expect(await told()).to.have.property('url', `${crm}/phones-x-6?o=a%26b&a=olga`);
    await pops(`/campaigns/${campaign.id}`, null);
    expect(await told()).to.have.property('url', `${crm}/s?n=%2B39333001`);
  });

  it('is of an allowed origin, when it is saved and when it is opened', async () => {
    for (const url of [
      'https://other.example/',
      'http://crm.example.com/',
      'https://crm.example.com:8443/',
    ]) {
      const { status, body } = await pops(`/campaigns/${campaign.id}`, { url });
      expect(status, url).to.equal(422);
      expect(JSON.stringify(body)).to.include('screenPop.url').and.include('originNotAllowed');
    }
    hand('talking');
    await pops(`/campaigns/${campaign.id}`, { url: `${crm}/` });
    expect(await told()).to.have.property('url', `${crm}/`);
    await boss.api('PUT', '/screen-pop-origins', { origins: ['http://crm.example.com'] });
    expect(await told()).to.have.property('url', null);
    const plain = await pops(`/campaigns/${campaign.id}`, { url: 'http://crm.example.com/{caller}' });
    expect(plain.status).to.equal(200);
    expect(await told()).to.have.property('url', 'http://crm.example.com/%2B39333001');
    await pops(`/campaigns/${campaign.id}`, null);
    const { items } = await site.store.audit.list({ object: 'screen-pop-origins' });
    expect(items[0]?.detail).to.deep.equal({ origins: [[crm], ['http://crm.example.com']] });
  });

  it('has an address whose faults are named', async () => {
    for (const [url, code] of [
      ['crm.example.com', 'address'],
      [`${crm}/{`, 'brace'],
      [`${crm}/{custmer}`, 'unknownPlace'],
    ] as const) {
      const { status, body } = await pops(`/services/${service.id}`, { url });
      expect(status, url).to.equal(422);
      expect(JSON.stringify(body)).to.include('screenPop.url').and.include(code);
    }
  });

  it('is told of the own contact alone; the list is the administrators’', async () => {
    hand('talking');
    expect((await olga.api('GET', path('phones-x-5'))).status).to.equal(404);
    expect((await boss.api('GET', path())).status).to.equal(403);
    expect((await olga.api('GET', '/screen-pop-origins')).status).to.equal(403);
    const reply = await boss.api('PUT', '/screen-pop-origins', { origins: [crm, 'crm.example.com'] });
    expect(reply.status).to.equal(422);
    expect(JSON.stringify(reply.body)).to.include('origins.1');
  });
});
