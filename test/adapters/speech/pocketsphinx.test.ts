import { readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { pocketsphinxOf, speechPrograms } from '../../../asterisk-config/root.ts';
import { createPocketsphinx } from '../../../orchestrator/adapters/speech/recognise/pocketsphinx.ts';
import { pipe, type SpeechPrograms } from '../../../orchestrator/adapters/speech/synthesise.ts';
import type { Recogniser } from '../../../orchestrator/runtime/ports/recogniser.ts';
import { asteriskRoot, rootTimeoutMs } from '../../support/asterisk-root.ts';
import { pocketsphinxRoot } from '../../support/pocketsphinx-root.ts';
import { tempFolder } from '../../support/ports.ts';

describe('pocketsphinx', function () {
  this.timeout(30_000);
  let folder: string;
  let programs: SpeechPrograms;
  let root: string;
  let recogniser: Recogniser;

  before(async function () {
    this.timeout(2 * rootTimeoutMs);
    programs = speechPrograms(await asteriskRoot());
    root = await pocketsphinxRoot();
    folder = await tempFolder('pocketsphinx');
    recogniser = createPocketsphinx({ pocketsphinx: pocketsphinxOf(root), programs, timeoutMs: 15_000 });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** espeak-ng says it; as a telephone brings it, 8 kHz. */
  async function said(text: string): Promise<string> {
    const file = join(folder, `${text.replaceAll(' ', '-')}.wav`);
    const spoken = await pipe(
      programs('espeak-ng', ['-v', 'en-us+f2', '-s', '130', '--stdin', '--stdout']),
      Buffer.from(text),
    );
    const format = ['-V1', '-t', 'wav', '--ignore-length', '-', '-r', '8000', '-c', '1', '-b', '16', file];
    await pipe(programs('sox', format), spoken);
    return file;
  }

  const phrases = ['Sales department', 'technical support', 'Billing', 'operator'];
  for (const phrase of phrases)
    it(`understands "${phrase}" among phrases, and gives it back as it was written`, async () => {
      const { text, confidence } = await recogniser.recognise(
        await said(phrase.toLowerCase()),
        'en',
        phrases,
      );
      expect(text).to.equal(phrase);
      expect(confidence).to.be.within(0.3, 1);
    });

  it('understands figures in phrases', async () => {
    const found = await recogniser.recognise(await said('option seven'), 'en', ['Option 7', 'operator']);
    expect(found.text).to.equal('Option 7');
  });

  it('hears nothing in silence', async () => {
    const file = join(folder, 'silence.wav');
    await pipe(
      programs('sox', ['-n', '-r', '8000', '-c', '1', '-b', '16', file, 'trim', '0', '1.5']),
      Buffer.alloc(0),
    );
    expect(await recogniser.recognise(file, 'en', phrases)).to.deep.equal({ text: '', confidence: 0 });
  });

  it('takes free speech too, and several recordings at once', async () => {
    const file = await said('please call me back');
    const found = await Promise.all([1, 2, 3].map(() => recogniser.recognise(file, 'en', [])));
    for (const { text, confidence } of found) {
      expect(text).to.match(/^[a-z' ]+$/);
      expect(confidence).to.be.within(0, 1);
    }
  });

  const refused = (work: Promise<unknown>): Promise<{ code: string; message: string }> =>
    work.then(
      () => expect.fail('it was recognised'),
      (error: { code: string; message: string }) => error,
    );

  it('says why it cannot', async () => {
    const file = await said('billing');
    expect((await refused(recogniser.recognise(file, 'it', ['vendite']))).code).to.equal('invalid');
    const unknown = await refused(recogniser.recognise(file, 'en', ['xyzzyq', 'billing']));
    expect(unknown).to.include({ code: 'invalid', message: '"xyzzyq" is not in the English dictionary' });
    const grammar = await refused(recogniser.recognise(file, 'en', ['<b>; public <x> = billing']));
    expect(grammar.code).to.equal('invalid');
    expect((await refused(recogniser.recognise(join(folder, 'none.wav'), 'en', []))).code).to.equal(
      'invalid',
    );
    const noise = join(folder, 'noise.wav');
    await writeFile(noise, 'this is no sound');
    expect((await refused(recogniser.recognise(noise, 'en', []))).code).to.equal('invalid');
  });

  it('ends what takes too long, and a program that is missing', async () => {
    const file = await said('billing');
    const pocketsphinx = pocketsphinxOf(root);
    const hurried = createPocketsphinx({
      pocketsphinx: { ...pocketsphinx, program: () => ({ file: '/bin/sleep', args: ['60'], env: {} }) },
      programs,
      timeoutMs: 500,
    });
    expect((await refused(hurried.recognise(file, 'en', []))).code).to.equal('timeout');
    const missing = createPocketsphinx({
      pocketsphinx: { ...pocketsphinx, program: args => ({ file: '/nonexistent', args, env: {} }) },
      programs,
      timeoutMs: 500,
    });
    expect((await refused(missing.recognise(file, 'en', []))).code).to.equal('unreachable');
    const left = (await readdir(tmpdir())).filter(name => name.startsWith('phones-heard-'));
    expect(left, 'nothing is left behind').to.deep.equal([]);
  });
});
