/** The set-up of npm packages in a fresh clone, with an npm and an apt-get that only pretend. */
import { spawn } from 'node:child_process';
import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { tempFolder } from '../support/ports.ts';
import type { Answer } from './run-phones.ts';

const lock = (version: string) =>
  JSON.stringify({
    packages: {
      '': { name: 'phones' },
      'node_modules/a': { version },
      'node_modules/b': { version, optional: true },
    },
  });

describe('npm packages of a fresh clone', () => {
  let clone = '';
  let bin = '';

  /** A program on the PATH, in JavaScript; it notes its arguments first. */
  async function program(name: string, code: string): Promise<void> {
    const note = `fs.appendFileSync(${JSON.stringify(join(clone, 'ran'))}, ${JSON.stringify(name)} + ' ' + process.argv.slice(2).join(' ') + '\\n');`;
    const text = `#!${process.execPath}\nconst fs = require('node:fs');\n${note}\n${code}\n`;
    await writeFile(join(bin, name), text);
    await chmod(join(bin, name), 0o755);
  }
  const installs = `fs.mkdirSync('node_modules/better-sqlite3', { recursive: true });
    fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
    fs.writeFileSync('node_modules/better-sqlite3/index.js', 'module.exports = class { close() {} };');`;

  function packages(): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [join(clone, 'orchestrator/phones.mjs'), 'packages'], {
        env: { PATH: bin },
      });
      const answer: Answer = { status: null, stdout: '', stderr: '' };
      child.stderr.on('data', chunk => (answer.stderr += String(chunk)));
      child.on('error', reject);
      child.on('close', status => resolve({ ...answer, status }));
    });
  }
  const ran = async () =>
    (await readFile(join(clone, 'ran'), 'utf8').catch(() => '')).trim().split('\n').filter(Boolean);

  beforeEach(async () => {
    clone = await tempFolder('clone');
    bin = join(clone, 'bin');
    await mkdir(bin);
    await mkdir(join(clone, 'orchestrator'));
    await copyFile(
      join(import.meta.dirname, '../../orchestrator/phones.mjs'),
      join(clone, 'orchestrator/phones.mjs'),
    );
    await writeFile(join(clone, 'package-lock.json'), lock('1.0.0'));
    await writeFile(join(clone, 'package.json'), '{}');
  });
  afterEach(() => rm(clone, { recursive: true, force: true }));

  it('are installed once, as a step with its time', async () => {
    await program('npm', installs);
    const first = await packages();
    expect(first.status).to.equal(0);
    expect(first.stderr).to.match(
      /^npm packages: installing \.\.\.\nnpm packages: installing: done, \d+\.\d s\n$/,
    );
    expect(await packages()).to.deep.equal({ status: 0, stdout: '', stderr: '' });
    expect(await ran()).to.deep.equal(['npm ci --no-audit --no-fund']);
  });

  it('are installed anew when the lock file names others', async () => {
    await program('npm', installs);
    await packages();
    await writeFile(join(clone, 'package-lock.json'), lock('1.0.1'));
    expect((await packages()).status).to.equal(0);
    expect(await ran()).to.have.length(2);
  });

  it('are compiled anew when they do not fit this Node', async () => {
    await program('npm', installs);
    await packages();
    await writeFile(join(clone, 'node_modules/better-sqlite3/index.js'), 'throw new Error("another ABI");');
    const { status, stderr } = await packages();
    expect(status).to.equal(0);
    expect(stderr).to.contain('compiling for this Node');
    expect((await ran())[1]).to.equal('npm rebuild better-sqlite3');
  });

  it('name what is missing to compile them, and as root install it', async () => {
    const npm = `if (!fs.existsSync(${JSON.stringify(join(bin, 'g++'))})) { console.error('gyp ERR! not found: make'); process.exit(1); }\n${installs}`;
    await program('npm', npm);
    const tools = ['g++', 'make', 'python3'].map(name => join(bin, name));
    const install = `if (process.argv.includes('install')) for (const file of ${JSON.stringify(tools)}) {
      fs.writeFileSync(file, '#!${process.execPath}\\n'); fs.chmodSync(file, 0o755); }`;
    await program('apt-get', install);
    const { status, stderr } = await packages();
    if (process.getuid?.() === 0) {
      expect(status).to.equal(0);
      expect(stderr).to.contain('Debian packages: g++, make, python3: done');
      expect((await ran()).map(line => line.split(' ')[0])).to.deep.equal([
        'npm',
        'apt-get',
        'apt-get',
        'npm',
      ]);
    } else {
      expect(status).to.equal(1);
      expect(stderr).to.contain('As root: apt-get install -y g++ make python3');
    }
  });

  it('show what npm said when it fails for another reason', async () => {
    await program('npm', "console.error('npm error network'); process.exit(1);");
    for (const name of ['g++', 'make', 'python3']) await program(name, '');
    const { status, stderr } = await packages();
    expect(status).to.equal(1);
    expect(stderr).to.contain('npm error network').and.to.contain('npm ci --no-audit --no-fund failed');
  });
});
