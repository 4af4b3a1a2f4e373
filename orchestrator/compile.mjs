/**
 * Compiles the sources once for every start that follows, instead of at each start. What is compiled lies in
 * node_modules/.cache/phones under a hash of the sources it was made of: another version of them (an edit, a
 * `git pull`) is compiled anew, and a server that runs keeps what it was started with.
 *
 * Plain JavaScript, because it must run before anything is compiled. Source maps lead from stack traces to the
 * sources. `import.meta.url` and `import.meta.dirname` stay those of the source, so files beside it are found.
 */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Where our sources lie, and what runs as a program of its own: the command, and each thread. */
const sourceFolders = ['orchestrator', 'ivr-flows', 'admin', 'phonebar', 'asterisk-config'];
const programs = {
  cli: 'orchestrator/cli.ts',
  'fact-thread': 'orchestrator/adapters/store/projection/thread.ts',
};

/**
 * Packages that become part of what is compiled, with what they import: a hundred files each otherwise, found and
 * read at every start, most of them (languages, formats) never used. The others hold native code, look for files
 * of their own, or load parts by name.
 */
const bundled = [
  '@asteasolutions/zod-to-openapi',
  '@marcbachmann/cel-js',
  'connect-session-knex',
  'csrf-sync',
  'express',
  'express-rate-limit',
  'express-session',
  'handlebars',
  'helmet',
  'i18next',
  'knex',
  'libphonenumber-js',
  'luxon',
  'nodemailer',
  'prom-client',
  'yaml',
  'zod',
];

/** Drivers of databases that knex knows and we do not: not installed, and not looked for unless they are used. */
const drivers = ['mariadb', 'mysql', 'oracledb', 'pg', 'pg-query-stream', 'sqlite3', 'tedious'];

/** What is compiled and not used for so long goes when something new is compiled, but not the newest few. */
const keptMs = 30 * 86_400_000;
const keptAlways = 3;

/**
 * Returns the folder with `cli.js` and the threads, compiled now if need be. Rejects with esbuild's errors, or
 * when the folder cannot be written.
 */
export async function compile(at = { root, sourceFolders, programs }) {
  const cache = join(at.root, 'node_modules/.cache/phones');
  const key = await keyOf(at);
  const folder = join(cache, key);
  const now = new Date();
  if (await utimes(folder, now, now).then(...yesOrNo)) return folder;
  const temporary = `${folder}.${process.pid}`;
  try {
    await mkdir(temporary, { recursive: true });
    await bundle(at, temporary, folder);
    if ((await keyOf(at)) !== key)
      throw new Error('the sources changed while they were compiled; start again');
    // Another process may have been quicker: what it made is the same.
    await rename(temporary, folder).catch(async error => {
      if (!(await stat(folder).then(...yesOrNo))) throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  await removeOld(cache);
  return folder;
}

const byName = (a, b) => (a < b ? -1 : 1);
const yesOrNo = [() => true, () => false];

/**
 * Hash of everything that the result depends on: sources, packages, this file, and the place that they name. Of
 * the sources size and times stand for what is in them: to read them all would cost a fifth of a start. The
 * time of the last change of the inode is among them, which nobody can set back (an archive brings old times of
 * modification along).
 */
async function keyOf({ root: top, sourceFolders: folders }) {
  const files = (await Promise.all(folders.map(folder => sourcesIn(join(top, folder))))).flat().sort(byName);
  const hash = createHash('sha256').update(top);
  for (const file of [...files, join(top, 'package-lock.json')]) {
    const { size, mtimeMs, ctimeMs } = statSync(file, { throwIfNoEntry: false }) ?? {};
    hash.update(`\0${relative(top, file)}\0${size}\0${mtimeMs}\0${ctimeMs}`);
  }
  return hash.digest('hex').slice(0, 32);
}

/** Modules of the server: not what pages load, nor what was built for them. */
async function sourcesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter(({ name }) => /\.(ts|mjs|json)$/.test(name))
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
    .filter(file => !/^(client|build|public\/build)\//.test(relative(folder, file)));
}

async function bundle({ root: top, programs: entryPoints }, outdir, folder) {
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: top,
    entryPoints,
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // What is left of CommonJS asks for Node's own modules by `require`, which a module does not have.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module';const require = requireOf(import.meta.url);",
    },
    sourcemap: true,
    sourcesContent: false,
    tsconfigRaw: '{}',
    logLevel: 'silent',
    define: { 'import.meta.compiled': JSON.stringify(folder) },
    plugins: [
      { name: 'place of the source', setup: keepPlaces },
      { name: 'packages', setup: keepOut },
    ],
  });
}

function keepPlaces(build) {
  build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
    const text = await readFile(path, 'utf8');
    const contents = text
      .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
      .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)));
    return { contents, loader: 'ts' };
  });
}

/** Node reads all maps at a start: that of packages would be larger than ours. */
const withoutMap = `//# sourceMappingURL=data:application/json,${encodeURIComponent('{"version":3,"sources":[],"mappings":""}')}`;

/** Of what we import ourselves, packages that are not bundled stay where they are. */
async function keepOut(build) {
  const { absWorkingDir = root } = build.initialOptions;
  const { dependencies = {} } = JSON.parse(await readFile(join(absWorkingDir, 'package.json'), 'utf8'));
  build.onLoad({ filter: /[\\/]node_modules[\\/].*\.[cm]?js$/ }, async ({ path }) => ({
    contents: `${await readFile(path, 'utf8')}\n${withoutMap}`,
    loader: 'js',
  }));
  build.onResolve({ filter: /^[^./]/ }, ({ path, importer }) => {
    const name = path.split('/', path.startsWith('@') ? 2 : 1).join('/');
    if (drivers.includes(name)) return { path, external: true };
    const ours = !importer.includes(`${sep}node_modules${sep}`) || name in dependencies;
    return ours && !bundled.includes(name) && !isBuiltin(path) ? { path, external: true } : null;
  });
}

async function removeOld(cache) {
  const folders = await Promise.all(
    (await readdir(cache)).map(async name => {
      const path = join(cache, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
      return { path, mtimeMs };
    }),
  );
  const old = folders.sort((a, b) => b.mtimeMs - a.mtimeMs).slice(keptAlways);
  for (const { path, mtimeMs } of old)
    if (Date.now() - mtimeMs > keptMs) await rm(path, { recursive: true, force: true });
}
