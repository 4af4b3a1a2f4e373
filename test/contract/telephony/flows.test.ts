/** What flows ask of Asterisk: digits, recordings, runs through the dialplan, outside legs. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import type { SwitchCommand } from '../../../orchestrator/core/commands.ts';
import type { Telephony } from '../../../orchestrator/runtime/ports/telephony.ts';
import { rootTimeoutMs } from '../../support/asterisk-root.ts';
import { hasTone, toneShare } from '../../support/audio.ts';
import { type Call, MediaPeer } from '../../support/media-peer.ts';
import { until } from '../../support/until.ts';
import { contactId, lineOf, node, Place, type Recorder } from './place.ts';

describe('telephony: flows', function () {
  this.timeout(30_000);
  let place: Place;
  let telephony: Telephony;
  let told: Recorder;
  let caller: MediaPeer;

  before(async function () {
    this.timeout(rootTimeoutMs);
    place = await Place.open();
    place.addLine(lineOf(1));
    ({ telephony, told } = await place.connect());
    caller = await MediaPeer.open({ server: place.sip, user: '0612345678', tone: 440 });
  });
  afterEach(() => place.expectEmpty());
  after(async () => {
    await caller?.close();
    await place?.close();
  });

  const execute = (...commands: SwitchCommand[]): void => {
    for (const each of commands) telephony.execute(each);
  };

  async function arrived(): Promise<{ leg: string; call: Call }> {
    const from = told.count;
    const call = await caller.call('800100');
    const { leg } = await told.next('callArrived', () => true, { from });
    execute({ type: 'answer', node, leg });
    await call.whenAnswered();
    return { leg, call };
  }
  async function hangUp(call: Call, leg: string): Promise<void> {
    call.hangup();
    await told.next('legEnded', event => event.leg === leg);
  }
  const record = (recording: string, leg: string, more: object = {}): SwitchCommand => ({
    type: 'record',
    node,
    recording,
    leg,
    maximumMs: 20_000,
    silenceMs: 0,
    beep: false,
    ...more,
  });
  /** Samples of the file of a recording. */
  async function recorded(recording: string): Promise<Int16Array> {
    const wav = await readFile(join(place.home.folders.spool, 'recording', `${recording}.wav`));
    return new Int16Array(
      wav.buffer.slice(wav.byteOffset + 44, wav.byteOffset + wav.length - (wav.length % 2)),
    );
  }

  it('tells each digit of RFC 4733 with its value, also while it plays', async () => {
    const { leg, call } = await arrived();
    const playback = `${contactId()}.1`;
    execute({ type: 'play', node, playback, leg, media: [{ sound: 'demo-instruct' }], language: 'en' });
    call.audio.sendDigits('19*0#');
    await until(
      'all digits are told',
      () => told.all('digitReceived').filter(event => event.leg === leg).length === 5,
    );
    expect(
      told
        .all('digitReceived')
        .map(({ digit }) => digit)
        .join(''),
    ).to.equal('19*0#');
    execute({ type: 'stopPlayback', node, playback });
    await hangUp(call, leg);
  });

  it('tells digits that come by SIP INFO', async () => {
    const { leg, call } = await arrived();
    const toldOf = () => told.all('digitReceived').filter(event => event.leg === leg);
    for (const [index, digit] of ['7', '#'].entries()) {
      call.infoDigit(digit);
      await until(`${digit} is told`, () => toldOf().length === index + 1);
    }
    expect(
      toldOf()
        .map(({ digit }) => digit)
        .join(''),
    ).to.equal('7#');
    await hangUp(call, leg);
  });

  it('plays several media one after another, silence among them', async () => {
    const { leg, call } = await arrived();
    const playback = `${contactId()}.1`;
    const media = [{ sound: 'beep' }, { sound: 'silence/1' }, { sound: 'beep' }];
    const begun = performance.now();
    execute({ type: 'play', node, playback, leg, media, language: 'en' });
    await told.next('playbackFinished', event => event.playback === playback && !event.failed);
    expect(performance.now() - begun).to.be.at.least(1000);
    await hangUp(call, leg);
  });

  it('records the caller until it is stopped; said again the recording goes on, and is told when it is over', async () => {
    const { leg, call } = await arrived();
    const recording = `${contactId()}.1`;
    execute(record(recording, leg));
    await told.next('recordingStarted', event => event.recording === recording);
    const from = performance.now();
    execute(record(recording, leg));
    await until('two seconds are recorded', () => performance.now() - from > 2000);
    expect(told.all('recordingFinished')).to.deep.equal([]);
    execute({ type: 'stopRecording', node, recording });
    const finished = await told.next('recordingFinished', event => event.recording === recording);
    expect(finished).to.include({ failed: false });
    expect(finished.durationMs).to.be.within(1000, 4000);
    const pcm = await recorded(recording);
    expect(pcm.length / 8000).to.be.within(1.5, 4);
    expect(toneShare(pcm, 440)).to.be.at.least(0.8);
    const count = told.count;
    execute(record(recording, leg));
    await told.next('recordingFinished', event => event.recording === recording, { from: count });
    execute({ type: 'stopRecording', node, recording });
    await hangUp(call, leg);
    expect(told.all('commandFailed')).to.deep.equal([]);
  });

  it('ends a recording at its length and after silence, and beeps', async () => {
    const { leg, call } = await arrived();
    const long = `${contactId()}.1`;
    execute(record(long, leg, { maximumMs: 1000, beep: true }));
    await until(
      'the beep is heard',
      () => hasTone(call.audio.last(60), 1000, -40) || call.audio.last(60).some(v => Math.abs(v) > 2000),
    );
    await told.next('recordingFinished', event => event.recording === long);
    call.audio.sendSilence();
    const quiet = `${contactId()}.1`;
    const begun = performance.now();
    execute(record(quiet, leg, { silenceMs: 1000 }));
    const nothing = await told.next('recordingFinished', event => event.recording === quiet);
    expect(performance.now() - begun).to.be.below(15_000);
    expect(nothing.talkedMs, 'nothing was said').to.be.at.most(1000);
    call.audio.sendTone(440);
    const said = `${contactId()}.1`;
    execute(record(said, leg, { silenceMs: 1000 }));
    await told.next('recordingStarted', event => event.recording === said);
    const from = performance.now();
    await until('four seconds were said', () => performance.now() - from > 4000);
    call.audio.sendSilence();
    const something = await told.next('recordingFinished', event => event.recording === said);
    expect(something.talkedMs, 'something was said').to.be.at.least(2000);
    call.audio.sendTone(440);
    await hangUp(call, leg);
  });

  it('says nothing of a recording that the caller hangs up on', async () => {
    const { leg, call } = await arrived();
    const recording = `${contactId()}.1`;
    execute(record(recording, leg));
    await told.next('recordingStarted', event => event.recording === recording);
    await hangUp(call, leg);
    expect(told.all('recordingFinished').filter(event => event.recording === recording)).to.deep.equal([]);
    await until('its file is there', () =>
      recorded(recording).then(
        pcm => pcm.length >= 0,
        () => false,
      ),
    );
  });

  const run = (leg: string, context: string, extension = '1'): SwitchCommand => ({
    type: 'runDialplan',
    node,
    leg,
    context,
    extension,
    variables: { CUSTOMER: 'Rossi & C. ${SHELL(id)}' },
    results: ['BALANCE', 'CUSTOMER'],
  });

  it('runs a context of the dialplan and comes back with its variables', async () => {
    const { leg, call } = await arrived();
    execute(run(leg, 'flow-balance'));
    const back = await told.next('dialplanReturned', event => event.leg === leg);
    expect(back.variables).to.include({ BALANCE: '42', PHONES_RESULT: 'done' });
    // Still ours: it can be talked to, and its end is told once.
    const playback = `${contactId()}.1`;
    execute({ type: 'play', node, playback, leg, media: [{ sound: 'beep' }], language: 'en' });
    await told.next('playbackFinished', event => event.playback === playback && !event.failed);
    await hangUp(call, leg);
    expect(told.all('legLeft').filter(event => event.leg === leg)).to.deep.equal([]);
    expect(told.all('legEnded').filter(event => event.leg === leg)).to.have.length(1);
  });

  it('comes back from a context that is not there, and refuses those that flows may not run', async () => {
    const { leg, call } = await arrived();
    execute(run(leg, 'flow-nothing'));
    const back = await told.next('dialplanReturned', event => event.leg === leg);
    expect(back.variables.PHONES_RESULT).to.equal('missing');
    execute(run(leg, 'phones-inbound'));
    const failed = await told.next('commandFailed', event => event.command.type === 'runDialplan');
    expect(failed.status).to.equal(403);
    await hangUp(call, leg);
  });

  it('tells that a caller hangs up while the dialplan has it', async () => {
    const { leg, call } = await arrived();
    const from = told.count;
    execute(run(leg, 'flow-balance', '2'));
    await until('the caller hears the dialplan', () =>
      call.audio.last(200).some(sample => Math.abs(sample) > 500),
    );
    await hangUp(call, leg);
    expect(told.events.slice(from).filter(event => event.type === 'dialplanReturned')).to.deep.equal([]);
  });
});
