import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import { speechPrograms } from '../../../asterisk-config/root.ts';
import { createSpeech } from '../../../orchestrator/adapters/speech/speech.ts';
import type { SpeechPrograms } from '../../../orchestrator/adapters/speech/synthesise.ts';
import type { Speech } from '../../../orchestrator/runtime/ports/speech.ts';
import { asteriskRoot, rootTimeoutMs } from '../../support/asterisk-root.ts';
import { level } from '../../support/audio.ts';
import { tempFolder } from '../../support/ports.ts';

describe('speech', () => {
  let home: string;
  let folder: string;
  let real: SpeechPrograms;
  let started: string[];
  let warnings: unknown[];
  let speech: Speech;

  before(async function () {
    this.timeout(rootTimeoutMs);
    real = speechPrograms(await asteriskRoot());
  });
  beforeEach(async () => {
    home = await tempFolder('speech');
    folder = join(home, 'prompts', 'tts');
    started = [];
    warnings = [];
    speech = create((program, args) => {
      started.push(program);
      return real(program, args);
    });
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  const create = (programs: SpeechPrograms): Speech =>
    createSpeech({ home, programs, log: { warn: (members: unknown) => void warnings.push(members) } });

  const welcome = { text: { it: 'Benvenuti, è un piacere', en: 'Welcome to the service' } };

  /** Samples of a WAV file without its header (44 bytes). */
  async function samples(path: string): Promise<{ rate: number; pcm: Int16Array }> {
    const wav = await readFile(path);
    expect(wav.toString('latin1', 0, 4)).to.equal('RIFF');
    const pcm = new Int16Array(
      wav.buffer.slice(wav.byteOffset + 44, wav.byteOffset + wav.length - (wav.length % 2)),
    );
    return { rate: wav.readUInt32LE(24), pcm };
  }

  it('names recorded prompts, numbers and digits, in order, and leaves silence out', async () => {
    const media = [
      { sound: 'queue-thereare' },
      { number: 12 },
      { digits: '0*#' },
      { digits: '' },
      { text: { it: ' ', en: '' } },
    ];
    expect(await speech.resolve(media, 'it')).to.deep.equal([
      'sound:queue-thereare',
      'number:12',
      'digits:0*#',
    ]);
    expect(started).to.deep.equal([]);
  });

  it('speaks a text in the language, at telephone rate and at 16 kHz, as loud as recorded prompts', async () => {
    const [italian, english] = [await speech.resolve([welcome], 'it'), await speech.resolve([welcome], 'en')];
    expect(italian).to.have.lengthOf(1);
    expect(italian).to.not.deep.equal(english);
    const path = italian[0]?.slice('sound:'.length) ?? '';
    expect(path.startsWith(`${folder}/`)).to.equal(true);
    for (const [extension, rate] of [
      ['wav', 8000],
      ['wav16', 16_000],
    ] as const) {
      const file = await samples(`${path}.${extension}`);
      expect(file.rate).to.equal(rate);
      expect(file.pcm.length / rate).to.be.within(0.8, 4);
      expect(level(file.pcm)).to.be.within(-25, -12);
    }
  });

  it('synthesises a text once: for several callers at once, and for the next start', async () => {
    const many = await Promise.all(Array.from({ length: 10 }, () => speech.resolve([welcome], 'it')));
    expect(new Set(many.flat()).size).to.equal(1);
    await create(real).resolve([welcome], 'it');
    expect(started.filter(program => program === 'espeak-ng')).to.have.lengthOf(1);
    expect(
      (await readdir(folder)).filter(name => !/\.wav(16)?$/.test(name)),
      'nothing half-made',
    ).to.deep.equal([]);
  });

  it('takes a text for nothing but text', async () => {
    const texts = ['$(touch /tmp/x) `id`; "quoted" <b>&', '--stdin -w /tmp/x', '[[h@loU]] ${EXTEN}'];
    const found = await speech.resolve(
      texts.map(text => ({ text: { it: text, en: text } })),
      'en',
    );
    expect(found).to.have.lengthOf(3);
    for (const uri of found) expect(uri).to.match(/^sound:\/[^\s&]*\/[0-9a-f]{64}$/);
  });

  it('leaves out and logs what cannot be made; the rest is heard', async () => {
    expect(
      await speech.resolve(
        [{ sound: '../../etc/passwd' }, { digits: '1&2' }, { number: 1.5 }, { number: 2 }],
        'it',
      ),
    ).to.deep.equal(['number:2']);
    expect(warnings).to.have.lengthOf(3);
    const broken = create((_program, args) => ({ file: '/nonexistent/espeak', args, env: {} }));
    expect(await broken.resolve([welcome, { sound: 'beep' }], 'it')).to.deep.equal(['sound:beep']);
    expect(warnings).to.have.lengthOf(4);
    expect(await speech.resolve([welcome], 'it'), 'the next attempt is not lost').to.have.lengthOf(1);
  });
});
