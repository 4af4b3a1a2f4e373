/** Prompts over the API: uploads of every kind, good and bad, speech, listening, versions. */
import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { speechPrograms } from '../../asterisk-config/root.ts';
import { asteriskRoot, rootTimeoutMs } from '../support/asterisk-root.ts';
import { startSite, type Site } from './support/site.ts';
import { member, type Reply, type Visitor } from './support/visitor.ts';

describe('web: prompts', function () {
  this.timeout(30_000);
  let site: Site;
  let sara: Visitor;
  let sox: (format: string, seconds: number) => Buffer;
  let long: Buffer;
  let made = 0;

  before(async function () {
    this.timeout(rootTimeoutMs);
    const programs = speechPrograms(await asteriskRoot());
    sox = (format, seconds) => {
      const tone = [
        '-n',
        '-r',
        '44100',
        '-c',
        '2',
        '-t',
        format,
        '-',
        'synth',
        String(seconds),
        'sine',
        '440',
      ];
      const { file, args, env } = programs('sox', tone);
      const { stdout, stderr } = spawnSync(file, args, { env, maxBuffer: 100_000_000 });
      if (stdout.length === 0) throw new Error(stderr.toString());
      return stdout;
    };
    // Takes longer than a server keeps an idle connection.
    long = sox('mp3', 660);
    site = await startSite();
    sara = await site.signedIn('sara');
  });
  after(() => site.close());

  async function make(): Promise<string> {
    made += 1;
    const { body } = await sara.api('POST', '/prompts', { name: `prompt ${made}` });
    return `/prompts/${String(member(body, 'id'))}`;
  }
  async function upload(path: string, file: Buffer, who = sara): Promise<Reply> {
    const response = await fetch(`${site.address}/api/v1${path}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream', cookie: who.cookie, ...who.headers },
      body: new Uint8Array(file),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? '' : JSON.parse(text) };
  }
  async function listen(path: string, headers: Record<string, string> = {}): Promise<[number, Buffer]> {
    const response = await sara.fetch('GET', `/api/v1${path}`, { headers });
    return [response.status, Buffer.from(await response.arrayBuffer())];
  }

  it('calls a phone to record, tells where that stands, and hangs up', async () => {
    const prompt = await make();
    const begun = await sara.api('POST', `${prompt}/it/record`, { number: '201', speak: 'en' });
    expect(begun.status, JSON.stringify(begun.body)).to.equal(202);
    expect(begun.body).to.include({ step: 'calling', language: 'it', result: null, version: null });
    const path = `${prompt}/it/record/${String(member(begun.body, 'id'))}`;
    expect((await sara.api('GET', path)).body).to.deep.equal(begun.body);
    expect((await sara.api('GET', path.replace('/it/', '/en/'))).status, 'of another language').to.equal(404);
    expect((await sara.api('DELETE', path)).status).to.equal(204);
    expect((await sara.api('GET', path)).body).to.include({ step: 'ended', result: 'cancelled' });
    const boss = await site.signedIn('boss');
    const { body } = await boss.api('GET', '/audit');
    expect(JSON.stringify(body)).to.include('recordByPhone');
  });

  it('refuses to call what is no number, may not be called, or for no prompt', async () => {
    const prompt = await make();
    const status = async (path: string, body: unknown): Promise<number> =>
      (await sara.api('POST', path, body)).status;
    expect(await status(`${prompt}/it/record`, {})).to.equal(422);
    expect(await status(`${prompt}/it/record`, { number: 'SIP/evil' })).to.equal(422);
    expect(await status(`${prompt}/it/record`, { number: '899123' })).to.equal(409);
    expect(await status(`${prompt}/fr/record`, { number: '201' })).to.equal(404);
    expect(await status('/prompts/99999/it/record', { number: '201' })).to.equal(404);
    expect((await sara.api('GET', `${prompt}/it/record/unknown`)).status).to.equal(404);
    const { visitor } = await site.operator('olga');
    expect((await visitor.api('POST', `${prompt}/it/record`, { number: '201' })).status).to.equal(403);
  });

  for (const format of ['wav', 'mp3', 'ogg'])
    it(`takes ${format}, and gives a WAV file of 16 kHz`, async () => {
      const prompt = await make();
      const reply = await upload(`${prompt}/it`, sox(format, 1.5));
      expect(reply.status, JSON.stringify(reply.body)).to.equal(200);
      expect(reply.body).to.include({ language: 'it', version: 1, made: 'upload', by: 'sara', text: '' });
      expect(member(reply.body, 'durationMs')).to.be.within(1400, 1600);
      const [status, wav] = await listen(`${prompt}/it/audio`);
      expect([status, wav.toString('latin1', 0, 4), wav.readUInt32LE(24)]).to.deep.equal([
        200,
        'RIFF',
        16_000,
      ]);
      const peak = Math.max(
        ...new Int16Array(
          wav.buffer.slice(wav.byteOffset + 44, wav.byteOffset + wav.length - (wav.length % 2)),
        ),
      );
      expect(peak, 'level is normalised').to.be.within(20_000, 26_000);
    });

  it('answers ranges, so that a player can seek', async () => {
    const prompt = await make();
    await upload(`${prompt}/en?made=recorded`, sox('wav', 1));
    const [status, part] = await listen(`${prompt}/en/audio`, { range: 'bytes=44-143' });
    expect([status, part.length]).to.deep.equal([206, 100]);
    const [beyond] = await listen(`${prompt}/en/audio`, { range: 'bytes=90000000-' });
    expect(beyond).to.equal(416);
  });

  it('refuses what is no sound, is damaged, empty, too long or too large', async () => {
    const prompt = await make();
    const wav = sox('wav', 1);
    const cases: [string, Buffer, number, string][] = [
      ['nothing', Buffer.alloc(0), 422, 'unreadableAudio'],
      ['a text', Buffer.from('#!/bin/sh\necho'), 422, 'unreadableAudio'],
      ['a playlist', Buffer.from('#EXTM3U\n/etc/passwd\n'), 422, 'unreadableAudio'],
      ['a page', Buffer.from('<html>'), 422, 'unreadableAudio'],
      ['a header alone', Buffer.from('RIFF\0\0\0\0WAVE'), 422, 'unreadableAudio'],
      ['noise after ID3', Buffer.concat([Buffer.from('ID3'), Buffer.alloc(5000, 7)]), 422, 'unreadableAudio'],
      [
        'noise after OggS',
        Buffer.concat([Buffer.from('OggS'), Buffer.alloc(5000, 7)]),
        422,
        'unreadableAudio',
      ],
      ['no samples', wav.subarray(0, 44), 422, 'unreadableAudio'],
      ['20 ms', sox('wav', 0.02), 422, 'audioTooShort'],
      ['eleven minutes', long, 422, 'audioTooLong'],
      ['21 MB', Buffer.concat([wav, Buffer.alloc(21_000_000)]), 413, 'tooLarge'],
    ];
    for (const [what, file, status, code] of cases) {
      const reply = await upload(`${prompt}/it`, file);
      expect([reply.status, member(reply.body, 'code')], what).to.deep.equal([status, code]);
    }
    expect((await sara.api('GET', `${prompt}/recordings`)).body).to.deep.equal({ items: [] });
  });

  it('keeps names of people out of file names, and knows languages only', async () => {
    const wav = sox('wav', 0.5);
    const { body } = await sara.api('POST', '/prompts', { name: '../../../etc/passwd' });
    const prompt = `/prompts/${String(member(body, 'id'))}`;
    expect((await upload(`${prompt}/it`, wav)).status).to.equal(200);
    for (const language of ['de', '..%2F..', '%2e%2e', 'it%00'])
      expect((await upload(`${prompt}/${language}`, wav)).status, language).to.be.oneOf([400, 404, 405]);
    const names = await readdir(join(site.home, 'prompts', 'library'));
    for (const name of names) expect(name).to.match(/^[0-9a-f]{64}\.wav(16)?$/);
    expect((await listen(`${prompt}/it/audio?version=..`))[0]).to.equal(400);
    expect((await upload('/prompts/987654/it', wav)).status).to.equal(404);
  });

  it('speaks a text, with preview', async () => {
    const prompt = await make();
    const response = await sara.fetch('POST', '/api/v1/prompts/speech-preview', {
      body: { language: 'it', text: 'Buongiorno', voice: 'it+f3' },
    });
    expect([response.status, response.headers.get('content-type')]).to.deep.equal([200, 'audio/wav']);
    expect((await response.arrayBuffer()).byteLength).to.be.greaterThan(10_000);
    const reply = await sara.api('POST', `${prompt}/it/speech`, { text: 'Buongiorno a tutti' });
    expect(reply.body).to.include({ made: 'speech', text: 'Buongiorno a tutti', version: 1 });
    for (const text of ['', ' ', 'x'.repeat(2001)])
      expect((await sara.api('POST', `${prompt}/it/speech`, { text })).status).to.equal(422);
    const flags = await sara.api('POST', '/prompts/speech-preview', {
      language: 'it',
      text: 'a',
      voice: '-f/etc/passwd',
    });
    expect(flags.status).to.equal(422);
  });

  it('goes back to an earlier version, and finds the file for playing', async () => {
    const prompt = await make();
    await upload(`${prompt}/it`, sox('wav', 1));
    await sara.api('POST', `${prompt}/it/speech`, { text: 'due' });
    expect((await sara.api('POST', `${prompt}/it/restore`, { version: 1 })).body).to.include({
      version: 3,
      made: 'upload',
    });
    expect((await sara.api('GET', `${prompt}/it/versions`)).body).to.have.nested.property('items.length', 3);
    expect((await sara.api('POST', `${prompt}/it/restore`, { version: 8 })).status).to.equal(404);
    const [, first] = await listen(`${prompt}/it/audio?version=1`);
    const [, now] = await listen(`${prompt}/it/audio`);
    expect(now.equals(first)).to.equal(true);
    expect(site.prompts.find(`prompt ${made}`, 'it')).to.match(/\/prompts\/library\/[0-9a-f]{64}$/);
    expect(site.prompts.find(`prompt ${made}`, 'en')).to.equal(null);
    expect((await sara.api('DELETE', `${prompt}/it`)).status).to.equal(204);
    expect((await sara.api('DELETE', `${prompt}/it`)).status).to.equal(404);
    expect(site.prompts.find(`prompt ${made}`, 'it')).to.equal(null);
    const { items } = await site.store.audit.list({ object: prompt.slice(1) });
    expect(items.map(({ action }) => action)).to.deep.equal([
      'removeRecording',
      'restore',
      'record',
      'record',
      'create',
    ]);
  });

  it('tells flows in which languages prompts are recorded', async () => {
    const prompt = await make();
    await sara.api('POST', `${prompt}/en/speech`, { text: 'hello' });
    const { body } = await sara.api('GET', '/flow-references');
    expect(member(body, 'prompts')).to.deep.include({ name: `prompt ${made}`, languages: ['en'] });
  });

  it('is for supervisors and administrators, with the token of the session', async () => {
    const prompt = await make();
    const { visitor } = await site.operator('otto');
    expect((await upload(`${prompt}/it`, Buffer.from('x'), visitor)).status).to.equal(403);
    const stranger = site.visitor().steal(sara.cookie);
    expect((await upload(`${prompt}/it`, Buffer.from('x'), stranger)).status).to.equal(403);
    expect((await upload(`${prompt}/it`, Buffer.from('x'), site.visitor())).status).to.equal(401);
  });
});
