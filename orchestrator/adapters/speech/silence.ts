/** Silence as a file that Asterisk plays, made once per length. */
import { access, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Lengths are rounded to this, so that few files are made. */
const stepMs = 100;
const longestMs = 60_000;
const rate = 8000;

/** Absolute path without extension. Rejects when the file cannot be written. */
export async function silence(folder: string, ms: number): Promise<string> {
  const rounded = Math.min(Math.max(Math.round(ms / stepMs) * stepMs, stepMs), longestMs);
  const path = join(folder, String(rounded));
  const present = await access(`${path}.sln`).then(
    () => true,
    () => false,
  );
  if (present) return path;
  await mkdir(folder, { recursive: true });
  // .sln: 16-bit samples at 8 kHz and nothing else (format_sln).
  const temporary = `${path}.${process.hrtime.bigint()}.new`;
  await writeFile(temporary, Buffer.alloc((rounded * rate * 2) / 1000));
  await rename(temporary, `${path}.sln`);
  return path;
}
