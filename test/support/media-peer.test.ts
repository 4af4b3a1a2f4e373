/** The measuring peer against itself, without a PBX in between. */
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { hasTone, isSilent, level, silences } from './audio.ts';
import { MediaPeer } from './media-peer.ts';
import { until } from './until.ts';

describe('media peer', () => {
  let alice: MediaPeer;
  let bob: MediaPeer;

  beforeEach(async () => {
    bob = await MediaPeer.open({ server: { host: '127.0.0.1', port: 1 }, user: 'bob', tone: 1000 });
    const server = { host: '127.0.0.1', port: bob.port };
    alice = await MediaPeer.open({ server, user: '0212345', name: 'Alice', tone: 440 });
  });
  afterEach(() => Promise.all([alice.close(), bob.close()]));

  const talk = async () => {
    const call = await alice.call('bob');
    const taken = await bob.nextCall();
    taken.answer();
    await call.whenAnswered();
    return { call, taken };
  };

  it('calls, is answered, hears and is heard', async () => {
    const { call, taken } = await talk();
    expect([taken.remoteNumber, taken.remoteName]).to.deep.equal(['0212345', 'Alice']);
    await until(
      'both hear',
      () => hasTone(call.audio.last(200), 1000) && hasTone(taken.audio.last(200), 440),
    );
    const from = performance.now();
    await until('a second has passed', () => performance.now() - from > 1000);
    expect(level(call.audio.recording(from))).to.be.closeTo(-15, 1);
    expect(silences(call.audio.recording(from), 100)).to.deep.equal([]);
    expect(call.audio.statistics.lost).to.equal(0);
    expect(call.audio.statistics.jitterMs).to.be.below(15);
    call.hangup();
    await taken.whenEnded();
    expect(taken.endedBy).to.equal('there');
    expect(alice.retransmissions + bob.retransmissions).to.equal(0);
  });

  it('sends and receives digits', async () => {
    const { call, taken } = await talk();
    call.audio.sendDigits('19#');
    await until('the digits are there', () => taken.audio.digits.length === 3);
    expect(taken.audio.digits.map(({ digit }) => digit).join('')).to.equal('19#');
    expect(taken.audio.digits[0]?.durationMs).to.be.closeTo(120, 1);
    await until('the tone goes on', () => hasTone(taken.audio.last(200), 440));
  });

  it('is silent when told, and on hold', async () => {
    const { call, taken } = await talk();
    await until('heard', () => hasTone(taken.audio.last(200), 440));
    call.audio.sendSilence();
    await until('silent', () => isSilent(taken.audio.last(200)));
    taken.hold();
    await until('held', () => call.held);
    await until('nothing is sent while held', () => taken.audio.last(200).every(sample => sample === 0));
    taken.retrieve();
    call.audio.sendTone(440);
    await until('heard again', () => hasTone(taken.audio.last(200), 440));
  });

  it('rejects, cancels and is refused', async () => {
    const rejected = await alice.call('bob');
    (await bob.nextCall()).reject(486);
    await rejected.whenEnded();
    expect(rejected.status).to.equal(486);

    const cancelled = await alice.call('bob');
    const ringing = await bob.nextCall();
    await cancelled.whenRinging();
    cancelled.hangup();
    await ringing.whenEnded();
    expect(ringing.endedBy).to.equal('there');

    bob.onCall = 'busy';
    const busy = await alice.call('bob');
    await busy.whenEnded();
    expect(busy.status).to.equal(486);
  });

  it('notices nothing of a far end that has vanished', async () => {
    const { call, taken } = await talk();
    await until('heard', () => hasTone(taken.audio.last(200), 440));
    alice.vanish();
    await until('nothing more comes', () => isSilent(taken.audio.last(200)));
    expect(taken.state).to.equal('talking');
    expect(call.state).to.equal('talking');
  });
});
