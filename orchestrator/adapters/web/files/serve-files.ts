/**
 * Serves the files that pages load, compressed where `precompress` has made that (RFC 9110, 12.5.3). Only files are
 * compressed, never pages or answers of the API: those hold tokens beside what a stranger may have written, and the
 * length of a compressed answer would tell them apart (BREACH, CVE-2013-3587).
 */
import { readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import express from 'express';
import type { Request, RequestHandler } from 'express';
import type { ServeFiles } from '../../../runtime/ports/pages.ts';
import { encodings } from './precompress.ts';

/** Codings of each file, by its path from `/`, newer than it. Only these are ever asked of the disk. */
function codingsIn(folder: string): ReadonlyMap<string, readonly (typeof encodings)[number][]> {
  const times = new Map(
    readdirSync(folder, { recursive: true }).map(name => [
      `/${String(name)}`,
      statSync(join(folder, String(name))).mtimeMs,
    ]),
  );
  return new Map(
    [...times].map(([name, at]) => [
      name,
      encodings.filter(({ ending }) => (times.get(`${name}${ending}`) ?? Number.NEGATIVE_INFINITY) >= at),
    ]),
  );
}

/** The best coding that the request names; browsers name all that they know, in an order that means nothing. */
function chosenFor(req: Request, found: readonly (typeof encodings)[number][]) {
  const named = String(req.headers['accept-encoding'] ?? '').toLowerCase();
  return found.find(({ coding }) => named.includes(coding) && req.acceptsEncodings(coding)) ?? null;
}

export const serveFiles: ServeFiles = (folder, cacheControl) => {
  const codings = codingsIn(folder);
  const files = express.static(folder, {
    index: false,
    redirect: false,
    fallthrough: false,
    cacheControl: false,
    setHeaders(res, path) {
      res.setHeader('cache-control', cacheControl(res.req));
      const made = encodings.find(({ ending }) => path.endsWith(ending));
      if (!made) return;
      res.type(extname(path.slice(0, -made.ending.length)));
      res.setHeader('content-encoding', made.coding);
    },
  });
  const handle: RequestHandler = (req, res, next) => {
    const found = codings.get(req.path) ?? [];
    if (found.length > 0) res.vary('accept-encoding');
    const made = chosenFor(req, found);
    if (made) req.url = req.url.replace(/^[^?]*/, path => `${path}${made.ending}`);
    files(req, res, next);
  };
  return handle;
};
