/** Bundles the PhoneBar's client into phonebar/build: phonebar.js, style.css, ticker.js, icon.svg; driver.js and its debug page. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
export const buildFolder = join(here, 'build');
/** Holds the hash of the sources that the build was made of. */
const stamp = 'sources.sha256';

/** Builds when a source, a locale or the lock file of the packages changed since the last time. Rejects with esbuild's errors. */
export async function buildPhonebar(): Promise<void> {
  const sources = await hashOfSources();
  const built = await readFile(join(buildFolder, stamp), 'utf8').catch(() => '');
  if (built === sources) return;
  const { build } = await import('esbuild');
  const common = {
    outdir: buildFolder,
    bundle: true,
    minify: true,
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    tsconfigRaw: '{}',
    write: false,
    logLevel: 'silent',
  } as const;
  const page = build({
    ...common,
    entryPoints: {
      phonebar: join(here, 'client/main.ts'),
      ticker: join(here, 'client/ticker.ts'),
      style: join(here, 'client/phonebar.css'),
      debug: join(here, 'driver/debug.ts'),
      'debug-style': join(here, 'driver/debug.css'),
      icon: join(here, 'client/icon.svg'),
    },
    format: 'esm',
    loader: { '.svg': 'copy' },
  });
  // A classic script for pages elsewhere: PhoneBarDriver.connect(...).
  const driver = build({
    ...common,
    entryPoints: { driver: join(here, 'driver/index.ts') },
    format: 'iife',
    globalName: 'PhoneBarDriver',
  });
  const files = (await Promise.all([page, driver])).flatMap(({ outputFiles }) => outputFiles);
  await mkdir(buildFolder, { recursive: true });
  for (const { path, contents } of files) await writeWhole(path, contents);
  await writeWhole(join(buildFolder, stamp), sources);
}

/** A reader sees the old file or the new one, never half of it; two builds at once do no harm. */
async function writeWhole(path: string, contents: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}`;
  await writeFile(temporary, contents);
  await rename(temporary, path);
}

async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256');
  const files = (
    await Promise.all(['client', 'driver', 'locales'].map(folder => filesIn(join(here, folder))))
  )
    .flat()
    .sort();
  for (const file of [...files, join(here, 'build.ts'), join(here, '../package-lock.json')])
    hash
      .update(relative(here, file))
      .update('\0')
      .update(await readFile(file))
      .update('\0');
  return hash.digest('hex');
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
}
