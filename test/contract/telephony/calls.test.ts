import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import type { SwitchCommand } from '../../../orchestrator/core/commands.ts';
import type { Telephony } from '../../../orchestrator/runtime/ports/telephony.ts';
import { rootTimeoutMs } from '../../support/asterisk-root.ts';
import { hasAnywhere, hasSpeechOrMusic, hasTone, isSilent, toneShare } from '../../support/audio.ts';
import { type Call, MediaPeer } from '../../support/media-peer.ts';
import { until } from '../../support/until.ts';
import { agentOf, command, contactId, lineOf, node, Place, type Recorder } from './place.ts';

describe('telephony: calls', function () {
  this.timeout(30_000);
  let place: Place;
  let telephony: Telephony;
  let told: Recorder;
  let caller: MediaPeer;

  before(async function () {
    this.timeout(rootTimeoutMs);
    place = await Place.open();
    place.addLine(lineOf(1));
    place.addLine(lineOf(9, { kind: 'dialplan', context: 'test-far' }));
    place.addAgent(agentOf(1));
    ({ telephony, told } = await place.connect());
    caller = await MediaPeer.open({ server: place.sip, user: '0612345678', name: 'Mario Rossi' });
  });
  afterEach(() => place.expectEmpty());
  after(async () => {
    await caller?.close();
    await place?.close();
  });

  const execute = (...commands: SwitchCommand[]): void => {
    for (const each of commands) telephony.execute(each);
  };

  /** A call that came in and was answered: its leg, and the caller's side. */
  async function arrived(number = '800100'): Promise<{ leg: string; call: Call }> {
    const from = told.count;
    const call = await caller.call(number);
    const { leg } = await told.next('callArrived', () => true, { from });
    execute({ type: 'answer', node, leg });
    await call.whenAnswered();
    return { leg, call };
  }

  const ended = async (...legs: string[]): Promise<void> => {
    for (const leg of legs) await told.next('legEnded', event => event.leg === leg);
  };

  const failures = (from: number) => told.events.slice(from).filter(event => event.type === 'commandFailed');

  it('tells of a call with its line, number and caller', async () => {
    const call = await caller.call('800100');
    const event = await told.next('callArrived');
    expect(event).to.deep.equal({
      type: 'callArrived',
      node,
      leg: event.leg,
      lineId: 1,
      dialled: '800100',
      caller: { number: '0612345678', name: 'Mario Rossi' },
    });
    execute({ type: 'ring', node, leg: event.leg });
    await call.whenRinging();
    call.hangup();
    await ended(event.leg);
  });

  for (const [reason, status] of [
    ['busy', 486],
    ['congestion', 503],
    ['unallocated', 404],
  ] as const)
    it(`refuses a call: ${reason}`, async () => {
      const from = told.count;
      const call = await caller.call('800100');
      const { leg } = await told.next('callArrived', () => true, { from });
      execute(command.hangup(leg, reason));
      await call.whenEnded();
      expect(call.status).to.equal(status);
      await ended(leg);
    });

  it('plays sounds, numbers and texts one after another and says when they are over', async () => {
    const { leg, call } = await arrived();
    const playback = `${contactId()}.1`;
    const media = [{ sound: 'hello-world' }, { number: 12 }, { text: { it: 'Ciao', en: 'Hello' } }];
    execute({ type: 'play', node, playback, leg, media, language: 'en' });
    await until('it is heard', () => hasSpeechOrMusic(call.audio.last(300)));
    const event = await told.next('playbackFinished', ({ playback: id }) => id === playback);
    expect(event.failed).to.equal(false);
    expect(place.spoken).to.deep.include.members(media);
    call.hangup();
    await ended(leg);
  });

  it('stops what plays', async () => {
    const { leg, call } = await arrived();
    const playback = `${contactId()}.1`;
    const media = Array.from({ length: 20 }, () => ({ sound: 'hello-world' }));
    execute({ type: 'play', node, playback, leg, media, language: 'en' });
    await until('it is heard', () => hasSpeechOrMusic(call.audio.last(300)));
    execute({ type: 'stopPlayback', node, playback }, { type: 'stopPlayback', node, playback });
    await told.next('playbackFinished', ({ playback: id }) => id === playback, { timeoutMs: 2000 });
    call.hangup();
    await ended(leg);
  });

  it('says that a prompt failed when nothing of it can be played', async () => {
    const { leg, call } = await arrived();
    const [empty, missing] = [`${contactId()}.1`, `${contactId()}.1`];
    const play = { type: 'play', node, leg, language: 'en' } as const;
    execute(
      { ...play, playback: empty, media: [{ text: { it: '', en: '' } }] },
      { ...play, playback: missing, media: [{ sound: 'no-such-sound' }] },
    );
    for (const playback of [empty, missing]) {
      const event = await told.next('playbackFinished', ({ playback: id }) => id === playback);
      expect(event.failed).to.equal(true);
    }
    call.hangup();
    await ended(leg);
  });

  it('plays music to a leg until it is told to stop', async () => {
    const { leg, call } = await arrived();
    execute({ type: 'startMusic', node, leg, music: 'default' });
    await until('music is heard', () => hasSpeechOrMusic(call.audio.last(500)));
    execute({ type: 'stopMusic', node, leg });
    await until('it is silent', () => isSilent(call.audio.last(500)));
    call.hangup();
    await ended(leg);
  });

  it('tells the digits of a caller', async () => {
    const { leg, call } = await arrived();
    call.audio.sendDigits('5#');
    await told.next('digitReceived', event => event.leg === leg && event.digit === '#');
    const digits = told.all('digitReceived').filter(event => event.leg === leg);
    expect(digits.map(event => event.digit).join('')).to.equal('5#');
    call.hangup();
    await ended(leg);
  });

  it('calls a number, tells ringing and answer, and connects both', async () => {
    const from = told.count;
    const { leg, call } = await arrived();
    const contact = contactId();
    const [far, bridge] = [`${contact}.1`, `${contact}.2`];
    execute(command.originate(far, '104'));
    await told.next('legAnswered', event => event.leg === far);
    expect(told.all('legRinging').filter(event => event.leg === far)).to.have.length(1);
    execute(
      { type: 'createBridge', node, bridge },
      { type: 'addToBridge', node, bridge, legs: [leg, far] },
      command.hangup(far),
      command.hangup(leg),
      { type: 'destroyBridge', node, bridge },
    );
    await call.whenEnded();
    await ended(leg, far);
    expect(failures(from)).to.deep.equal([]);
  });

  it('lets a caller who was answered hear it ring, until another party or music is heard', async () => {
    // The British ringing tone.
    const ringing = 400;
    const { leg, call } = await arrived();
    const [far, bridge, playback] = [`${contactId()}.1`, `${contactId()}.1`, `${contactId()}.1`];
    const rings = (): Promise<unknown> =>
      until('it rings', () => hasTone(call.audio.last(300), ringing), { timeoutMs: 8000 });
    execute({ type: 'ring', node, leg });
    await rings();
    execute({ type: 'startMusic', node, leg, music: 'default' });
    await until('music is heard', () => {
      const heard = call.audio.last(1000);
      return hasSpeechOrMusic(heard) && !hasTone(heard, ringing, -30);
    });
    execute({ type: 'stopMusic', node, leg }, { type: 'ring', node, leg });
    await rings();
    const media = [{ sound: 'hello-world' }];
    execute({ type: 'play', node, playback, leg, media, language: 'en' });
    await told.next('playbackFinished', event => event.playback === playback);
    execute({ type: 'ring', node, leg }, command.originate(far, '104'));
    await rings();
    await told.next('legAnswered', event => event.leg === far);
    execute({ type: 'createBridge', node, bridge }, { type: 'addToBridge', node, bridge, legs: [leg, far] });
    // Longer than the pause between two rings.
    await until('it is silent', () => isSilent(call.audio.last(5500)), { timeoutMs: 9000 });
    execute(command.hangup(leg), command.hangup(far), { type: 'destroyBridge', node, bridge });
    await ended(leg, far);
  });

  it('plays a soft tone to an agent in its bridge, without delay for the caller who joins it', async () => {
    const agent = await MediaPeer.open({
      server: place.sip,
      user: 'agent-201',
      password: 'secret-of-1',
      tone: 1000,
      onCall: 'answer',
    });
    await agent.register();
    /** Hz of Asterisk's beep. */
    const beep = 700;
    const { leg, call } = await arrived();
    const [far, bridge, playback] = [`${contactId()}.1`, `${contactId()}.1`, `${contactId()}-tone`];
    execute(command.originate(far, '', { destination: { kind: 'agentPhone', agentId: 1, phone: 'sip' } }));
    const other = await agent.nextCall();
    await told.next('legAnswered', event => event.leg === far);
    execute({ type: 'createBridge', node, bridge }, { type: 'addToBridge', node, bridge, legs: [far] });
    await until('the agent stands in the bridge', async () =>
      JSON.stringify(await place.home.ari('GET', 'bridges')).includes(far),
    );
    const from = told.count;
    execute({ type: 'alert', node, leg: far, playback }, { type: 'addToBridge', node, bridge, legs: [leg] });
    await until('the agent hears the tone', () => hasTone(other.audio.last(100), beep), { everyMs: 10 });
    const bridges = JSON.stringify(await place.home.ari('GET', 'bridges'));
    expect(bridges, 'the caller is in the bridge while the tone plays').to.include(leg);
    await until('both hear each other', () => {
      return hasTone(other.audio.last(200), 440) && hasTone(call.audio.last(200), 1000);
    });
    expect(hasTone(call.audio.recording(0), beep), 'the caller hears the tone').to.equal(false);
    execute(command.hangup(leg), command.hangup(far), { type: 'destroyBridge', node, bridge });
    await ended(leg, far);
    expect(failures(from)).to.deep.equal([]);
    await agent.close();
  });

  it('rings no more when the agent has answered', async () => {
    const agent = await MediaPeer.open({
      server: place.sip,
      user: 'agent-201',
      password: 'secret-of-1',
      tone: 1000,
      onCall: 'answer',
    });
    await agent.register();
    const { leg, call } = await arrived();
    const [far, bridge] = [`${contactId()}.1`, `${contactId()}.1`];
    execute({ type: 'ring', node, leg });
    await until('it rings', () => hasTone(call.audio.last(300), 400), { timeoutMs: 8000 });
    execute(command.originate(far, '', { destination: { kind: 'agentPhone', agentId: 1, phone: 'sip' } }));
    await told.next('legAnswered', event => event.leg === far);
    execute(
      { type: 'stopRinging', node, leg },
      { type: 'createBridge', node, bridge },
      { type: 'addToBridge', node, bridge, legs: [leg, far] },
    );
    await until(
      'only the agent is heard, for longer than the pause between two rings',
      () => {
        const heard = call.audio.last(5500);
        return toneShare(heard, 1000) > 0.95 && !hasAnywhere(heard, 400, 1000);
      },
      { timeoutMs: 9000 },
    );
    execute(command.hangup(leg), command.hangup(far), { type: 'destroyBridge', node, bridge });
    await ended(leg, far);
    await agent.close();
  });

  it('carries audio and digits both ways between caller and agent; hold, mute, retrieve', async () => {
    const agent = await MediaPeer.open({
      server: place.sip,
      user: 'agent-201',
      password: 'secret-of-1',
      tone: 1000,
      onCall: 'answer',
    });
    await agent.register();
    const { leg, call } = await arrived();
    const contact = contactId();
    const [far, bridge] = [`${contact}.1`, `${contact}.2`];
    execute(command.originate(far, '', { destination: { kind: 'agentPhone', agentId: 1, phone: 'sip' } }));
    const other = await agent.nextCall();
    expect([other.remoteNumber, other.remoteName]).to.deep.equal(['0612345678', 'Caller']);
    await told.next('legAnswered', event => event.leg === far);
    execute({ type: 'createBridge', node, bridge }, { type: 'addToBridge', node, bridge, legs: [leg, far] });
    const talk = (): Promise<unknown> =>
      until('both hear each other', () => {
        return hasTone(other.audio.last(300), 440) && hasTone(call.audio.last(300), 1000);
      });
    await talk();

    const digitsOf = (side: Call): string => side.audio.digits.map(({ digit }) => digit).join('');
    execute({ type: 'sendDigits', node, leg, digits: '42' });
    await until('the caller gets the digits', () => digitsOf(call) === '42');
    call.audio.sendDigits('5');
    await until('the agent gets the digit', () => digitsOf(other) === '5');

    execute({ type: 'mute', node, leg: far });
    await until('the caller hears nothing', () => isSilent(call.audio.last(300)));
    expect(hasTone(other.audio.last(300), 440), 'the agent still hears').to.equal(true);
    execute({ type: 'unmute', node, leg: far });
    await talk();

    execute(
      { type: 'removeFromBridge', node, bridge, legs: [far] },
      { type: 'startBridgeMusic', node, bridge, music: 'default' },
    );
    await until('music is heard', () => {
      const heard = call.audio.last(500);
      return hasSpeechOrMusic(heard) && !hasTone(heard, 1000, -30);
    });
    execute({ type: 'stopBridgeMusic', node, bridge }, { type: 'addToBridge', node, bridge, legs: [far] });
    await talk();

    other.hold();
    await told.next('phoneHeld', event => event.leg === far && event.held);
    other.retrieve();
    await told.next('phoneHeld', event => event.leg === far && !event.held);

    other.hangup();
    await ended(far);
    execute({ type: 'destroyBridge', node, bridge }, command.hangup(leg));
    await call.whenEnded();
    await ended(leg);
    await agent.close();
  });

  for (const [what, number, cause] of [
    ['busy', '101', 17],
    ['an unallocated number', '103', 1],
  ] as const)
    it(`tells why a call was not answered: ${what}`, async () => {
      const leg = `${contactId()}.1`;
      execute(command.originate(leg, number));
      const event = await told.next('legEnded', ({ leg: id }) => id === leg);
      expect(event.cause).to.equal(cause);
    });

  it('gives up ringing after the time asked for, and when it is told to', async () => {
    const [patient, impatient] = [`${contactId()}.1`, `${contactId()}.1`];
    execute(command.originate(patient, '102', { ringMs: 1000 }), command.originate(impatient, '102'));
    await told.next('legRinging', ({ leg }) => leg === impatient);
    execute(command.hangup(impatient));
    await ended(impatient);
    const event = await told.next('legEnded', ({ leg }) => leg === patient);
    expect(event.cause).to.equal(19);
  });

  it('tells a phone that refuses from one that is not there', async () => {
    const agent = await MediaPeer.open({
      server: place.sip,
      user: 'agent-201',
      password: 'secret-of-1',
      onCall: 'busy',
    });
    const toAgent = { destination: { kind: 'agentPhone', agentId: 1, phone: 'sip' } } as const;
    const [absent, refused] = [`${contactId()}.1`, `${contactId()}.1`];
    execute(command.originate(absent, '', toAgent));
    const failed = await told.next(
      'commandFailed',
      event => 'leg' in event.command && event.command.leg === absent,
    );
    expect(failed.status).to.be.at.least(400);
    await agent.register();
    execute(command.originate(refused, '', toAgent));
    const event = await told.next('legEnded', ({ leg }) => leg === refused);
    expect(event.cause).to.equal(17);
    await agent.close();
  });

  it('takes repeated commands without harm', async () => {
    const from = told.count;
    const { leg, call } = await arrived();
    const contact = contactId();
    const [far, bridge] = [`${contact}.1`, `${contact}.2`];
    const twice = (each: SwitchCommand): void => execute(each, each);
    twice(command.originate(far, '100'));
    await told.next('legAnswered', event => event.leg === far);
    twice({ type: 'answer', node, leg });
    twice({ type: 'createBridge', node, bridge });
    twice({ type: 'addToBridge', node, bridge, legs: [leg, far] });
    twice({ type: 'startBridgeMusic', node, bridge, music: 'default' });
    twice({ type: 'stopBridgeMusic', node, bridge });
    twice({ type: 'mute', node, leg: far });
    twice({ type: 'unmute', node, leg: far });
    twice({ type: 'removeFromBridge', node, bridge, legs: [leg, far] });
    twice({ type: 'startMusic', node, leg, music: 'default' });
    twice({ type: 'stopMusic', node, leg });
    twice({ type: 'destroyBridge', node, bridge });
    twice(command.hangup(far));
    twice(command.hangup(leg));
    await call.whenEnded();
    await ended(leg, far);
    expect(failures(from)).to.deep.equal([]);
    expect(told.events.slice(from).filter(event => event.type === 'legAnswered')).to.have.length(1);
  });

  it('says 404 for what is gone, or counts it as done', async () => {
    const from = told.count;
    const leg = `${contactId()}.1`;
    execute(
      command.hangup(leg),
      { type: 'stopMusic', node, leg },
      { type: 'stopPlayback', node, playback: leg },
      { type: 'destroyBridge', node, bridge: leg },
      { type: 'giveToFallback', node, leg },
      { type: 'removeFromBridge', node, bridge: leg, legs: [leg] },
      { type: 'addToBridge', node, bridge: leg, legs: [leg] },
      { type: 'answer', node, leg },
    );
    for (const type of ['addToBridge', 'answer'])
      await told.next('commandFailed', event => event.command.type === type, { from });
    const failed = told.events.slice(from).flatMap(event => (event.type === 'commandFailed' ? [event] : []));
    expect(failed.map(event => [event.command.type, event.status])).to.have.deep.members([
      ['addToBridge', 404],
      ['answer', 404],
    ]);
  });

  it('refuses numbers that are none, unknown lines and unknown nodes', async () => {
    const legs = Array.from({ length: 4 }, () => `${contactId()}.1`);
    const [a = '', b = '', c = '', d = ''] = legs;
    execute(
      command.originate(a, '100@other&Local/1'),
      command.originate(b, '100', { destination: { kind: 'line', lineId: 77, number: '100' } }),
      command.originate(c, '', { destination: { kind: 'agentPhone', agentId: 77, phone: 'browser' } }),
      { ...command.originate(d, '100'), node: 'n7' },
    );
    const statuses: number[] = [];
    for (const leg of legs) {
      const fits = (event: { command: object }): boolean =>
        'leg' in event.command && event.command.leg === leg;
      statuses.push((await told.next('commandFailed', fits)).status);
    }
    expect(statuses).to.deep.equal([400, 404, 404, 404]);
  });

  it('gives a leg to the fallback of the dialplan, where it lives on', async () => {
    const { leg, call } = await arrived();
    execute({ type: 'giveToFallback', node, leg });
    await told.next('legLeft', event => event.leg === leg);
    await until('the excuse is heard', () => hasSpeechOrMusic(call.audio.last(300)));
    const from = told.count;
    telephony.observe();
    const observed = await told.next('nodeObserved', () => true, { from });
    expect(observed.channels).to.include(leg);
    expect(observed.legs).not.to.include(leg);
    call.hangup();
  });

  it('strips what a caller sends instead of a name', async () => {
    const nasty = await MediaPeer.open({ server: place.sip, user: '0699', name: 'A\u202eB\u200f<b>\u0007' });
    const from = told.count;
    const call = await nasty.call('800100');
    const event = await told.next('callArrived', () => true, { from });
    expect(event.caller.name).to.match(/^AB/);
    expect(event.caller.name).not.to.match(/[\p{Cc}\p{Cf}]/u);
    call.hangup();
    await ended(event.leg);
    await nasty.close();
  });
});
