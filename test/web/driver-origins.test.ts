/** The list of pages that may frame and drive the PhoneBar. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { startSite, type Site } from './support/site.ts';
import type { Visitor } from './support/visitor.ts';

describe('web: origins of the driver', () => {
  let site: Site;
  let boss: Visitor;
  before(async () => {
    site = await startSite();
    boss = await site.signedIn('boss');
  });
  after(() => site.close());

  const framing = async (path: string) => {
    const { headers } = await site.visitor().ask('GET', path);
    const [ancestors] = /frame-ancestors [^;]*/.exec(headers.get('content-security-policy') ?? '') ?? [];
    return { ancestors, options: headers.get('x-frame-options') };
  };

  it('lets nobody frame the pages at first', async () => {
    expect((await boss.api('GET', '/driver-origins')).body).to.deep.equal({ origins: [] });
    expect(await framing('/sign-in')).to.deep.equal({
      ancestors: "frame-ancestors 'self'",
      options: 'SAMEORIGIN',
    });
  });

  it('lets those of the list frame the operators’ pages alone', async () => {
    const origins = ['https://crm.example.com', 'http://127.0.0.1:9000'];
    expect(
      (await boss.api('PUT', '/driver-origins', { origins: [...origins, ...origins] })).body,
    ).to.deep.equal({
      origins,
    });
    const framed = { ancestors: `frame-ancestors 'self' ${origins.join(' ')}`, options: null };
    expect(await framing('/sign-in')).to.deep.equal(framed);
    expect(await framing('/phonebar')).to.deep.equal(framed);
    expect((await framing('/admin')).ancestors).to.equal("frame-ancestors 'self'");
    const { items } = await site.store.audit.list({ object: 'driver-origins' });
    expect(items[0]?.detail).to.deep.equal({ origins: [[], origins] });
  });

  it('names what is no origin, and keeps the list', async () => {
    for (const wrong of [
      'crm.example.com',
      'https://crm.example.com/',
      'https://crm.example.com; script-src *',
      'javascript:alert(1)',
      'https://*.example.com',
      '*',
    ]) {
      const reply = await boss.api('PUT', '/driver-origins', { origins: ['https://good.example', wrong] });
      expect(reply.status, wrong).to.equal(422);
      expect(JSON.stringify(reply.body), wrong).to.include('origins.1');
    }
    expect((await boss.api('GET', '/driver-origins')).body)
      .to.have.property('origins')
      .with.length(2);
  });
});
