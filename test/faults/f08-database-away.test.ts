/** F8: the database is away for 30 s, for good, or at a start: calls go on, facts land once each when it is back. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, afterEach, describe, it } from 'mocha';
import { createKnex, sqliteConfig } from '../../orchestrator/adapters/store/connection.ts';
import { createStore } from '../../orchestrator/adapters/store/store.ts';
import { createLog } from '../../orchestrator/runtime/log.ts';
import { toneShare } from '../support/audio.ts';
import { agentTone, callerTone, makeReady } from '../support/contact-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hearEachOther, passes } from '../support/listening.ts';
import { type Mariadb, startMariadb } from '../support/mariadb.ts';
import type { MediaPeer } from '../support/media-peer.ts';
import { type Proxy, startProxy } from '../support/proxy.ts';
import { recordedCall } from '../support/recorded-call.ts';
import { expectContact } from '../support/steps.ts';
import { until } from '../support/until.ts';
import { checkInvariants } from './harness/invariants.ts';
import { signIn } from './harness/operator.ts';
import { callIn, type Desk, openDesk, watchGaps } from './harness/parties.ts';
import { Scene } from './harness/scene.ts';
import { answerOf, metric, readiness } from './harness/watch.ts';

const awayMs = 30_000;

const recorded = { human: { recording: { when: 'always' } } } as const;

/** What was said while the database was away is kept when it is back. */
async function keptRecording(instance: Instance, peer: MediaPeer): Promise<void> {
  const { sides } = await recordedCall(instance, peer.user, 30_000);
  expect(sides).to.have.length(2);
  for (const [side, hz] of [callerTone, agentTone].entries())
    expect(toneShare(sides[side] ?? new Int16Array(), hz), `${hz} Hz is recorded`).to.be.above(0.7);
}

/** A whole call of a new caller to an agent that is ready; resolves with the caller. `talkMs` = how long they talk. */
async function wholeCall(instance: Instance, desk: Desk, talkMs = 0): Promise<MediaPeer> {
  const { peer, call } = await callIn(instance, desk.centre);
  const atAgent = await desk.phone.nextCall();
  atAgent.answer();
  await hearEachOther(call, atAgent);
  await passes(talkMs);
  atAgent.hangup();
  await call.whenEnded();
  return peer;
}

async function handledBy(instance: Instance, desk: Desk, peer: MediaPeer): Promise<void> {
  expectContact(await instance.api.endedContact(peer.user), { outcome: 'handled', agentId: desk.agent.id });
}

describe('F8: the database is away', function () {
  this.timeout(240_000);
  let server: Mariadb;
  let proxy: Proxy;
  /** The database without the proxy before it. */
  let direct = '';
  const cleanups: (() => Promise<unknown>)[] = [];

  async function throughProxy(): Promise<Record<string, string>> {
    server = await startMariadb();
    const database = await server.createDatabase();
    proxy = await startProxy(server.host, server.port);
    direct = database.url();
    cleanups.push(
      () => server.stop(),
      () => database.drop(),
      () => proxy.stop(),
    );
    return { PHONES_DATABASE: database.url(proxy.port) };
  }
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
  });
  after(async () => {
    for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
  });

  it('for 30 s: nobody on the phone notices, pages say 503, facts land once each', async () => {
    const scene = await Scene.start({ instance: { env: await throughProxy() }, load: {} });
    cleanups.push(() => scene.stop());
    const { instance, wrapUp } = scene;
    const desk = await openDesk(instance);
    cleanups.push(() => desk.phone.close());
    await makeReady(instance, desk.agent);
    const { username, password } = instance.administrator;
    const cookie = await signIn(instance.http, username, password);
    expect((await answerOf(instance, '/admin', { headers: { cookie } })).status).to.equal(200);
    const callsBefore = await scene.load?.succeeded();
    const gaps = await watchGaps(instance, scene.talks);
    const from = performance.now();
    proxy.refuse();

    await until('it is not ready', async () => !(await readiness(instance)).ready);
    expect(await readiness(instance)).to.deep.include({
      status: 503,
      journal: { ok: true, message: 'writing' },
    });
    const peer = await wholeCall(instance, desk);
    cleanups.push(() => peer.close());
    const note = 'Noted while the database was away.';
    await wrapUp.page.ask({ type: 'note', note });
    await wrapUp.page.untilView('the note is there', view => view.wrapUp?.note === note);
    wrapUp.note = note;
    for (const path of ['/admin', '/admin/contacts', '/api/v1/live']) {
      const { status, text } = await answerOf(instance, path, { headers: { accept: 'text/html', cookie } });
      expect(status, `status of ${path}: ${text}`).to.equal(503);
    }
    expect(await metric(instance, 'phones_projection_lag_events')).to.be.greaterThan(0);
    await until('30 s have passed', () => performance.now() - from > awayMs, {
      timeoutMs: awayMs + 1000,
      everyMs: 200,
    });
    expect(await scene.load?.succeeded(), 'calls meanwhile').to.be.greaterThan(callsBefore ?? 0);
    gaps.expectUnbroken('the database away');

    proxy.restore();
    await until('it is ready', async () => (await readiness(instance)).ready, { timeoutMs: 20_000 });
    await until(
      'facts have landed',
      async () => (await metric(instance, 'phones_projection_lag_events')) === 0,
      {
        timeoutMs: 20_000,
        everyMs: 200,
      },
    );
    await handledBy(instance, desk, peer);
    await scene.finish();
    await scene.check();
  });

  it('silent on open links, and for good: the next start lands what waited', async () => {
    const instance = await startInstance({ env: await throughProxy() });
    cleanups.push(() => instance.stop());
    const desk = await openDesk(instance, recorded);
    cleanups.push(() => desk.phone.close());
    await makeReady(instance, desk.agent);
    proxy.freeze();
    await until('it is not ready', async () => !(await readiness(instance)).ready);
    const peer = await wholeCall(instance, desk, 1500);
    cleanups.push(() => peer.close());
    await instance.kill();
    proxy.restore();
    await instance.start();
    await handledBy(instance, desk, peer);
    await keptRecording(instance, peer);
    await checkInvariants(instance);
  });

  it('at the start, Asterisk new as well: calls are answered by what was known, then all is caught up', async () => {
    const instance = await startInstance({ env: await throughProxy() });
    cleanups.push(() => instance.stop());
    const desk = await openDesk(instance);
    cleanups.push(() => desk.phone.close());
    await makeReady(instance, desk.agent);
    await instance.end();
    expect((await stat(join(instance.home, 'provisioning.json'))).mode & 0o777).to.equal(0o600);

    proxy.refuse();
    await instance.start(90_000, '/healthz');
    await until('Asterisk is driven', async () => (await readiness(instance)).nodes.every(({ up }) => up), {
      timeoutMs: 20_000,
    });
    expect(await readiness(instance)).to.deep.include({ status: 503, ready: false });
    const page = await answerOf(instance, '/sign-in', { headers: { accept: 'text/html' } });
    expect(page.status, page.text).to.equal(503);
    // The phone registers with a secret that the new Asterisk can only have from the copy.
    await until('the phone can register', async () => (await desk.phone.tryRegister()) === 200, {
      timeoutMs: 20_000,
      everyMs: 100,
    });
    await desk.phone.register();
    const peer = await wholeCall(instance, desk);
    cleanups.push(() => peer.close());

    const elsewhere = createStore({
      home: instance.home,
      database: { kind: 'mysql', url: direct },
      log: createLog('error'),
    });
    cleanups.push(() => elsewhere.close());
    const { services } = await elsewhere.configuration.loadAll();
    const service = services.find(({ numbers }) => numbers.includes(desk.centre.number));
    if (!service) throw new Error('the service is not in the database');
    const number = `${desk.centre.number}9`;
    await elsewhere.configuration.replace(
      'services',
      service.id,
      { ...service, numbers: [...service.numbers, number] },
      {},
      'test',
    );
    proxy.restore();
    await until('it is ready', async () => (await readiness(instance)).ready, { timeoutMs: 20_000 });
    await handledBy(instance, desk, peer);
    // What was changed meanwhile is in force.
    const later = await wholeCall(instance, { ...desk, centre: { ...desk.centre, number } });
    cleanups.push(() => later.close());
    await handledBy(instance, desk, later);
    await checkInvariants(instance);
  });

  it('at the very first start: it says what is missing and ends', async () => {
    const env = await throughProxy();
    proxy.refuse();
    const instance = await startInstance({ env, idle: true });
    cleanups.push(() => instance.stop());
    const failed: unknown = await instance.phones(['start']).catch((error: unknown) => error);
    expect(String(failed)).to.contain('the first start needs the database');
    expect(await instance.asterisk()).to.deep.equal([]);
  });

  it('held by another program (SQLite): calls go on, facts land when it lets go', async () => {
    const instance = await startInstance();
    cleanups.push(() => instance.stop());
    const desk = await openDesk(instance);
    cleanups.push(() => desk.phone.close());
    await makeReady(instance, desk.agent);
    const other = createKnex(sqliteConfig(`${instance.home}/phones.db`));
    cleanups.push(() => other.destroy());
    await other.raw('BEGIN IMMEDIATE');
    const peer = await wholeCall(instance, desk);
    cleanups.push(() => peer.close());
    expect(await metric(instance, 'phones_projection_lag_events')).to.be.greaterThan(0);
    const write = instance.api.create('pauses', { name: 'Lunch' }).catch((error: unknown) => error);
    expect(await write).to.have.property('status', 503);
    await other.raw('ROLLBACK');
    await handledBy(instance, desk, peer);
    await checkInvariants(instance);
  });
});
