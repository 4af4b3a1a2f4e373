import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import { WebSocketServer, type WebSocket } from 'ws';
import { speechPrograms } from '../../../asterisk-config/root.ts';
import { createVosk } from '../../../orchestrator/adapters/speech/recognise/vosk.ts';
import { pipe, type SpeechPrograms } from '../../../orchestrator/adapters/speech/synthesise.ts';
import { asteriskRoot, rootTimeoutMs } from '../../support/asterisk-root.ts';
import { tempFolder } from '../../support/ports.ts';

/** A server after vosk-server's asr_server.py: one answer for each message but the configuration. */
describe('a Vosk server', () => {
  let programs: SpeechPrograms;
  let folder: string;
  let file: string;
  let server: WebSocketServer;
  let configurations: unknown[];
  let heard: Buffer[];
  let authorization: string | undefined;
  /** What it understands, by utterance: the last one at the end of the file. */
  let utterances: object[];
  let misbehave: ((socket: WebSocket, message: string) => boolean) | null;

  before(async function () {
    this.timeout(rootTimeoutMs);
    programs = speechPrograms(await asteriskRoot());
  });
  beforeEach(async () => {
    folder = await tempFolder('vosk');
    file = join(folder, 'heard.wav');
    const tone = ['-n', '-r', '8000', '-c', '1', '-b', '16', file, 'synth', '2', 'sine', '440'];
    await pipe(programs('sox', tone), Buffer.alloc(0));
    [configurations, heard, utterances, misbehave, authorization] = [[], [], [], null, undefined];
    server = new WebSocketServer({
      host: '127.0.0.1',
      port: 0,
      verifyClient: (info: { req: IncomingMessage }) => info.req.url !== '/private',
    });
    await new Promise(resolve => server.once('listening', resolve));
    server.on('connection', (socket, request) => {
      authorization = request.headers.authorization;
      socket.on('message', (data, isBinary) => {
        const message = !isBinary && Buffer.isBuffer(data) ? data.toString('utf8') : '';
        if (misbehave?.(socket, message)) return;
        if (message.includes('config')) return void configurations.push(JSON.parse(message));
        if (message === '{"eof" : 1}') {
          socket.send(JSON.stringify(utterances.shift() ?? { text: '' }));
          return socket.close();
        }
        if (Buffer.isBuffer(data)) heard.push(data);
        const utterance =
          heard.length % 4 === 0 && utterances.length > 1 ? utterances.shift() : { partial: '' };
        socket.send(JSON.stringify(utterance));
      });
    });
  });
  afterEach(async () => {
    for (const socket of server.clients) socket.terminate();
    await new Promise(resolve => server.close(resolve));
    await rm(folder, { recursive: true, force: true });
  });

  const url = (path = ''): string => `ws://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  const recogniser = (path = '', timeoutMs = 5000) =>
    createVosk({
      servers: { it: { url: url(path), header: { name: 'Authorization', value: 'Bearer s3cret' } } },
      programs,
      timeoutMs,
    });
  const refused = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'recognised',
      (error: { code: string }) => error.code,
    );

  it('gets rate, sound and end, and its results are joined', async () => {
    utterances = [
      { text: 'buongiorno', result: [{ conf: 0.9, word: 'buongiorno', start: 0, end: 1 }] },
      {
        text: 'vorrei parlare',
        result: [
          { conf: 0.5, word: 'vorrei' },
          { conf: 0.7, word: 'parlare' },
        ],
      },
    ];
    const found = await recogniser().recognise(file, 'it', []);
    expect(found.text).to.equal('buongiorno vorrei parlare');
    expect(found.confidence).to.be.closeTo(0.7, 0.001);
    expect(configurations).to.deep.equal([{ config: { sample_rate: 8000, words: 1, max_alternatives: 0 } }]);
    expect(Buffer.concat(heard).length).to.equal(2 * 8000 * 2);
    expect(authorization).to.equal('Bearer s3cret');
  });

  it('chooses among phrases, which come back as they were written', async () => {
    utterances = [
      {
        text: 'ufficio vendite',
        result: [
          { conf: 1, word: 'ufficio' },
          { conf: 1, word: 'vendite' },
        ],
      },
    ];
    expect(await recogniser().recognise(file, 'it', ['Ufficio vendite', 'Assistenza'])).to.deep.equal({
      text: 'Ufficio vendite',
      confidence: 1,
    });
    expect(configurations)
      .to.have.nested.property('[0].config.phrase_list')
      .that.deep.equals(['ufficio vendite', 'assistenza', '[unk]']);
  });

  it('that understands none of the phrases gives no text', async () => {
    utterances = [{ text: '[unk]', result: [{ conf: 1, word: '[unk]' }] }];
    expect(await recogniser().recognise(file, 'it', ['sì', 'no'])).to.deep.equal({ text: '', confidence: 0 });
  });

  it('that fails is told by a code', async () => {
    expect(await refused(recogniser().recognise(file, 'en', [])), 'no server').to.equal('invalid');
    expect(await refused(recogniser().recognise('/nonexistent.wav', 'it', []))).to.equal('invalid');
    expect(await refused(recogniser('/private').recognise(file, 'it', []))).to.equal('refused');
    misbehave = () => true;
    expect(await refused(recogniser('', 300).recognise(file, 'it', [])), 'silent').to.equal('timeout');
    misbehave = socket => (socket.close(), true);
    expect(await refused(recogniser().recognise(file, 'it', [])), 'gone').to.equal('unreachable');
    misbehave = (socket, message) => (message === '' ? (socket.send('<html>'), true) : false);
    expect(await refused(recogniser().recognise(file, 'it', [])), 'another protocol').to.equal('invalid');
    const away = recogniser();
    for (const socket of server.clients) socket.terminate();
    await new Promise(resolve => server.close(resolve));
    expect(await refused(away.recognise(file, 'it', []))).to.equal('unreachable');
  });
});
