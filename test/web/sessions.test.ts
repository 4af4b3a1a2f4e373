/** S8 and S9: sign-in, sessions, forged requests. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { canary, password, startSite } from './support/site.ts';
import type { Site } from './support/site.ts';
import { member } from './support/visitor.ts';

describe('web: sessions', () => {
  let site: Site;
  before(async () => {
    site = await startSite();
  });
  after(() => site.close());

  it('answers the same for a wrong password and an unknown name, and audits both', async () => {
    const wrong = await site.visitor().signIn('sara', `wrong ${canary}`);
    const unknown = await site.visitor().signIn('nobody.here', `wrong ${canary}`);
    expect(wrong.status).to.equal(401);
    expect(unknown.status).to.equal(401);
    expect(unknown.body).to.deep.equal(wrong.body);
    const { items } = await site.store.audit.list({ object: 'session' });
    expect(items.map(({ by, action }) => `${action} ${by}`)).to.include.members([
      'signInFailed nobody.here',
      'signInFailed sara',
    ]);
  });

  it('gives a new session id at sign-in', async () => {
    const visitor = site.visitor();
    await visitor.ask('GET', '/sign-in');
    const planted = visitor.cookie;
    expect(planted).to.not.equal('');
    await visitor.signIn('sara', password);
    expect(visitor.cookie).to.not.equal(planted);
    expect((await site.visitor().steal(planted).api('GET', '/me')).status).to.equal(401);
    expect((await visitor.api('GET', '/me')).status).to.equal(200);
  });

  it('sets cookies that scripts and other sites do not get, named after the port', async () => {
    const reply = await site.visitor().ask('GET', '/sign-in');
    const cookie = reply.headers.getSetCookie().join();
    expect(cookie)
      .to.match(/^phones-\d+=/)
      .and.include('HttpOnly')
      .and.include('SameSite=Lax');
  });

  it('makes a cookie worthless at sign-out', async () => {
    const visitor = await site.signedIn('sara');
    const { cookie } = visitor;
    expect((await visitor.ask('POST', '/sign-out')).status).to.equal(204);
    expect((await site.visitor().steal(cookie).api('GET', '/me')).status).to.equal(401);
  });

  it('withdraws the phone of an operator who signs out', async () => {
    const { agentId, visitor } = await site.operator('olga');
    await visitor.ask('POST', '/sign-out');
    expect(site.phones.revoked).to.deep.equal([agentId]);
  });

  it('makes all other sessions worthless at a change of password', async () => {
    const here = await site.signedIn('sara');
    const there = await site.signedIn('sara');
    const { cookie } = here;
    const wrong = await here.api('PUT', '/me/password', { current: 'not it at all', password });
    expect(wrong.status).to.equal(422);
    expect((await here.api('PUT', '/me/password', { current: password, password })).status).to.equal(204);
    expect((await there.api('GET', '/me')).status).to.equal(401);
    expect((await site.visitor().steal(cookie).api('GET', '/me')).status).to.equal(401);
    expect((await here.api('GET', '/me')).status).to.equal(200);
  });

  it('ends the sessions of an account whose password is set or that is deleted', async () => {
    const boss = await site.signedIn('boss');
    const created = await boss.api('POST', '/accounts', { username: 'temp', role: 'supervisor', password });
    expect(created.status).to.equal(201);
    const address = `/accounts/${Number(member(created.body, 'id'))}`;
    const temp = await site.signedIn('temp');
    expect((await boss.api('PUT', `${address}/password`, { password: `${password} 2` })).status).to.equal(
      204,
    );
    expect((await temp.api('GET', '/me')).status).to.equal(401);
    const again = site.visitor();
    await again.signIn('temp', `${password} 2`);
    expect((await boss.api('DELETE', address)).status).to.equal(204);
    expect((await again.api('GET', '/me')).status).to.equal(401);
  });

  it('slows down who guesses', async () => {
    await site.store.accounts.create({ username: 'victim', role: 'supervisor' }, password, 'test');
    const statuses: number[] = [];
    for (let tries = 0; tries < 12; tries++)
      statuses.push((await site.visitor().signIn('victim', 'guess')).status);
    expect(statuses).to.include(429);
  });

  it('refuses to delete the own account and the last administrator', async () => {
    const boss = await site.signedIn('boss');
    const id = Number(member(member((await boss.api('GET', '/me')).body, 'account'), 'id'));
    expect((await boss.api('DELETE', `/accounts/${id}`)).status).to.equal(409);
    const program = await site.program('administrator');
    expect((await program.api('DELETE', `/accounts/${id}`)).status).to.equal(422);
  });

  it('keeps passwords and tokens out of the log', () => {
    for (const secret of [canary, password, 'Bearer ']) expect(site.logged()).to.not.include(secret);
  });
});

describe('web: forged requests', () => {
  let site: Site;
  before(async () => {
    site = await startSite();
  });
  after(() => site.close());
  const pause = { name: 'Forged' };

  it('wants the token of the session on everything that changes something', async () => {
    const sara = await site.signedIn('sara');
    const without = site.visitor().steal(sara.cookie);
    for (const headers of [{}, { 'x-csrf-token': 'wrong' }] as Record<string, string>[]) {
      const reply = await without.api('POST', '/pauses', pause, headers);
      expect(reply.status).to.equal(403);
      expect(member(reply.body, 'code')).to.equal('csrf');
    }
    expect((await sara.api('POST', '/pauses', { name: 'Mine' })).status).to.equal(201);
    expect((await site.store.configuration.list('pauses', {})).items.map(({ name }) => name)).to.deep.equal([
      'Mine',
    ]);
  });

  it('does not take the token of another session', async () => {
    const sara = await site.signedIn('sara');
    const boss = await site.signedIn('boss');
    const reply = await site.visitor().steal(sara.cookie).api('POST', '/pauses', pause, boss.headers);
    expect(reply.status).to.equal(403);
  });

  it('refuses what other sites send, even with the token', async () => {
    const sara = await site.signedIn('sara');
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign) {
      const reply = await sara.api('POST', '/pauses', pause, headers);
      expect(reply.status, JSON.stringify(headers)).to.equal(403);
      expect(member(reply.body, 'code')).to.equal('foreignOrigin');
    }
    const own = { origin: site.address, 'sec-fetch-site': 'same-origin' };
    expect((await sara.api('POST', '/pauses', { name: 'Own' }, own)).status).to.equal(201);
  });

  it('guards forms, sign-in among them', async () => {
    const sara = await site.signedIn('sara');
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const without = site.visitor().steal(sara.cookie);
    expect((await without.ask('POST', '/admin/form', { raw: 'a=1', headers: form })).status).to.equal(403);
    const token = sara.headers['x-csrf-token'] ?? '';
    const reply = await without.ask('POST', '/admin/form', { raw: `_csrf=${token}&a[b]=1`, headers: form });
    expect(reply.status).to.equal(200);
    expect(member(member(reply.body, 'a'), 'b')).to.equal('1');
    const blind = await site.visitor().ask('POST', '/sign-in', { body: { username: 'sara', password } });
    expect(blind.status).to.equal(403);
  });

  it('tells browsers what pages may do, and answers no cross-origin request', async () => {
    const { headers } = await site
      .visitor()
      .ask('GET', '/sign-in', { headers: { origin: 'https://evil.example' } });
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy)
      .to.include("script-src 'self'")
      .and.include("frame-ancestors 'self'")
      .and.include('connect-src');
    expect(policy).to.include(`ws://${new URL(site.address).host}`);
    expect(policy).to.not.include('unsafe').and.not.include('upgrade-insecure-requests');
    expect(headers.get('x-frame-options')).to.equal('SAMEORIGIN');
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
    expect(headers.get('strict-transport-security')).to.equal(null);
    expect(headers.get('access-control-allow-origin')).to.equal(null);
    expect(headers.get('x-powered-by')).to.equal(null);
  });
});
