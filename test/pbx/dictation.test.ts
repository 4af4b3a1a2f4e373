/** A prompt is recorded by phone, on a real Asterisk: what the phone says is what callers hear afterwards. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { foldersOf } from '../../asterisk-config/folders.ts';
import type { DictationView } from '../../orchestrator/runtime/ports/engine.ts';
import type { PromptRecording } from '../../orchestrator/runtime/ports/prompts.ts';
import { level, toneShare } from '../support/audio.ts';
import { agentAt, createCentre, makeReady, newAgentPhone, newCaller } from '../support/contact-centre.ts';
import { createFlowCentre } from '../support/flow-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hears, hearsSpeechOrMusic } from '../support/listening.ts';
import { type Call, MediaPeer } from '../support/media-peer.ts';
import { until } from '../support/until.ts';

/** What the phone says. */
const voice = 620;

describe('prompts recorded by phone', function () {
  this.timeout(60_000);
  let instance: Instance;
  let path = '';
  let made = 0;
  let name = '';

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
  });
  after(() => instance?.stop());

  async function newPrompt(): Promise<void> {
    made += 1;
    name = `dictated ${made}`;
    const { id } = await instance.api.create('prompts', { name });
    path = `/prompts/${id}/it`;
  }
  const dictate = (number: string): Promise<DictationView> =>
    instance.api.request('POST', `${path}/record`, { number, speak: 'en' });
  /** As soon as phone, standing leg or line is known to be there. */
  const reachable = (number: string): Promise<DictationView> =>
    until(`${number} can be called`, () => dictate(number).catch(() => null), {
      explain: () => dictate(number).catch(String),
    });
  const versions = async (): Promise<PromptRecording[]> =>
    (await instance.api.request<{ items: PromptRecording[] }>('GET', `${path}/versions`)).items;

  async function reaches({ id }: DictationView, step: DictationView['step']): Promise<DictationView> {
    let seen: DictationView | null = null;
    const look = async () => {
      seen = await instance.api.request<DictationView>('GET', `${path}/record/${id}`);
      return seen.step === step ? seen : null;
    };
    return until(`the recording is at ${step}`, look, {
      timeoutMs: 20_000,
      everyMs: 50,
      explain: () => seen,
    });
  }

  /** Says the tone for a while, and ends with #. */
  async function speakOn(call: Call, view: DictationView, ms: number): Promise<void> {
    await reaches(view, 'recording');
    const from = performance.now();
    await until('something was said', () => performance.now() - from > ms);
    call.audio.sendDigits('#');
    await reaches(view, 'choosing');
  }

  /** The prompt's newest recording, without header. */
  async function heardNow(): Promise<Int16Array> {
    const file = Buffer.from(await instance.api.file(`${path}/audio`));
    return new Int16Array(file.buffer.slice(file.byteOffset + 44, file.byteOffset + file.length));
  }

  const leftInAsterisk = (): string[] => {
    const folder = join(foldersOf(instance.pbxHome).spool, 'recording');
    return existsSync(folder) ? readdirSync(folder).filter(file => file.endsWith('.wav')) : [];
  };
  /** Nothing of it is left with Asterisk. */
  const expectNothingLeft = async (): Promise<void> => {
    await until('Asterisk keeps no recording', () => leftInAsterisk().length === 0, {
      explain: leftInAsterisk,
    });
    await instance.expectClean();
  };

  it('calls an extension, records, plays it back, records again and keeps what callers hear', async () => {
    await newPrompt();
    const centre = await createCentre(instance);
    const agent = agentAt(centre, 0);
    const phone = await newAgentPhone(instance, agent, { tone: voice });
    const view = await reachable(agent.extension);
    expect(view).to.include({ step: 'calling', result: null, language: 'it' });
    const call = await phone.nextCall();
    call.answer();
    await hearsSpeechOrMusic(call);
    await speakOn(call, view, 1500);
    call.audio.sendDigits('1');
    await hears(call, voice, 10_000);
    await reaches(view, 'choosing');
    call.audio.sendDigits('2');
    await speakOn(call, view, 2500);
    call.audio.sendDigits('3');
    const done = await reaches(view, 'ended');
    expect(done).to.include({ result: 'kept', version: 1 });
    await call.whenEnded();
    const [kept] = await versions();
    expect(kept).to.include({ version: 1, made: 'phone', text: '' });
    expect(kept?.durationMs).to.be.within(2000, 6000);
    const pcm = await heardNow();
    // 16 kHz: half the frequency on the scale of 8 kHz.
    expect(toneShare(pcm, voice / 2), 'the phone is heard in it').to.be.greaterThan(0.8);
    expect(level(pcm), 'as loud as others').to.be.within(-12, -3);
    await expectNothingLeft();

    const flow = await createFlowCentre(instance, [
      { id: 'start', type: 'start', exits: { next: 'say' } },
      { id: 'say', type: 'play-message', parameters: { items: [{ play: 'prompt', prompt: name }] } },
      { id: 'away', type: 'hang-up' },
    ]);
    const peer = await newCaller(instance);
    const heard = await peer.call(flow.number);
    await hears(heard, voice);
    heard.hangup();
    await Promise.all([peer.close(), phone.close()]);
    await expectNothingLeft();
  });

  it('uses the standing leg of an operator who is logged in, and gives it back', async () => {
    await newPrompt();
    const centre = await createCentre(instance, { standingLeg: true });
    const agent = agentAt(centre, 0);
    const phone = await newAgentPhone(instance, agent, { tone: voice, onCall: 'answer' });
    await makeReady(instance, agent);
    const standing = await phone.nextCall();
    const view = await reachable(agent.extension);
    await speakOn(standing, view, 1500);
    expect((await instance.api.agent(agent.id)).state).to.equal('talking');
    standing.audio.sendDigits('3');
    expect(await reaches(view, 'ended')).to.include({ result: 'kept' });
    await instance.api.untilAgent(agent.id, 'ready');
    expect(standing.state).to.equal('talking');
    await instance.api.setState(agent.id, 'loggedOut');
    await standing.whenEnded();
    await phone.close();
    await expectNothingLeft();
  });

  it('keeps nothing of a phone that is busy, hung up, silent, or cancelled from the page', async () => {
    await newPrompt();
    const centre = await createCentre(instance);
    const agent = agentAt(centre, 0);
    const phone = await newAgentPhone(instance, agent, { tone: null, onCall: 'busy' });
    expect(await reaches(await reachable(agent.extension), 'ended')).to.include({ result: 'busy' });

    phone.onCall = 'answer';
    const hungUp = await dictate(agent.extension);
    await phone.nextCall();
    const first = await phone.nextCall();
    await reaches(hungUp, 'recording');
    first.hangup();
    expect(await reaches(hungUp, 'ended')).to.include({ result: 'hungUp' });
    await expectNothingLeft();

    const cancelled = await dictate(agent.extension);
    const second = await phone.nextCall();
    await speakOn(second, cancelled, 1500);
    await instance.api.request('DELETE', `${path}/record/${cancelled.id}`);
    expect(await reaches(cancelled, 'ended')).to.include({ result: 'cancelled' });
    await second.whenEnded();

    const silent = await dictate(agent.extension);
    const third = await phone.nextCall();
    await speakOn(third, silent, 1500);
    third.audio.sendDigits('3');
    // It is asked for once more, because nothing was heard.
    await reaches(silent, 'recording');
    third.hangup();
    await reaches(silent, 'ended');
    expect(await versions()).to.deep.equal([]);
    await phone.close();
    await expectNothingLeft();
  });

  it('calls a number outside over a line, and none that the line may not call', async () => {
    await newPrompt();
    const outside = await MediaPeer.open({ server: instance.sip, user: '0688', tone: voice });
    await instance.api.create('lines', {
      name: 'Out',
      kind: 'address',
      host: '127.0.0.1',
      port: outside.port,
      direction: 'outbound',
      allowedPrefixes: ['06'],
    });
    const refused = await dictate('0899').then(
      () => '',
      (error: unknown) => String(error),
    );
    expect(refused).to.include('numberBlocked');
    const view = await reachable('0688');
    const call = await outside.nextCall();
    call.answer();
    await speakOn(call, view, 1500);
    call.audio.sendDigits('3');
    expect(await reaches(view, 'ended')).to.include({ result: 'kept' });
    expect(toneShare(await heardNow(), voice / 2)).to.be.greaterThan(0.8);
    await call.whenEnded();
    await outside.close();
    await expectNothingLeft();
  });
});
