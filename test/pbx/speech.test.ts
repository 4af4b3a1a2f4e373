/** What callers say on real calls is recognised: by a Vosk server, and by pocketsphinx on this machine. */
import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import { speechPrograms } from '../../asterisk-config/root.ts';
import { pipe } from '../../orchestrator/adapters/speech/synthesise.ts';
import { level } from '../support/audio.ts';
import { asteriskRoot, rootTimeoutMs } from '../support/asterisk-root.ts';
import { newCaller } from '../support/contact-centre.ts';
import { createFlowCentre, createTonePrompt } from '../support/flow-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hears } from '../support/listening.ts';
import type { MediaPeer } from '../support/media-peer.ts';
import { type RecogniserServer, startRecogniserServer } from '../support/recogniser-server.ts';
import { until } from '../support/until.ts';

const question = 700;
const understood = 1200;

describe('speech of callers', function () {
  this.timeout(2 * rootTimeoutMs);
  let instance: Instance | null = null;
  let server: RecogniserServer | null = null;
  let peer: MediaPeer | null = null;

  afterEach(async () => {
    await peer?.close();
    await instance?.stop();
    server?.close();
    [instance, server, peer] = [null, null, null];
  });

  /** espeak-ng says it, as a telephone brings it. */
  async function said(text: string): Promise<Int16Array> {
    const programs = speechPrograms(await asteriskRoot());
    const voice = ['-v', 'en-us+f2', '-s', '130', '--stdin', '--stdout'];
    const spoken = await pipe(programs('espeak-ng', voice), Buffer.from(text));
    const format = [
      '-V1',
      '-t',
      'wav',
      '--ignore-length',
      '-',
      '-t',
      'raw',
      '-r',
      '8000',
      '-c',
      '1',
      '-b',
      '16',
    ];
    const pcm = await pipe(programs('sox', [...format, '-e', 'signed', '-L', '-']), spoken);
    return new Int16Array(pcm.buffer.slice(pcm.byteOffset, pcm.byteOffset + pcm.length - (pcm.length % 2)));
  }

  /** A caller is asked, says it, and hears by a tone that it was understood. Returns what stands in the call data. */
  async function ask(words: string, phrases: string[]): Promise<void> {
    if (!instance) throw new Error('nothing runs');
    await createTonePrompt(instance, 'question', question, 800);
    await createTonePrompt(instance, 'understood', understood, 1500);
    const centre = await createFlowCentre(
      instance,
      [
        { id: 'start', type: 'start', exits: { next: 'listen' } },
        {
          id: 'listen',
          type: 'speech-to-text',
          parameters: {
            prompts: [{ play: 'prompt', prompt: 'question' }],
            phrases: phrases.map(phrase => ({ phrase })),
            maximumSeconds: 8,
            attempts: 1,
            confidence: 0,
            saveTo: 'heard',
          },
          exits: { next: 'right' },
        },
        {
          id: 'right',
          type: 'if',
          parameters: { condition: `heard == "${words}"` },
          exits: { yes: 'tell', no: 'away' },
        },
        {
          id: 'tell',
          type: 'play-message',
          parameters: { items: [{ play: 'prompt', prompt: 'understood' }] },
          exits: { next: 'away' },
        },
        { id: 'away', type: 'hang-up' },
      ],
      { properties: ['heard'] },
    );
    const pcm = await said(words);
    peer = await newCaller(instance, { tone: null });
    const call = await peer.call(centre.number);
    await hears(call, question);
    await until('the question is over', () => level(call.audio.last(300)) < -50);
    call.audio.sendSound(pcm);
    await hears(call, understood, 30_000);
    await call.whenEnded();
    const contact = await instance.api.endedContact(peer.user);
    const exits = contact.steps.filter(({ type }) => type === 'blockLeft').map(({ data }) => data.exit);
    expect(exits).to.deep.equal(['next', 'next', 'yes', 'next']);
    await instance.expectClean();
  }

  it('is understood by a Vosk server, which hears the caller', async () => {
    server = await startRecogniserServer('billing');
    instance = await startInstance({ env: { PHONES_RECOGNISER: `en=ws://127.0.0.1:${server.port}` } });
    await ask('billing', []);
    expect(server.configurations).to.have.length(1);
    expect(server.sound().length, 'as much as was said').to.be.greaterThan(4000);
  });

  it('is understood by pocketsphinx', async () => {
    instance = await startInstance({ env: { PHONES_RECOGNISER: 'pocketsphinx' } });
    await ask('technical support', ['sales department', 'technical support', 'operator']);
  });
});
