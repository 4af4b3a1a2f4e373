/** Scripts over the API: drafts, versions, what contacts hold; and who may read what is sensitive. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { ScriptDocument } from '../../orchestrator/core/configuration/schemas.ts';
import type { Fact } from '../../orchestrator/core/facts.ts';
import { contact } from '../phonebar/samples.ts';
import { samplePages } from '../support/sample-script.ts';
import { startSite, type Site } from './support/site.ts';
import { fieldsOf, member, type Visitor } from './support/visitor.ts';

describe('web: scripts', function () {
  this.timeout(60_000);
  let site: Site;
  let boss: Visitor;
  let sara: Visitor;
  let olga: Visitor;
  let agentId: number;
  let id: number;

  before(async () => {
    site = await startSite();
    boss = await site.signedIn('boss');
    sara = await site.signedIn('sara');
    ({ agentId, visitor: olga } = await site.operator('olga'));
  });
  after(() => site?.close());

  it('tell every contradiction with its place', async () => {
    const broken = [{ name: 'one', heading: '', next: 'two' }];
    const reply = await boss.api('POST', '/scripts', { name: 'Broken', pages: broken });
    expect(reply.status).to.equal(422);
    expect(fieldsOf(reply)).to.deep.equal(['pages.0.heading']);
    const lost = await boss.api('POST', '/scripts', {
      name: 'Lost',
      pages: [{ ...broken[0], heading: 'One' }],
    });
    expect(member(lost.body, 'errors')).to.deep.equal([
      {
        path: 'pages.0.next',
        pointer: '/pages/0/next',
        code: 'laterPage',
        message: 'must be a later page',
      },
    ]);
  });

  it('become versions by being published, which only the server numbers', async () => {
    const made = await sara.api('POST', '/scripts', { name: 'Orders', pages: samplePages });
    expect(made.status).to.equal(201);
    id = Number(member(made.body, 'id'));
    expect(made.body).to.include({ version: 0 }).and.not.have.property('document');
    expect((await sara.api('POST', `/scripts/${id}/publish`, { revision: 99 })).status).to.equal(409);
    const published = await sara.api('POST', `/scripts/${id}/publish`, { note: 'first' });
    expect(published.body).to.include({ version: 1 });
    const { body: versions } = await sara.api('GET', `/scripts/${id}/versions`);
    expect(member(versions, 'items')).to.have.length(1);
    const { body: version } = await sara.api('GET', `/scripts/${id}/versions/1`);
    expect(version).to.include({ number: 1, note: 'first' });
    expect(ScriptDocument.parse(member(version, 'document')).pages).to.have.length(3);
    expect((await sara.api('GET', `/scripts/${id}/versions/2`)).status).to.equal(404);
    await sara.api('PATCH', `/scripts/${id}`, { pages: [] });
    expect((await sara.api('POST', `/scripts/${id}/publish`, {})).status).to.equal(422);
    const back = await sara.api('POST', `/scripts/${id}/take-back`, { version: 1 });
    expect(member(back.body, 'pages')).to.have.length(3);
    expect((await olga.api('GET', `/scripts/${id}`)).status).to.equal(403);
  });

  it('show sensitive values to those alone whom the script names', async () => {
    const contactId = 'phones-w-1';
    const of = { contactId, agentId, scriptId: id, version: 1 };
    const arrived: Fact = {
      type: 'contactArrived',
      contactId,
      media: 'audio',
      direction: 'inbound',
      node: 'n1',
      lineId: null,
      serviceId: null,
      dialled: '800',
      caller: { number: '06', name: '' },
    };
    const values = { city: 'Roma', card: '1234' };
    const changed: Fact = { type: 'scriptChanged', ...of, values, sensitive: ['card'] };
    await site.store.facts.project(
      [arrived, changed].map((fact, index) => ({ seq: index + 1, index: 0, at: index, fact })),
      2,
    );
    const read = async (who: Visitor): Promise<unknown> => {
      const { body } = await who.api('GET', `/contacts/${contactId}/scripts`);
      const [script] = member(body, 'items') as { fields: { name: string; value: unknown }[] }[];
      return Object.fromEntries(script?.fields.map(({ name, value }) => [name, value]) ?? []);
    };
    expect(await read(boss)).to.deep.equal({ city: 'Roma', card: '1234' });
    expect(await read(sara)).to.deep.equal({ city: 'Roma', card: null });
    const { body: steps } = await boss.api('GET', `/contacts/${contactId}`);
    expect(JSON.stringify(steps)).to.include('Roma').and.not.include('1234');
    expect((await boss.api('GET', '/contacts/phones-none/scripts')).status).to.equal(404);
    expect(site.logged()).to.not.include('1234');
  });

  it('of the contact at hand are read by its operator, in the version on which it stays', async () => {
    const script = { scriptId: id, version: 1, name: 'Orders', page: '', values: {}, sensitive: [] };
    Object.assign(site.engine.agentView(agentId) ?? {}, {
      contact: contact('talking', { contactId: 'phones-w-2', script }),
    });
    site.engine.script = (scriptId, version) =>
      scriptId === id && version === 1 ? ScriptDocument.parse({ pages: samplePages }) : null;
    const { body } = await olga.api('GET', '/phonebar/contacts/phones-w-2/script');
    expect(body).to.include({ scriptId: id, version: 1 });
    expect(ScriptDocument.parse(member(body, 'document')).pages).to.have.length(3);
    expect((await olga.api('GET', '/phonebar/contacts/phones-w-1/script')).status).to.equal(404);
  });
});
