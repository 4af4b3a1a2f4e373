/** Connections: kept by administrators, and their secrets are nowhere to be read. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { canary, startSite, type Site } from './support/site.ts';
import { fieldsOf, member, type Visitor } from './support/visitor.ts';

describe('web: connections', () => {
  let site: Site;
  let boss: Visitor;

  before(async () => {
    site = await startSite();
    boss = await site.signedIn('boss');
  });
  after(() => site.close());

  const http = { kind: 'http', name: 'crm', baseUrl: 'https://crm.example.com/api', auth: 'bearer' };

  it('never shows a secret again: not in answers, lists, audit, the core or the log', async () => {
    const secret = `${canary}-connection`;
    const created = await boss.api('POST', '/connections', { ...http, secret });
    expect(created.status, JSON.stringify(created.body)).to.equal(201);
    const path = `/connections/${String(member(created.body, 'id'))}`;
    const patched = await boss.api('PATCH', path, { description: 'customers', secret: `${secret}-2` });
    const seen = [
      created.body,
      patched.body,
      (await boss.api('GET', path)).body,
      (await boss.api('GET', '/connections')).body,
      (await boss.api('GET', '/audit')).body,
      (await boss.api('GET', '/flow-references')).body,
      await site.store.configuration.loadAll(),
      site.changes,
      site.logged(),
    ];
    expect(JSON.stringify(seen)).to.not.include(canary);
    expect(site.changes).to.not.be.empty;
    const id = Number(path.split('/').at(-1));
    expect(await site.store.configuration.secrets('connections', id)).to.deep.equal({
      secret: `${secret}-2`,
    });
    await boss.api('PUT', path, { ...http, description: '' });
    expect(await site.store.configuration.secrets('connections', id), 'absent = unchanged').to.deep.equal({
      secret: `${secret}-2`,
    });
    expect((await boss.api('DELETE', path)).status).to.equal(204);
    expect(await site.store.configuration.secrets('connections', id)).to.deep.equal({});
  });

  it('names what is wrong', async () => {
    const cases: [object, string[]][] = [
      [{ ...http, baseUrl: 'ftp://x' }, ['baseUrl']],
      [{ ...http, baseUrl: 'https://user:secret@example.com' }, ['baseUrl']],
      [{ ...http, auth: 'basic' }, ['authName']],
      [{ ...http, authName: 'X-Key\r\nHost: evil' }, ['authName']],
      [{ kind: 'sql', name: 'db', engine: 'mysql', database: 'orders' }, ['host']],
      [{ kind: 'sql', name: 'db', engine: 'sqlite', database: '../phones.db' }, ['database']],
      [{ kind: 'sql', name: 'db', engine: 'sqlite', database: '..' }, ['database']],
      [{ kind: 'mail', name: 'post', host: 'mail.example.com', from: 'a@b\r\nBcc: all' }, ['from']],
    ];
    for (const [body, fields] of cases) {
      const reply = await boss.api('POST', '/connections', body);
      expect([reply.status, reply.status === 422 && fieldsOf(reply)], JSON.stringify(body)).to.deep.equal([
        422,
        fields,
      ]);
    }
  });

  it('is for administrators; supervisors know the names', async () => {
    await boss.api('POST', '/connections', { ...http, name: 'orders' });
    const sara = await site.signedIn('sara');
    for (const verb of ['GET', 'POST'])
      expect((await sara.api(verb, '/connections', verb === 'POST' ? http : undefined)).status).to.equal(403);
    expect(member((await sara.api('GET', '/flow-references')).body, 'connections')).to.deep.equal([
      { name: 'orders', kind: 'http' },
    ]);
  });
});
