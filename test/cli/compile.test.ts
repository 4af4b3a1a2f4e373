/** What the command compiles and keeps, on a small source tree of its own. */
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { tempFolder } from '../support/ports.ts';

const run = promisify(execFile);
const repository = join(import.meta.dirname, '../..');

describe('what is compiled', function () {
  this.timeout(30_000);
  let tree = '';
  let cache = '';

  beforeEach(async () => {
    tree = await tempFolder('sources');
    cache = join(tree, 'node_modules/.cache/phones');
    await mkdir(join(tree, 'orchestrator'));
    await mkdir(join(tree, 'node_modules'));
    await symlink(join(repository, 'node_modules/esbuild'), join(tree, 'node_modules/esbuild'));
    await symlink(join(repository, 'node_modules/@esbuild'), join(tree, 'node_modules/@esbuild'));
    await cp(join(repository, 'orchestrator/compile.mjs'), join(tree, 'orchestrator/compile.mjs'));
    await writeFile(join(tree, 'package.json'), '{"type":"module"}');
    await writeFile(join(tree, 'package-lock.json'), '{}');
    await source('part.ts', 'export const place: string = import.meta.dirname;\nexport const word = "one";');
    await source(
      'cli.ts',
      `import { place, word } from './part.ts';
const here: string = import.meta.url;
console.log(JSON.stringify({ word, place, here, compiled: import.meta.compiled }));
interface Broken { why: string }
if (process.argv.includes('throw'))
  throw new Error(({ why: 'on purpose' } satisfies Broken).why);`,
    );
  });
  afterEach(() => rm(tree, { recursive: true, force: true }));

  const source = (name: string, text: string) => writeFile(join(tree, 'orchestrator', name), text);

  /** Compiles, runs the result in the same process and returns what it said. */
  async function start(...args: string[]) {
    const code = `import { compile } from ${JSON.stringify(join(tree, 'orchestrator/compile.mjs'))};
const folder = await compile({ root: ${JSON.stringify(tree)}, sourceFolders: ['orchestrator'], programs: { cli: 'orchestrator/cli.ts' } });
process.setSourceMapsEnabled(true);
await import(folder + '/cli.js');`;
    return run(process.execPath, ['--input-type=module', '--eval', code, '--', ...args]);
  }
  const said = async (): Promise<Record<string, string>> => JSON.parse((await start()).stdout);

  it('is made once and knows the places of its sources', async () => {
    const first = await said();
    const folder = join(tree, 'orchestrator');
    expect(first).to.include({ word: 'one', place: folder, here: `file://${folder}/cli.ts` });
    expect(first.compiled).to.match(/\/[0-9a-f]{32}$/);
    // A mark in what was made shows that it is taken again.
    await writeFile(join(first.compiled ?? '', 'cli.js'), 'console.log(\'{"word":"kept"}\')');
    expect(await said()).to.deep.equal({ word: 'kept' });
  });

  it('is made anew for sources that were written and for other packages', async () => {
    const first = await said();
    await source('part.ts', 'export const place = "";\nexport const word = "two";');
    expect(await said()).to.include({ word: 'two' });
    await source('part.ts', 'export const place: string = import.meta.dirname;\nexport const word = "one";');
    const { compiled, ...rest } = await said();
    expect(first).to.include(rest).and.not.to.include({ compiled });
    await writeFile(join(tree, 'package-lock.json'), '{"packages":{}}');
    expect((await said()).compiled).not.to.equal(compiled);
    expect(await readdir(cache)).to.have.length(4);
  });

  it('has packages of many small files in it, and leaves the others where they are', async () => {
    const packages = join(tree, 'node_modules');
    for (const [name, text] of [
      ['zod', "exports.word = 'from ' + require('whole').name + require('node:path').sep;"],
      ['whole', "exports.name = 'zod';"],
      ['pino', "exports.word = 'pino';"],
    ] as const) {
      await mkdir(join(packages, name));
      await writeFile(join(packages, name, 'package.json'), '{}');
      await writeFile(join(packages, name, 'index.js'), text);
    }
    await source(
      'cli.ts',
      "import zod from 'zod';\nimport pino from 'pino';\nconsole.log(JSON.stringify({ zod: zod.word, pino: pino.word }));",
    );
    await start();
    await rm(join(packages, 'zod'), { recursive: true });
    await rm(join(packages, 'whole'), { recursive: true });
    expect(await said()).to.deep.equal({ zod: 'from zod/', pino: 'pino' });
    await rm(join(packages, 'pino'), { recursive: true });
    const missing = await start().catch((error: unknown) => String(error));
    expect(missing).to.include("Cannot find package 'pino'");
  });

  it('is made by several starts at once without harm', async () => {
    const all = await Promise.all([said(), said(), said()]);
    expect(new Set(all.map(({ compiled }) => compiled)).size).to.equal(1);
    expect(await readdir(cache)).to.have.length(1);
  });

  it('has stack traces that lead to the sources', async () => {
    const error: unknown = await start('throw').catch((thrown: unknown) => thrown);
    expect(String(error)).to.contain(`${join(tree, 'orchestrator/cli.ts')}:6`);
  });

  it('leaves what does not compile with its place, and nothing behind', async () => {
    await source('part.ts', 'export const = 1;');
    const error: unknown = await start().catch((thrown: unknown) => thrown);
    expect(String(error)).to.contain('part.ts:1:13');
    expect(await readdir(cache)).to.deep.equal([]);
  });

  it('goes when it is old and not among the newest', async () => {
    for (const word of ['a', 'b', 'c', 'd']) {
      await source('part.ts', `export const place = "";\nexport const word = "${word}";`);
      await said();
      for (const name of await readdir(cache)) await utimes(join(cache, name), 1, 1);
    }
    await source('part.ts', 'export const place = "";\nexport const word = "e";');
    await said();
    expect(await readdir(cache)).to.have.length(3);
  });
});
