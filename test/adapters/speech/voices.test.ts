import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import { speechPrograms } from '../../../asterisk-config/root.ts';
import { createSpeech, type SpeechOptions } from '../../../orchestrator/adapters/speech/speech.ts';
import { type SpeechPrograms, synthesise } from '../../../orchestrator/adapters/speech/synthesise.ts';
import type { SpeechCounter } from '../../../orchestrator/runtime/ports/speech.ts';
import { asteriskRoot, rootTimeoutMs } from '../../support/asterisk-root.ts';
import { tempFolder } from '../../support/ports.ts';
import { until } from '../../support/until.ts';

describe('voices', () => {
  let home: string;
  let folder: string;
  let real: SpeechPrograms;
  let started: string[][];
  let counted: Partial<Record<SpeechCounter, number>>;
  let now: number;

  before(async function () {
    this.timeout(rootTimeoutMs);
    real = speechPrograms(await asteriskRoot());
  });
  beforeEach(async () => {
    home = await tempFolder('voices');
    folder = join(home, 'prompts', 'tts');
    started = [];
    counted = {};
    now = 1_800_000_000_000;
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  const create = (more: Partial<SpeechOptions> = {}) =>
    createSpeech({
      home,
      programs: (program, args) => {
        started.push([program, ...args]);
        return real(program, args);
      },
      metrics: { count: (counter, by) => void (counted[counter] = (counted[counter] ?? 0) + by) },
      now: () => now,
      log: { warn: () => undefined },
      ...more,
    });
  const cached = async (): Promise<string[]> =>
    (await readdir(folder)).filter(name => name.endsWith('.wav')).map(name => name.slice(0, -4));

  it('speaks with the voice that is asked for, and keeps the files of each apart', async () => {
    const speech = create();
    const own = await speech.resolve([{ speech: 'Good morning' }], 'en');
    const chosen = await speech.resolve([{ speech: 'Good morning' }], 'en', 'en-gb+f2');
    expect(chosen).to.have.lengthOf(1);
    expect(chosen).to.not.deep.equal(own);
    expect(started.filter(([program]) => program === 'espeak-ng').map(call => call[2])).to.deep.equal([
      'en',
      'en-gb+f2',
    ]);
  });

  it('plays silence of the given length, and prompts of the library, in the other language for want of one', async () => {
    const library = {
      find: (name: string, language: string) =>
        name === 'welcome' && language === 'it' ? '/library/welcome-it' : null,
    };
    const found = await create({ library }).resolve(
      [{ prompt: 'welcome' }, { silenceMs: 300 }, { silenceMs: 0 }, { prompt: 'unknown' }],
      'en',
    );
    expect(found).to.have.lengthOf(2);
    expect(found[0]).to.equal('sound:/library/welcome-it');
    const file = await readFile(`${found[1]?.slice('sound:'.length)}.sln`);
    expect(file.length).to.equal(300 * 8 * 2);
    expect(counted.partsLeftOut).to.equal(1);
  });

  describe('the cache', () => {
    it('removes what was used longest ago when it is full, and counts it', async () => {
      const speech = create({ mostBytes: 300_000 });
      await speech.resolve([{ speech: 'This is the first of several announcements' }], 'en');
      const [first] = await cached();
      for (let number = 2; number <= 8; number++) {
        now += 3_600_000;
        await speech.resolve([{ speech: 'This is the first of several announcements' }], 'en');
        await speech.resolve([{ speech: `This is announcement number ${number} of several` }], 'en');
      }
      const left = await cached();
      expect(left).to.include(first, 'it was used again and again');
      expect(left.length).to.be.within(2, 6);
      expect(counted.filesRemoved).to.equal(8 - left.length);
      expect((await readdir(folder)).length, 'both files of each').to.equal(2 * left.length);
    });

    it('keeps what may be about to be played, full or not', async () => {
      const speech = create({ mostBytes: 1 });
      await speech.resolve([{ speech: 'one' }], 'en');
      await speech.resolve([{ speech: 'two' }], 'en');
      expect(await cached()).to.have.lengthOf(2);
      now += 700_000;
      await speech.resolve([{ speech: 'three' }], 'en');
      expect(await cached()).to.have.lengthOf(1);
    });

    it('knows after a start how old its files are', async () => {
      await mkdir(folder, { recursive: true });
      const ages: [string, number][] = [
        ['a', 40],
        ['b', 30],
        ['c', 50],
      ];
      for (const [digit, daysAgo] of ages)
        for (const extension of ['wav', 'wav16']) {
          const file = join(folder, `${digit.repeat(64)}.${extension}`);
          await writeFile(file, Buffer.alloc(50_000));
          await utimes(file, now / 1000 - daysAgo * 86_400, now / 1000 - daysAgo * 86_400);
        }
      await create({ mostBytes: 250_000 }).resolve([{ speech: 'new' }], 'en');
      const left = await cached();
      expect(left).to.include('b'.repeat(64));
      expect(left).to.not.include('c'.repeat(64));
    });
  });

  describe('a voice server', () => {
    let server: Server;
    let url: string;
    let answer: (request: IncomingMessage, response: ServerResponse) => void;
    let asked: { body: string; authorization: string | undefined }[];
    let wav: Buffer;

    before(async () => {
      wav = (await synthesise(real, { language: 'en', text: 'The server speaks' })).wav16;
    });
    beforeEach(async () => {
      asked = [];
      answer = (_request, response) => void response.setHeader('content-type', 'audio/wav').end(wav);
      server = createServer((request, response) => {
        let body = '';
        request.setEncoding('utf8').on('data', (chunk: string) => {
          body += chunk;
        });
        request.on('end', () => {
          asked.push({ body, authorization: request.headers.authorization });
          answer(request, response);
        });
      });
      await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/speak`;
    });
    afterEach(async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    });

    const served = (timeoutMs = 5000) =>
      create({ server: { url, header: { name: 'Authorization', value: 'Bearer s3cret' }, timeoutMs } });
    const spokenByEspeak = () => started.filter(([program]) => program === 'espeak-ng').length;

    it('is asked once for a text, with its secret, and its sound is converted', async () => {
      const speech = served();
      const found = await speech.resolve([{ speech: 'Ciao' }], 'it', 'paola');
      await speech.resolve([{ speech: 'Ciao' }], 'it', 'paola');
      expect(asked).to.deep.equal([
        { body: '{"text":"Ciao","language":"it","voice":"paola"}', authorization: 'Bearer s3cret' },
      ]);
      const file = await readFile(`${found[0]?.slice('sound:'.length)}.wav`);
      expect(file.readUInt32LE(24)).to.equal(8000);
      expect(spokenByEspeak()).to.equal(0);
      expect(counted).to.deep.equal({ textsSpoken: 1 });
    });

    const failures: [string, typeof answer][] = [
      ['refuses', (_request, response) => void response.writeHead(401).end()],
      [
        'answers no sound',
        (_request, response) => void response.setHeader('content-type', 'text/html').end('<p>'),
      ],
      [
        'answers a broken sound',
        (_request, response) => void response.setHeader('content-type', 'audio/flac').end('x'),
      ],
      [
        'leads elsewhere',
        (_request, response) => void response.writeHead(302, { location: `${url}2` }).end(),
      ],
      ['hangs', () => undefined],
      ['breaks off', (request, response) => void (response.write('RIFF'), request.socket.destroy())],
    ];
    for (const [what, how] of failures)
      it(`that ${what} is replaced by espeak-ng for a while, and asked again then`, async () => {
        answer = how;
        const speech = served(what === 'hangs' ? 300 : 5000);
        const spare = await speech.resolve([{ speech: 'Hello' }], 'en', 'amy');
        expect(spare).to.have.lengthOf(1);
        await speech.resolve([{ speech: 'Goodbye' }], 'en');
        expect(asked, 'left alone').to.have.lengthOf(1);
        expect(spokenByEspeak()).to.equal(2);
        expect(counted.spareVoice).to.equal(2);
        now += 20_000;
        answer = (_request, response) => void response.setHeader('content-type', 'audio/wav').end(wav);
        const back = await speech.resolve([{ speech: 'Hello' }], 'en', 'amy');
        expect(asked).to.have.lengthOf(2);
        expect(back, 'the spare file is not taken for the server’s').to.not.deep.equal(spare);
      });

    it('that is away is no reason to wait for what it has said already', async () => {
      const speech = served();
      const found = await speech.resolve([{ speech: 'Hello' }], 'en');
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
      await speech.resolve([{ speech: 'Something new' }], 'en');
      expect(await speech.resolve([{ speech: 'Hello' }], 'en')).to.deep.equal(found);
      await until('the fallback was counted once', () => counted.spareVoice === 1);
    });
  });
});
