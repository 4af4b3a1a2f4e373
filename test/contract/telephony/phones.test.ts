import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { consoleCommand } from '../../../asterisk-config/console.ts';
import type { Telephony } from '../../../orchestrator/runtime/ports/telephony.ts';
import { rootTimeoutMs } from '../../support/asterisk-root.ts';
import { MediaPeer, type MediaPeerOptions } from '../../support/media-peer.ts';
import { until } from '../../support/until.ts';
import { agentOf, command, contactId, lineOf, Place, type Recorder } from './place.ts';

/** Agents and lines come into Asterisk from the store alone. */
describe('telephony: phones and lines', function () {
  this.timeout(30_000);
  let place: Place;
  let telephony: Telephony;
  let told: Recorder;
  const peers: MediaPeer[] = [];

  before(async function () {
    this.timeout(rootTimeoutMs);
    place = await Place.open();
    for (const id of [1, 2]) place.addAgent(agentOf(id));
    ({ telephony, told } = await place.connect());
  });
  after(async () => {
    for (const peer of peers) await peer.close();
    await place?.close();
  });

  async function peer(user: string, options: Partial<MediaPeerOptions> = {}): Promise<MediaPeer> {
    const opened = await MediaPeer.open({ server: place.sip, user, ...options });
    peers.push(opened);
    return opened;
  }

  const online = (agentId: number, kind: 'sip' | 'browser', is: boolean, from: number): Promise<unknown> =>
    told.next(
      'phoneChanged',
      ({ phone, online: now }) => phone.agentId === agentId && phone.kind === kind && now === is,
      { from },
    );

  it('lets a SIP phone register with its secret and tells that it came and went', async () => {
    const from = told.count;
    expect(await (await peer('agent-201', { password: 'wrong' })).tryRegister()).to.equal(401);
    const phone = await peer('agent-201', { password: 'secret-of-1' });
    await phone.register();
    await online(1, 'sip', true, from);
    const call = await phone.call('202');
    const event = await told.next('agentCallArrived', () => true, { from });
    expect(event).to.deep.include({ agentId: 1, dialled: '202', caller: { number: '201', name: 'Agent 1' } });
    telephony.execute(command.hangup(event.leg));
    await call.whenEnded();
    await phone.unregister();
    await online(1, 'sip', false, from);
  });

  it('tells that a phone died without a word', async () => {
    const from = told.count;
    const phone = await peer('agent-202', { password: 'secret-of-2' });
    await phone.register();
    await online(2, 'sip', true, from);
    phone.vanish();
    await online(2, 'sip', false, from);
  });

  it('refuses a phone without registration that only calls itself an agent', async () => {
    const impostor = await peer('agent-201');
    const call = await impostor.call('202');
    await call.whenEnded();
    expect(call.status).to.equal(401);
  });

  it('knows a phone at a fixed address', async () => {
    const from = told.count;
    const phone = await peer('205', { onCall: 'answer' });
    place.addAgent(agentOf(5, { sipPhone: { address: `sip:205@127.0.0.1:${phone.port}` } }));
    await telephony.provision({ agents: [5], lines: [] });
    await online(5, 'sip', true, from);
    const leg = `${contactId()}.1`;
    const destination = { kind: 'agentPhone', agentId: 5, phone: 'sip' } as const;
    telephony.execute(command.originate(leg, '', { destination }));
    await told.next('legAnswered', event => event.leg === leg);
    telephony.execute(command.hangup(leg));
    await (await phone.nextCall()).whenEnded();
    place.agents.delete(5);
    await telephony.provision({ agents: [5], lines: [] });
  });

  it('issues browser phones: a new secret each time, none after it was withdrawn', async () => {
    const from = told.count;
    const first = await telephony.issueBrowserPhone(1);
    expect(first.username).to.equal('browser-201');
    expect(first.uri).to.equal('sip:browser-201@phones.invalid');
    expect(first.secret).to.match(/^[\w-]{32,}$/);
    const page = await peer(first.username, { password: first.secret });
    expect(await page.tryRegister()).to.equal(200);
    await online(1, 'browser', true, from);
    const second = await telephony.issueBrowserPhone(1);
    expect(second.secret).not.to.equal(first.secret);
    expect(await page.tryRegister(), 'the old secret').to.equal(401);
    const next = await peer(second.username, { password: second.secret });
    expect(await next.tryRegister(), 'the new one').to.equal(200);
    await telephony.revokeBrowserPhone(1);
    await online(1, 'browser', false, from);
    expect(await next.tryRegister(), 'after it was withdrawn').to.equal(401);
  });

  it('follows changes: another extension, another secret, deletion', async () => {
    place.addAgent(agentOf(2, { extension: '302' }), 'another secret');
    await telephony.provision({ agents: [2], lines: [] });
    expect(await (await peer('agent-202', { password: 'secret-of-2' })).tryRegister()).to.equal(401);
    expect(await (await peer('agent-302', { password: 'secret-of-2' })).tryRegister()).to.equal(401);
    const phone = await peer('agent-302', { password: 'another secret' });
    expect(await phone.tryRegister()).to.equal(200);
    place.agents.delete(2);
    await telephony.provision({ agents: [2], lines: [] });
    expect(await phone.tryRegister()).to.equal(401);
    place.addAgent(agentOf(2));
    await telephony.provision({ agents: [2], lines: [] });
  });

  it('leaves registered phones alone when the orchestrator starts anew, and removes what is not wanted', async () => {
    const phone = await peer('agent-201', { password: 'secret-of-1' });
    await phone.register();
    const { username, secret } = await telephony.issueBrowserPhone(1);
    const page = await peer(username, { password: secret });
    await page.register();
    await telephony.stop();
    const marks = await place.globalVariable('PHONES_PUSHED_agent-201');
    place.agents.delete(2);
    ({ telephony, told } = await place.connect());
    const [observed] = told.all('nodeObserved');
    expect(observed?.phonesOnline).to.have.deep.members([
      { agentId: 1, kind: 'sip' },
      { agentId: 1, kind: 'browser' },
    ]);
    expect(await place.globalVariable('PHONES_PUSHED_agent-201'))
      .to.equal(marks)
      .and.not.to.equal('');
    expect(await (await peer('agent-202', { password: 'secret-of-2' })).tryRegister()).to.equal(401);
    expect(await page.tryRegister(), 'a browser phone of the run before').to.equal(200);
  });

  it('calls out over a line: its number, its channels', async () => {
    const provider = await peer('provider', { onCall: 'answer' });
    place.addLine(
      lineOf(3, {
        port: provider.port,
        callerId: '+390699',
        channels: 1,
      }),
    );
    place.addLine(lineOf(4, { port: provider.port, direction: 'inbound' }));
    await telephony.provision({ agents: [], lines: [3, 4] });
    const [leg, second, wrongWay] = [`${contactId()}.1`, `${contactId()}.1`, `${contactId()}.1`];
    const over = (lineId: number) => ({
      destination: { kind: 'line', lineId, number: '+39021234' } as const,
    });
    telephony.execute(command.originate(leg, '', over(3)));
    await told.next('legAnswered', event => event.leg === leg);
    const call = await provider.nextCall();
    expect(call.remoteNumber).to.equal('+390699');
    telephony.execute(command.originate(second, '', over(3)));
    telephony.execute(command.originate(wrongWay, '', over(4)));
    const statusOf = async (id: string): Promise<number> => {
      const fits = ({ command: its }: { command: object }): boolean => 'leg' in its && its.leg === id;
      return (await told.next('commandFailed', fits)).status;
    };
    expect(await statusOf(second), 'all channels in use').to.equal(503);
    expect(await statusOf(wrongWay), 'inbound only').to.equal(403);
    telephony.execute(command.hangup(leg));
    await told.next('legEnded', event => event.leg === leg);
    const third = `${contactId()}.1`;
    telephony.execute(command.originate(third, '', over(3)));
    await told.next('legAnswered', event => event.leg === third);
    telephony.execute(command.hangup(third));
    await told.next('legEnded', event => event.leg === third);
  });

  it('calls out by way of a context of the telephony engineers, with the rules of the line', async () => {
    const numberRules = [{ direction: 'outbound', prefix: '+39', replaceWith: '9' }];
    place.addLine(lineOf(9, { kind: 'dialplan', context: 'test-far', numberRules }));
    await telephony.provision({ agents: [], lines: [9] });
    const leg = `${contactId()}.1`;
    telephony.execute(command.originate(leg, '+39021234'));
    await told.next('legAnswered', event => event.leg === leg);
    await until('the far end has it', async () => (await place.globalVariable('FAR_CALLER')) !== '');
    expect(await place.globalVariable('FAR_NUMBER')).to.equal('9021234');
    expect(await place.globalVariable('FAR_CALLER')).to.equal('0612345678');
    telephony.execute(command.hangup(leg));
    await told.next('legEnded', event => event.leg === leg);
  });

  it('takes calls from the addresses of a line, and forgets a line that was deleted', async () => {
    const from = told.count;
    const provider = await peer('0611');
    const call = await provider.call('800100');
    const { leg, lineId } = await told.next('callArrived', () => true, { from });
    expect(lineId).to.be.oneOf([3, 4]);
    telephony.execute(command.hangup(leg));
    await call.whenEnded();
    place.lines.clear();
    await telephony.provision({ agents: [], lines: [3, 4] });
    const refused = await provider.call('800100');
    await refused.whenEnded();
    expect(refused.status).to.equal(401);
  });

  it('registers at a provider', async () => {
    const provider = await peer('provider');
    place.addLine(lineOf(6, { kind: 'registration', port: provider.port, username: 'account' }), 'password');
    await telephony.provision({ agents: [], lines: [6] });
    const { home, root } = place.home.options;
    await until('the line is registered', async () => {
      const { output } = await consoleCommand(home, 'pjsip show registrations', { root });
      return /line-6.*Registered/.test(output);
    });
  });

  it('goes on when Asterisk does not take one of them', async () => {
    place.addLine(lineOf(7, { host: 'no-such-host.invalid', port: 5060 }));
    place.addAgent(agentOf(8));
    await telephony.provision({ agents: [8], lines: [7] });
    expect(await (await peer('agent-208', { password: 'secret-of-8' })).tryRegister()).to.equal(200);
  });
});
