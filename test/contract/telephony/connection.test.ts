import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { rootTimeoutMs } from '../../support/asterisk-root.ts';
import { hasSpeechOrMusic } from '../../support/audio.ts';
import { MediaPeer } from '../../support/media-peer.ts';
import { until } from '../../support/until.ts';
import { type Proxy, startProxy } from '../../support/proxy.ts';
import { agentOf, command, contactId, lineOf, node, Place, type Recorder } from './place.ts';

/** The link to Asterisk: reliability F1, F3 to F7, F13. */
describe('telephony: connection', function () {
  this.timeout(60_000);
  let place: Place;
  let caller: MediaPeer;
  let proxy: Proxy;
  const connected: Awaited<ReturnType<Place['connect']>>[] = [];

  before(async function () {
    this.timeout(rootTimeoutMs);
    place = await Place.open();
    place.addLine(lineOf(1));
    place.addLine(lineOf(9, { kind: 'dialplan', context: 'test-far' }));
    place.addAgent(agentOf(1));
    caller = await MediaPeer.open({ server: place.sip, user: '0612345678' });
    proxy = await startProxy('127.0.0.1', Number(new URL(place.asterisk.url).port));
  });
  afterEach(async () => {
    for (const { telephony } of connected.splice(0)) await telephony.stop();
  });
  after(async () => {
    await caller?.close();
    await proxy?.stop();
    await place?.close();
  });

  async function connect(url?: string): ReturnType<Place['connect']> {
    const adapter = await place.connect(url === undefined ? {} : { nodes: [{ node, url }] });
    connected.push(adapter);
    return adapter;
  }

  const throughProxy = (): string => place.asterisk.url.replace(/:[0-9]+$/, `:${proxy.port}`);

  /** A leg that stands in the application. */
  async function standing({ telephony, told }: Awaited<ReturnType<Place['connect']>>): Promise<string> {
    const leg = `${contactId()}.1`;
    telephony.execute(command.originate(leg, '100'));
    await told.next('legAnswered', event => event.leg === leg);
    return leg;
  }

  async function hangUp(
    { telephony, told }: Awaited<ReturnType<Place['connect']>>,
    leg: string,
  ): Promise<void> {
    telephony.execute(command.hangup(leg));
    await told.next('legEnded', event => event.leg === leg);
  }

  const typesFrom = (told: Recorder, from: number): string[] =>
    told.events.slice(from).map(event => event.type);

  it('tells version and start of Asterisk, then what there is', async () => {
    const { telephony, told } = await connect();
    expect(typesFrom(told, 0)).to.deep.equal(['nodeConnected', 'nodeObserved']);
    const [first] = told.all('nodeConnected');
    expect(first?.version).to.match(/^22\.[0-9]+\.[0-9]+$/);
    expect(first?.bootId).not.to.equal('');
    expect(told.all('nodeObserved')[0]).to.deep.equal({
      type: 'nodeObserved',
      node,
      legs: [],
      channels: [],
      bridges: [],
      members: {},
      recorders: [],
      phonesOnline: [],
    });
    await until('the first ping is answered', () => telephony.status()[0]?.roundTripMs !== null);
    const [status] = telephony.status();
    expect(status).to.deep.include({ node, up: true, version: first?.version });
    expect(status?.address).to.equal(new URL(place.asterisk.url).host);
  });

  it('finds standing legs and bridges again after a restart of the orchestrator', async () => {
    const before = await connect();
    const [stays, goes] = [await standing(before), await standing(before)];
    const bridge = `${contactId()}.2`;
    before.telephony.execute({ type: 'createBridge', node, bridge });
    before.telephony.execute({ type: 'addToBridge', node, bridge, legs: [stays] });
    await until('the bridge is there', async () =>
      JSON.stringify(await place.home.ari('GET', 'bridges')).includes(stays),
    );
    await before.telephony.stop();
    expect(before.told.all('nodeDisconnected')).to.have.length(1);
    await place.home.ari('DELETE', `channels/${goes}`);

    const again = await connect();
    const [observed] = again.told.all('nodeObserved');
    expect(observed?.legs).to.deep.equal([stays]);
    expect(observed?.channels).to.include(stays);
    expect(observed?.bridges).to.deep.equal([bridge]);
    expect(observed?.members).to.deep.equal({ [bridge]: [stays] });
    await hangUp(again, stays);
    again.telephony.execute({ type: 'destroyBridge', node, bridge });
    await place.expectEmpty();
  });

  it('leaves new calls to the fallback of the dialplan while it is away', async () => {
    const call = await caller.call('800100');
    await until('the excuse is heard', () => hasSpeechOrMusic(call.audio.last(300)));
    call.hangup();
  });

  it('comes back after the link was cut, with what was missed', async () => {
    const adapter = await connect(throughProxy());
    const { telephony, told } = adapter;
    const [stays, goes] = [await standing(adapter), await standing(adapter)];
    const from = told.count;
    proxy.refuse();
    await told.next('nodeDisconnected', () => true, { from });
    expect(telephony.status()[0]?.up).to.equal(false);
    telephony.execute(command.hangup(stays, 'busy'));
    const failed = await told.next('commandFailed', () => true, { from });
    expect(failed.status).to.equal(0);
    await place.home.ari('DELETE', `channels/${goes}`);
    proxy.restore();
    const observed = await told.next('nodeObserved', () => true, { from });
    expect(typesFrom(told, from).slice(-2)).to.deep.equal(['nodeConnected', 'nodeObserved']);
    expect(observed.legs).to.deep.equal([stays]);
    const boots = told.all('nodeConnected').map(event => event.bootId);
    expect(boots[1]).to.equal(boots[0]);
    await hangUp(adapter, stays);
  });

  it('notices a half-open link within 10 s', async () => {
    const adapter = await connect(throughProxy());
    const from = adapter.told.count;
    proxy.freeze();
    await adapter.told.next('nodeDisconnected', () => true, { from, timeoutMs: 10_500 });
    proxy.restore();
    await adapter.told.next('nodeObserved', () => true, { from, timeoutMs: 15_000 });
  });

  it('gives commands to a frozen Asterisk up in time, and works on when it is back', async () => {
    const adapter = await connect();
    const { telephony, told } = adapter;
    const leg = await standing(adapter);
    const from = told.count;
    const frozen = place.asterisk.pid;
    process.kill(frozen, 'SIGSTOP');
    try {
      const began = performance.now();
      for (const type of ['mute', 'unmute', 'mute'] as const) telephony.execute({ type, node, leg });
      await until(
        'each command has failed',
        () => typesFrom(told, from).filter(type => type === 'commandFailed').length === 3,
      );
      expect(performance.now() - began, 'all together').to.be.lessThan(7000);
      for (const event of told.all('commandFailed')) expect(event.status).to.equal(0);
      await told.next('nodeDisconnected', () => true, { from, timeoutMs: 11_000 });
    } finally {
      process.kill(frozen, 'SIGCONT');
    }
    const observed = await told.next('nodeObserved', () => true, { from, timeoutMs: 20_000 });
    expect(observed.legs).to.deep.equal([leg]);
    telephony.execute({ type: 'unmute', node, leg });
    await hangUp(adapter, leg);
    await until('it stays connected', () => telephony.status()[0]?.up);
    await place.expectEmpty();
  });

  it('obeys another orchestrator that takes the application over', async () => {
    const old = await connect();
    const leg = await standing(old);
    const from = old.told.count;
    const successor = await connect();
    await old.told.next('nodeDisconnected', () => true, { from });
    await until('the old one says why', () =>
      place.logged.some(({ level, message }) => level === 'error' && message.includes('taken over')),
    );
    expect(successor.told.all('nodeObserved')[0]?.legs).to.deep.equal([leg]);
    await hangUp(successor, leg);
    expect(old.telephony.status()[0]?.up).to.equal(false);
    expect(successor.telephony.status()[0]?.up).to.equal(true);
    expect(typesFrom(old.told, from)).to.deep.equal(['nodeDisconnected']);
  });

  it('starts although agents and lines cannot be read at first', async () => {
    let failures = 2;
    const adapter = await place.connect({
      load: {
        agents: () => (failures-- > 0 ? Promise.reject(new Error('database away')) : Promise.resolve([])),
        lines: () => Promise.resolve([...place.lines.values()]),
      },
    });
    connected.push(adapter);
    await hangUp(adapter, await standing(adapter));
  });

  it('writes no secret into the log', () => {
    const { password } = new URL(place.asterisk.url);
    expect(place.logged).not.to.deep.equal([]);
    const text = JSON.stringify(place.logged);
    for (const secret of [password, 'secret-of-1', '0612345678']) expect(text).not.to.include(secret);
  });

  it('goes on when a handler of its events throws', async () => {
    const adapter = await connect();
    adapter.told.onEvent = event => {
      throw new Error(`a fault in the handling of ${event.type}`);
    };
    const leg = await standing(adapter);
    await hangUp(adapter, leg);
  });

  it('provisions again after Asterisk died, and says that it was restarted', async () => {
    const adapter = await connect();
    const { telephony, told } = adapter;
    const agent = await MediaPeer.open({ server: place.sip, user: 'agent-201', password: 'secret-of-1' });
    await agent.register();
    await told.next('phoneChanged', event => event.online);
    const browser = await telephony.issueBrowserPhone(1);
    await standing(adapter);
    const from = told.count;
    process.kill(place.asterisk.pid, 'SIGKILL');
    await told.next('nodeDisconnected', () => true, { from });
    const observed = await told.next('nodeObserved', () => true, { from, timeoutMs: 20_000 });
    expect(observed.legs).to.deep.equal([]);
    const boots = told.all('nodeConnected').map(event => event.bootId);
    expect(boots[1]).not.to.equal(boots[0]);
    expect(await agent.tryRegister(), 'the SIP phone').to.equal(200);
    const page = await MediaPeer.open({
      server: place.sip,
      user: browser.username,
      password: browser.secret,
    });
    expect(await page.tryRegister(), 'the browser phone, with the same secret').to.equal(200);
    await hangUp(adapter, await standing(adapter));
    await agent.close();
    await page.close();
  });
});
