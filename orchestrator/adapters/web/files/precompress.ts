/** Compresses built files once, so that no request waits for it and the best ratio costs nothing. */
import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Text. Fonts and pictures are compressed by their formats. */
const compressible = new Set(['.js', '.css', '.svg', '.json']);
/** Below it headers weigh more than what is saved. */
const leastBytes = 1024;

/** Endings of compressed files, best first, with the name that HTTP knows them by (RFC 9110, 8.4.1; RFC 7932). */
export const encodings = [
  { ending: '.br', coding: 'br' },
  { ending: '.gz', coding: 'gzip' },
] as const;

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

async function compress(content: Buffer, coding: 'br' | 'gzip'): Promise<Buffer> {
  if (coding === 'gzip') return zip(content, { level: 9 });
  const { BROTLI_PARAM_QUALITY: quality, BROTLI_PARAM_SIZE_HINT: size } = constants;
  return brotli(content, { params: { [quality]: 11, [size]: content.length } });
}

/** Beside each file of text of the folder and those below it: `name.br` and `name.gz`, where they are not yet or older. */
export async function precompress(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter(
    ({ name }) => !name.startsWith('.') && compressible.has(extname(name).toLowerCase()),
  );
  await Promise.all(
    files.map(async entry => {
      const file = join(entry.parentPath, entry.name);
      const { size, mtimeMs } = await stat(file);
      if (!entry.isFile() || size < leastBytes) return;
      for (const { ending, coding } of encodings) {
        const made = await stat(`${file}${ending}`).catch(() => null);
        if (made && made.mtimeMs >= mtimeMs) continue;
        // A reader sees the old file or the new one, never half of it.
        const temporary = `${file}${ending}.${process.pid}`;
        await writeFile(temporary, await compress(await readFile(file), coding));
        await rename(temporary, `${file}${ending}`);
      }
    }),
  );
}
