/** Files of pages go out compressed where the browser takes it, each with what caches need to know. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import express from 'express';
import { once } from 'node:events';
import { createServer, get, type IncomingHttpHeaders, type Server } from 'node:http';
import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { precompress } from '../../orchestrator/adapters/web/files/precompress.ts';
import { serveFiles } from '../../orchestrator/adapters/web/files/serve-files.ts';
import { tempFolder } from '../support/ports.ts';

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

describe('files of pages', () => {
  const script = `export const words = ${JSON.stringify('phones '.repeat(400))};\n`;
  let folder: string;
  let server: Server;

  before(async () => {
    folder = await tempFolder('files');
    await mkdir(join(folder, 'build'));
    for (const [name, content] of [
      ['build/page.js', script],
      ['build/old.js', script],
      ['build/small.css', 'a{}'],
      ['build/font.woff2', 'x'.repeat(4000)],
      ['build/.stamp.json', `"${'x'.repeat(4000)}"`],
    ] as const)
      await writeFile(join(folder, name), content);
    await precompress(folder);
    // Built again since.
    const later = Date.now() / 1000 + 60;
    await writeFile(join(folder, 'build/old.js'), 'new');
    await utimes(join(folder, 'build/old.js'), later, later);
    const app = express();
    app.use(
      '/files',
      serveFiles(folder, () => 'public, max-age=31536000, immutable'),
    );
    app.use(((error, _req, res, _next) => res.status(error.status).end()) as express.ErrorRequestHandler);
    server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  });

  async function ask(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    const at = server.address();
    const port = at && typeof at === 'object' ? at.port : 0;
    return new Promise((resolve, reject) => {
      get({ port, host: '127.0.0.1', path, headers }, response => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(parts),
          }),
        );
      }).on('error', reject);
    });
  }

  it('come as Brotli, gzip or as they are', async () => {
    const readers = [
      ['gzip, deflate, br', 'br', brotliDecompressSync],
      ['gzip', 'gzip', gunzipSync],
      ['br;q=0, gzip', 'gzip', gunzipSync],
      ['', undefined, (body: Buffer) => body],
      ['identity', undefined, (body: Buffer) => body],
      ['br;q=0', undefined, (body: Buffer) => body],
    ] as const;
    for (const [accepted, coding, read] of readers) {
      const headers: Record<string, string> = accepted === '' ? {} : { 'accept-encoding': accepted };
      const answer = await ask('/files/build/page.js?v=1', headers);
      expect(answer.status, accepted).to.equal(200);
      expect(answer.headers['content-encoding'], accepted).to.equal(coding);
      expect(answer.headers['content-type'], accepted).to.match(/^text\/javascript/);
      expect(answer.headers['vary'], accepted).to.equal('accept-encoding');
      expect(answer.headers['cache-control'], accepted).to.equal('public, max-age=31536000, immutable');
      expect(read(answer.body).toString(), accepted).to.equal(script);
      if (coding) expect(answer.body.length).to.be.below(script.length / 4);
    }
  });

  it('have a tag of their own for each coding, which answers 304', async () => {
    const tags = new Set<string>();
    for (const coding of ['br', 'gzip', 'identity']) {
      const { headers } = await ask('/files/build/page.js', { 'accept-encoding': coding });
      const tag = headers.etag ?? '';
      tags.add(tag);
      const again = await ask('/files/build/page.js', { 'accept-encoding': coding, 'if-none-match': tag });
      expect(again.status, coding).to.equal(304);
      expect(again.body).to.have.length(0);
      expect(again.headers['vary']).to.equal('accept-encoding');
    }
    expect(tags.size).to.equal(3);
  });

  it('come as they are where compressing saves nothing, or the compressed one is older', async () => {
    const headers = { 'accept-encoding': 'gzip, br' };
    for (const [name, content] of [
      ['small.css', 'a{}'],
      ['font.woff2', 'x'.repeat(4000)],
      ['old.js', 'new'],
    ] as const) {
      const answer = await ask(`/files/build/${name}`, headers);
      expect(answer.headers['content-encoding'], name).to.equal(undefined);
      expect(answer.body.toString(), name).to.equal(content);
    }
  });

  it('are those of the folder alone', async () => {
    for (const path of ['none.js', '.stamp.json', '..%2f..%2fetc/passwd', '%2e%2e/%2e%2e/etc/passwd', '%ff'])
      expect((await ask(`/files/build/${path}`, { 'accept-encoding': 'br' })).status, path).to.be.oneOf([
        400, 403, 404,
      ]);
  });
});
