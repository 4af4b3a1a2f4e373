/** Bundles the PhoneBar's client into phonebar/build: phonebar.js, style.css, ticker.js, icon.svg; driver.js and its debug page. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Metafile } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
export const buildFolder = join(here, 'build');
/** Holds the hash of the sources that the build was made of. */
const stamp = 'sources.sha256';
/** Parts that are fetched by themselves: the hash of what is in them is in their names. */
export const partName = /^part-.*\.js$/;

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
      notifier: join(here, 'client/notifier.ts'),
      style: join(here, 'client/phonebar.css'),
      debug: join(here, 'driver/debug.ts'),
      'debug-style': join(here, 'driver/debug.css'),
      icon: join(here, 'client/icon.svg'),
      'script-style': join(here, 'client/script/script.css'),
    },
    format: 'esm',
    splitting: true,
    chunkNames: 'part-[name]-[hash]',
    metafile: true,
    loader: { '.svg': 'copy' },
  });
  // A classic script for pages elsewhere: PhoneBarDriver.connect(...).
  const driver = build({
    ...common,
    entryPoints: { driver: join(here, 'driver/index.ts') },
    format: 'iife',
    globalName: 'PhoneBarDriver',
  });
  const [{ metafile, outputFiles }, { outputFiles: ofDriver }] = await Promise.all([page, driver]);
  await mkdir(buildFolder, { recursive: true });
  for (const { path, contents } of [...outputFiles, ...ofDriver]) await writeWhole(path, contents);
  await writeWhole(join(buildFolder, startFile), JSON.stringify(startOf(metafile)));
  const made = new Set(outputFiles.map(({ path }) => basename(path)));
  for (const name of await readdir(buildFolder))
    if (partName.test(name) && !made.has(name)) await rm(join(buildFolder, name));
  await writeWhole(join(buildFolder, stamp), sources);
}

/** What the page begins with besides its entry, so that the browser fetches all of it at once. */
export interface Start {
  /** Names of files. */
  parts: string[];
  /** Texts, by language. */
  texts: { it: string; en: string };
}

const startFile = 'start.json';

export async function readStart(): Promise<Start> {
  return JSON.parse(await readFile(join(buildFolder, startFile), 'utf8')) as Start;
}

function startOf({ outputs }: Metafile): Start {
  const built = Object.entries(outputs);
  const imported = (path: string): string[] =>
    (outputs[path]?.imports ?? [])
      .filter(({ kind }) => kind === 'import-statement')
      .flatMap(({ path: other }) => [other, ...imported(other)]);
  const made = (source: string): string => {
    const found = built.find(([, { entryPoint }]) => entryPoint?.endsWith(source));
    if (!found) throw new Error(`nothing is built of ${source}`);
    return found[0];
  };
  return {
    parts: [...new Set(imported(made('client/main.ts')).map(path => basename(path)))],
    texts: { it: basename(made('locales/it.json')), en: basename(made('locales/en.json')) },
  };
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
