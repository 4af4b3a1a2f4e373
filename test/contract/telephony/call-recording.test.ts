/** Recordings of whole calls: what is in the files, when, and that they go on through whatever happens to the call. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import type { SwitchCommand } from '../../../orchestrator/core/commands.ts';
import type { Telephony } from '../../../orchestrator/runtime/ports/telephony.ts';
import { rootTimeoutMs } from '../../support/asterisk-root.ts';
import { hasSpeechOrMusic, hasTone, isSilent, silences, toneLevel, toneShare } from '../../support/audio.ts';
import { hears, hearsSpeechOrMusic } from '../../support/listening.ts';
import { type Call, MediaPeer } from '../../support/media-peer.ts';
import { until } from '../../support/until.ts';
import { contactId, lineOf, node, Place, type Recorder } from './place.ts';

const customerTone = 440;
const operatorTone = 1000;

describe('telephony: recordings of calls', function () {
  this.timeout(60_000);
  let place: Place;
  let telephony: Telephony;
  let told: Recorder;
  let customer: MediaPeer;
  let operator: MediaPeer;

  before(async function () {
    this.timeout(rootTimeoutMs);
    place = await Place.open();
    place.addLine(lineOf(1));
    ({ telephony, told } = await place.connect());
    customer = await MediaPeer.open({ server: place.sip, user: '0612345678', tone: customerTone });
    operator = await MediaPeer.open({ server: place.sip, user: '0687654321', tone: operatorTone });
  });
  afterEach(() => place.expectEmpty());
  after(async () => {
    await customer?.close();
    await operator?.close();
    await place?.close();
  });

  const execute = (...commands: SwitchCommand[]): void => {
    for (const each of commands) telephony.execute(each);
  };
  async function arrived(from: MediaPeer): Promise<{ leg: string; call: Call }> {
    const before = told.count;
    const call = await from.call('800100');
    const { leg } = await told.next('callArrived', () => true, { from: before });
    execute({ type: 'answer', node, leg });
    await call.whenAnswered();
    return { leg, call };
  }
  const pass = async (ms: number): Promise<void> => {
    const begun = performance.now();
    await until(`${ms} ms pass`, () => performance.now() - begun >= ms, { timeoutMs: ms + 5000 });
  };
  async function samples(name: string): Promise<Int16Array> {
    const wav = await readFile(join(place.home.folders.spool, 'recording', `${name}.wav`));
    return new Int16Array(
      wav.buffer.slice(wav.byteOffset + 44, wav.byteOffset + wav.length - (wav.length % 2)),
    );
  }

  interface Talk {
    recording: string;
    leg: string;
    bridge: string;
    customer: Call;
    operator: Call;
    record: Extract<SwitchCommand, { type: 'recordCall' }>;
  }

  /** A customer who is recorded from the first moment on, and joined by an operator after `aloneMs`. */
  async function talk(channels: 'stereo' | 'mixed', aloneMs = 0): Promise<Talk> {
    const a = await arrived(customer);
    const id = contactId();
    const recording = `${id}.1`;
    const bridge = `${id}.2`;
    const record: Talk['record'] = {
      type: 'recordCall',
      node,
      recording,
      leg: a.leg,
      channels,
      anew: false,
    };
    execute(record);
    await told.next('recordingStarted', event => event.recording === recording);
    await pass(aloneMs);
    const b = await arrived(operator);
    execute(
      { type: 'createBridge', node, bridge },
      { type: 'addToBridge', node, bridge, legs: [a.leg, b.leg] },
    );
    return { recording, leg: a.leg, bridge, customer: a.call, operator: b.call, record };
  }

  async function end({ customer: a, operator: b, leg, bridge }: Talk): Promise<void> {
    a.hangup();
    b.hangup();
    execute({ type: 'destroyBridge', node, bridge });
    await told.next('legEnded', event => event.leg === leg);
    await place.expectEmpty();
  }

  const recorders = async (recording: string): Promise<string[]> =>
    ((await place.home.ari('GET', 'channels')) as { id: string }[])
      .map(({ id }) => id)
      .filter(id => id.startsWith(`${recording}-`));

  it('stereo: customer and operator each in a file of their own, as long as each other and as the call', async () => {
    const begun = performance.now();
    const call = await talk('stereo', 1000);
    await pass(1500);
    await end(call);
    const lasted = performance.now() - begun;
    const [from, to] = [await samples(`${call.recording}-in`), await samples(`${call.recording}-out`)];
    expect(toneShare(from, customerTone)).to.be.above(0.9);
    expect(hasTone(to.subarray(-8000), operatorTone)).to.equal(true);
    // Nobody spoke to the customer at first: the moments of both files are the same all the same.
    expect(isSilent(to.subarray(0, 6000))).to.equal(true);
    expect(Math.abs(from.length - to.length) / 8).to.be.below(60);
    expect(from.length / 8).to.be.within(2400, lasted);
  });

  it('mixed: both in one file', async () => {
    const call = await talk('mixed');
    await pass(1500);
    await end(call);
    const both = await samples(`${call.recording}-mix`);
    for (const hz of [customerTone, operatorTone])
      expect(toneLevel(both.subarray(-8000), hz)).to.be.above(-30);
  });

  it('is silent while it is paused, and its time goes on', async () => {
    const { recording, ...call } = await talk('stereo');
    await pass(1000);
    execute({ type: 'pauseCallRecording', node, recording, channels: 'stereo' });
    await pass(1500);
    execute({ type: 'resumeCallRecording', node, recording, channels: 'stereo' });
    await pass(1000);
    await end({ recording, ...call });
    for (const [side, hz] of [
      ['in', customerTone],
      ['out', operatorTone],
    ] as const) {
      const pcm = await samples(`${recording}-${side}`);
      const [pause] = silences(pcm.subarray(4000), 1000);
      expect(pause && pause.toMs - pause.fromMs, side).to.be.within(1350, 2200);
      expect(hasTone(pcm.subarray(-4000), hz), side).to.equal(true);
    }
  });

  it('follows the customer through hold and to somebody else', async () => {
    const call = await talk('stereo');
    const { leg, bridge } = call;
    const other = `${contactId()}.1`;
    await pass(800);
    execute({ type: 'removeFromBridge', node, bridge, legs: [leg] });
    execute({ type: 'startMusic', node, leg, music: 'default' });
    // What is looked at begins after the talk; music may begin with a second of silence, as two of Debian's do.
    await pass(500);
    await hearsSpeechOrMusic(call.customer);
    await pass(1000);
    execute({ type: 'stopMusic', node, leg }, { type: 'createBridge', node, bridge: other });
    // Its RTP packets count on from a lower number, which Asterisk takes for late ones (docs/decisions/0025).
    const third = await arrived(operator);
    execute({ type: 'addToBridge', node, bridge: other, legs: [leg, third.leg] });
    const from = told.count;
    execute({ ...call.record, anew: true });
    await told.next('recordingStarted', event => event.recording === call.recording, { from });
    await pass(1000);
    execute({ type: 'destroyBridge', node, bridge: other });
    third.call.hangup();
    await end(call);
    const [said, heard] = [await samples(`${call.recording}-in`), await samples(`${call.recording}-out`)];
    expect(hasTone(heard.subarray(2000, 6000), operatorTone)).to.equal(true);
    // Where the music ends a tone begins: one window of 300 ms may hold both, two that follow each other do not.
    const windows = Array.from({ length: Math.floor(heard.length / 2400) }, (_, i) =>
      hasSpeechOrMusic(heard.subarray(i * 2400, (i + 1) * 2400), [operatorTone, customerTone]),
    );
    expect(windows.some((music, i) => music && windows[i + 1] === true)).to.equal(true);
    expect(hasTone(heard.subarray(-6000, -2000), operatorTone)).to.equal(true);
    expect(toneShare(said, customerTone)).to.be.above(0.9);
    expect(Math.abs(said.length - heard.length) / 8).to.be.below(100);
  });

  it('goes on while nobody drives Asterisk; said again by the next adapter it is still the same', async () => {
    const call = await talk('stereo');
    await telephony.stop();
    await pass(1500);
    ({ telephony, told } = await place.connect());
    expect((await told.next('nodeObserved')).recorders).to.deep.equal([call.recording]);
    const from = told.count;
    execute(call.record);
    await told.next('recordingStarted', event => event.recording === call.recording, { from });
    expect(await recorders(call.recording)).to.have.length(2);
    await pass(800);
    await end(call);
    expect(told.all('commandFailed')).to.deep.equal([]);
    const heard = await samples(`${call.recording}-in`);
    expect(heard.length / 8).to.be.above(2300);
    expect(toneShare(heard, customerTone)).to.be.above(0.9);
  });

  it('that broke off is continued in the same files: nothing of the beginning is lost', async () => {
    const call = await talk('stereo');
    await pass(1200);
    for (const id of await recorders(call.recording)) await place.home.ari('DELETE', `channels/${id}`);
    await until('nobody records', async () => (await recorders(call.recording)).length === 0);
    const from = told.count;
    execute(call.record);
    await told.next('recordingStarted', event => event.recording === call.recording, { from });
    await pass(1200);
    await end(call);
    const heard = await samples(`${call.recording}-in`);
    expect(heard.length / 8).to.be.within(2200, 3600);
    expect(toneShare(heard, customerTone)).to.be.above(0.85);
  });

  it('ends when it is told so, and the call goes on', async () => {
    const call = await talk('stereo');
    await pass(500);
    execute({ type: 'stopCallRecording', node, recording: call.recording });
    await until('nobody records', async () => (await recorders(call.recording)).length === 0);
    await hears(call.customer, operatorTone);
    await hears(call.operator, customerTone);
    await end(call);
  });

  it('a leg that is gone cannot be recorded', async () => {
    const from = told.count;
    const recording = `${contactId()}.1`;
    execute({
      type: 'recordCall',
      node,
      recording,
      leg: `${contactId()}.9`,
      channels: 'stereo',
      anew: false,
    });
    const failed = await told.next('commandFailed', () => true, { from });
    expect(failed).to.include({ status: 404 });
  });
});
