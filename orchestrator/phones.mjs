#!/usr/bin/env node
/**
 * The command `phones`: makes sure that Node and the npm packages are there, then runs cli.ts in this process.
 * Plain JavaScript without dependencies, because in a fresh clone there are none yet.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);

/** What better-sqlite3 needs where no ready-made binary can be fetched. */
const compilers = ['g++', 'make', 'python3'];

class SetUpFailed extends Error {}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetUpFailed(`Node ${process.versions.node} is too old: #phones needs 20.19 or newer, up to 24.`);
}

/** Whether node_modules holds what package-lock.json says. Optional packages may be for other machines. */
function packagesInstalled() {
  const installedFile = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  );
}

/** Whether the compiled packages fit this Node (they do not after another major version was installed). */
function binariesFit() {
  try {
    const Database = require('better-sqlite3');
    new Database(':memory:').close();
    return true;
  } catch {
    return false;
  }
}

/** Runs one set-up step; its output is kept and shown only when it fails. Resolves with the exit status. */
function runStep(name, command, args) {
  const began = Date.now();
  const seconds = () => `${((Date.now() - began) / 1000).toFixed(1)} s`;
  const live = process.stderr.isTTY;
  process.stderr.write(live ? `${name} ...` : `${name} ...\n`);
  const ticker = live
    ? setInterval(() => process.stderr.write(`\r${name} ... ${seconds()}`), 200)
    : undefined;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = chunk => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', status => {
      clearInterval(ticker);
      process.stderr.write(`${live ? '\r' : ''}${name}: ${status === 0 ? 'done' : 'failed'}, ${seconds()}\n`);
      resolve({ status, output });
    });
  });
}

/** npm as it was started by, or the one on the PATH. */
function npm(...args) {
  const self = process.env.npm_execpath;
  return self?.endsWith('.js') ? [process.execPath, [self, ...args]] : ['npm', args];
}

function missingCompilers() {
  return compilers.filter(name => spawnSync(name, ['--version'], { stdio: 'ignore' }).error);
}

/** Runs npm; where it fails for want of a compiler, installs that (as root) and tries once more. */
async function runNpm(name, ...args) {
  const first = await runStep(name, ...npm(...args));
  if (first.status === 0) return;
  const missing = missingCompilers();
  const line = `apt-get install -y ${missing.join(' ')}`;
  if (missing.length === 0 || !existsSync('/usr/bin/apt-get')) {
    const needs = missing.length > 0 ? `\nMissing to compile better-sqlite3: ${missing.join(', ')}.` : '';
    throw new SetUpFailed(`${first.output}\nnpm ${args.join(' ')} failed.${needs}`);
  }
  if (process.getuid?.() !== 0)
    throw new SetUpFailed(
      `${first.output}\nOne package must be compiled here. Missing: ${missing.join(', ')}. As root: ${line}`,
    );
  await runStep('Debian packages: lists', 'apt-get', ['update', '-q']);
  const install = ['-o', 'DPkg::Lock::Timeout=300', 'install', '-y', '-q', '--no-install-recommends'];
  const installed = await runStep(`Debian packages: ${missing.join(', ')}`, 'apt-get', [
    ...install,
    ...missing,
  ]);
  if (installed.status !== 0) throw new SetUpFailed(`${installed.output}\n${line} failed.`);
  const second = await runStep(name, ...npm(...args));
  if (second.status !== 0) throw new SetUpFailed(`${second.output}\nnpm ${args.join(' ')} failed.`);
}

async function ensurePackages() {
  if (!packagesInstalled()) await runNpm('npm packages: installing', 'ci', '--no-audit', '--no-fund');
  else if (!binariesFit()) await runNpm('npm packages: compiling for this Node', 'rebuild', 'better-sqlite3');
}

/** The command, compiled; from its sources where there is no room for what is compiled (a checkout that others own). */
async function commandModule() {
  const { compile } = await import('./compile.mjs');
  try {
    const folder = await compile();
    process.setSourceMapsEnabled(true);
    return pathToFileURL(join(folder, 'cli.js')).href;
  } catch (error) {
    if (!['EACCES', 'EROFS', 'EPERM', 'ENOSPC'].includes(error.code)) throw error;
    const { register } = await import('tsx/esm/api');
    register();
    return './cli.ts';
  }
}

try {
  checkNode();
  await ensurePackages();
  if (process.argv[2] !== 'packages') {
    // The default state folder is that of this checkout, from wherever the command is called.
    process.env.PHONES_HOME ||= join(root, 'var');
    const { main } = await import(await commandModule());
    process.exitCode = await main(process.argv.slice(2));
    // A connection that somebody keeps open does not keep the command.
    setTimeout(() => process.exit(), 2000).unref();
  }
} catch (error) {
  process.stderr.write(`phones: ${error instanceof SetUpFailed ? error.message : (error?.stack ?? error)}\n`);
  process.exitCode = 1;
}
