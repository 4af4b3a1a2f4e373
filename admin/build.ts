/**
 * Makes `admin/public/build`: the client modules (esbuild), Tabler's style sheet, and the icon font with
 * only the icon classes that our pages use. Nothing is done when no input is newer than the last build.
 */
import type { Plugin } from 'esbuild';
import { copyFile, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
export const buildFolder = join(here, 'public', 'build');
const stampFile = join(buildFolder, '.inputs.json');
const require = createRequire(import.meta.url);
const tablerFolder = dirname(require.resolve('@tabler/core/package.json'));
const iconsFolder = dirname(require.resolve('@tabler/icons-webfont/package.json'));

/** Builds what is out of date; resolves at once when everything is fresh. Rejects when a module does not compile. */
export async function buildAdmin(): Promise<void> {
  const inputs = await describeInputs();
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === inputs) return;
  await rm(buildFolder, { recursive: true, force: true });
  await mkdir(join(buildFolder, 'fonts'), { recursive: true });
  await Promise.all([
    bundleModules(),
    writeTablerSheet(),
    copyFile(
      join(iconsFolder, 'dist/fonts/tabler-icons.woff2'),
      join(buildFolder, 'fonts/tabler-icons.woff2'),
    ),
    writeIconSheet(),
    copyFile(join(here, 'public', 'admin.css'), join(buildFolder, 'admin.css')),
  ]);
  await writeFile(stampFile, inputs);
}

/** zod brings its messages in sixty languages, a fifth of the bundle; pages say problems in words of their own. */
const withoutZodLanguages: Plugin = {
  name: 'without-zod-languages',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/locales\/index\.js$/ }, ({ importer }) =>
      /[\\/]zod[\\/]/.test(importer) ? { path: 'languages', namespace: 'none' } : null,
    );
    onLoad({ filter: /.*/, namespace: 'none' }, () => ({ contents: '' }));
  },
};

async function bundleModules(): Promise<void> {
  const { build } = await import('esbuild');
  const folder = join(here, 'client');
  const pages = (await readdir(join(folder, 'pages'))).map(name => join(folder, 'pages', name));
  const common = {
    bundle: true,
    minify: true,
    outdir: buildFolder,
    logLevel: 'error',
    target: 'es2022',
  } as const;
  await Promise.all([
    build({ ...common, entryPoints: pages, format: 'esm', splitting: true, chunkNames: 'chunk-[hash]' }),
    // React and the flow language are large: this page alone loads them.
    build({
      ...common,
      entryPoints: {
        designer: join(here, 'designer', 'main.tsx'),
        'designer-look': join(here, 'designer', 'look.css'),
      },
      format: 'esm',
      splitting: true,
      chunkNames: 'designer-[name]-[hash]',
      jsx: 'automatic',
      define: { 'process.env.NODE_ENV': '"production"' },
      plugins: [withoutZodLanguages],
    }),
    // Runs before the first paint, so it is a classic script.
    build({ ...common, entryPoints: [join(folder, 'theme.ts')], format: 'iife' }),
  ]);
}

/**
 * Tabler's sheet without selectors that make browsers look at every element below one that changes, tens of
 * milliseconds for each frame of a large flow that is moved: one on the attribute `style`, which our pages do not
 * have, and those on parts of class names, each of which makes a changed class a change of everything below it.
 */
async function writeTablerSheet(): Promise<void> {
  const sheet = await readFile(join(tablerFolder, 'dist/css/tabler.min.css'), 'utf8');
  const quick = sheet
    .replaceAll(',[style*=background]', '')
    // Striped tables spare what has a colour of its own: ours have not.
    .replaceAll(/>:not\(:is\(\[class[^)]*\)\)/g, '>*')
    .replaceAll(/:not\(:is\(\[class[^)]*\)\)/g, '')
    .replaceAll('[class^=container]', ':is(.container,.container-fluid,.container-xl)');
  await writeFile(join(buildFolder, 'tabler.css'), quick);
}

/** The rules of the icon font for the icons named in views and sources; all 6,000 would be 300 kB. */
async function writeIconSheet(): Promise<void> {
  const used = new Set<string>();
  for (const file of await sourceFiles())
    for (const [, name] of (await readFile(file, 'utf8')).matchAll(/(?:['"]|\bti-)([a-z0-9-]+)\b/g))
      if (name) used.add(name);
  const sheet = await readFile(join(iconsFolder, 'dist/tabler-icons.css'), 'utf8');
  const glyphs = [...sheet.matchAll(/\.ti-([a-z0-9-]+):before \{\s*content: ("[^"]+");\s*\}/g)].filter(
    ([, name]) => used.has(name ?? ''),
  );
  await writeFile(
    join(buildFolder, 'icons.css'),
    `@font-face{font-family:tabler-icons;src:url(fonts/tabler-icons.woff2) format("woff2");font-display:block}
.ti{font-family:tabler-icons;font-style:normal;font-weight:400;line-height:1;-webkit-font-smoothing:antialiased}
${glyphs.map(([, name, content]) => `.ti-${name}::before{content:${content}}`).join('\n')}
`,
  );
}

/** Every file that the build reads, with its size and time: equal text = nothing to do. */
async function describeInputs(): Promise<string> {
  const files = [
    ...(await sourceFiles()),
    join(tablerFolder, 'package.json'),
    join(iconsFolder, 'package.json'),
    require.resolve('i18next'),
    require.resolve('@xyflow/react/package.json'),
    require.resolve('react/package.json'),
  ];
  const lines = await Promise.all(
    files.map(async file => {
      const { size, mtimeMs } = await stat(file);
      return `${file} ${size} ${mtimeMs}`;
    }),
  );
  return lines.sort().join('\n');
}

/** Our sources, and those of the flow language, which runs in the page of the Call Designer. */
async function sourceFiles(): Promise<string[]> {
  const folders = [here, join(here, '..', 'ivr-flows')];
  const entries = await Promise.all(
    folders.map(folder => readdir(folder, { recursive: true, withFileTypes: true })),
  );
  return entries
    .flat()
    .filter(
      entry =>
        entry.isFile() &&
        (/\.(tsx?|hbs|json)$/.test(entry.name) || entry.name === 'look.css' || entry.name === 'admin.css') &&
        !entry.parentPath.includes(`${join('public', 'build')}`),
    )
    .map(entry => join(entry.parentPath, entry.name));
}
