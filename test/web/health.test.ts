/** Health, metrics, TLS and errors nobody foresaw. */
import { get } from 'node:https';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { generate } from 'selfsigned';
import { canary, startSite } from './support/site.ts';
import type { Site } from './support/site.ts';
import { member } from './support/visitor.ts';

describe('web: health', () => {
  let site: Site;
  before(async () => {
    site = await startSite();
  });
  after(async () => {
    await site.close();
  });

  it('says that it lives and what it is ready for', async () => {
    expect((await site.visitor().ask('GET', '/healthz')).status).to.equal(200);
    const { status, body } = await site.visitor().ask('GET', '/readyz');
    expect(status).to.equal(200);
    expect(body).to.deep.include({ ready: true, version: '1.2.3', journal: { ok: true, message: '' } });
    expect(member(body, 'nodes')).to.deep.equal([
      { node: 'n1', up: true, version: '22.10.1', since: 1, roundTripMs: 2 },
    ]);
    expect(member(body, 'database')).to.include({ ok: true, dialect: 'sqlite' });
  });

  it('is not ready without a node, the journal, the configuration, or a loop that turns, and says which', async () => {
    const expectProblem = async (problem: string): Promise<void> => {
      const { status, body } = await site.visitor().ask('GET', '/readyz');
      expect(status).to.equal(503);
      expect(body).to.deep.include({ ready: false, problems: [problem] });
    };
    site.nodeUp = false;
    await expectProblem('asterisk');
    site.nodeUp = true;
    site.engine.journalOk = false;
    await expectProblem('journal');
    site.engine.journalOk = true;
    site.engine.configurationCurrent = false;
    await expectProblem('configuration');
    site.engine.configurationCurrent = true;
    site.engine.loopLagMs = 4000;
    await expectProblem('eventLoop');
    site.engine.loopLagMs = 1;
    expect((await site.visitor().ask('GET', '/readyz')).status).to.equal(200);
  });

  it('shows metrics to this machine or an administrator, with labels that are bounded', async () => {
    await site.visitor().ask('GET', '/nowhere/at/all');
    await site.visitor().ask('GET', '/api/v1/agents/17');
    const { status, body } = await site.visitor().ask('GET', '/metrics');
    expect(status).to.equal(200);
    const text = String(body);
    for (const name of [
      'process_cpu_user_seconds_total',
      'phones_http_request_seconds_bucket',
      'phones_node_up{node="n1"} 1',
      'phones_node_round_trip_ms{node="n1"} 2',
    ])
      expect(text).to.include(name);
    expect(text)
      .to.include('route="/api/v1/agents/{id}"')
      .and.not.include('nowhere')
      .and.not.include('/agents/17');
    const forwarded = { 'x-forwarded-for': '203.0.113.5' };
    expect((await site.visitor().ask('GET', '/metrics', { headers: forwarded })).status).to.equal(403);
    const supervisor = await site.program('supervisor');
    expect((await supervisor.ask('GET', '/metrics', { headers: forwarded })).status).to.equal(403);
    const administrator = await site.program('administrator');
    expect((await administrator.ask('GET', '/metrics', { headers: forwarded })).status).to.equal(200);
  });

  it('tells nothing of errors that nobody foresaw', async () => {
    for (const accept of ['text/html', 'application/json']) {
      const { status, body } = await site.visitor().ask('GET', '/broken', { headers: { accept } });
      expect(status).to.equal(500);
      expect(JSON.stringify(body)).to.not.include(canary).and.not.include('.ts');
    }
  });

  it('answers 503 on pages and in health while the database is away', async () => {
    const other = await startSite();
    const sara = await other.signedIn('sara');
    await other.store.sql.knex.destroy();
    expect((await sara.api('GET', '/agents')).status).to.equal(503);
    const { status, body } = await sara.ask('GET', '/readyz');
    expect(status).to.equal(503);
    expect(member(body, 'problems')).to.deep.equal(['database']);
    expect(member(body, 'database')).to.deep.equal({ ok: false, dialect: 'sqlite', roundTripMs: null });
    await other.close();
  });
});

describe('web: TLS', () => {
  it('serves HTTPS with a Secure cookie bound to the host', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
    const site = await startSite({ tls: { key, cert } });
    try {
      expect(site.address).to.match(/^https:/);
      const cookies = await new Promise<string[]>((resolve, reject) => {
        get(`${site.address}/sign-in`, { ca: cert, servername: 'localhost' }, answer => {
          answer.resume();
          resolve(answer.headers['set-cookie'] ?? []);
        }).on('error', reject);
      });
      expect(cookies.join())
        .to.match(/^__Host-phones-\d+=/)
        .and.include('; Secure')
        .and.include('Path=/');
    } finally {
      await site.close();
    }
  });
});
