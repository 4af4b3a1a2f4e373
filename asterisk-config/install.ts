/**
 * The embedded Asterisk, and pocketsphinx where it is wanted: Debian's own builds and their libraries, unpacked
 * into the state folder by mmdebstrap without touching the system. Package scripts do not run, so it is the same
 * for root and ordinary users.
 */
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InstallFailed } from './install-failed.ts';
import { hasMmdebstrap, installMmdebstrap, lastLines, run, unpack } from './mmdebstrap.ts';
import { isAlive, processRef, type ProcessRef } from './processes.ts';
import { inRoot, libraryFolder } from './root.ts';

/** Debian's release with Asterisk 22 LTS: Debian 12 and 13 have no Asterisk. */
const suite = 'forky';

/** A program with its own root in the state folder: `<home>/<name>-<version>/root`. */
interface Unit {
  name: 'asterisk' | 'pocketsphinx';
  /** As people read it. */
  title: string;
  packages: readonly string[];
  /** Of what was unpacked there; throws InstallFailed when it does not run. */
  version(root: string): Promise<string>;
}

const asterisk: Unit = {
  name: 'asterisk',
  title: 'Asterisk',
  packages: [
    'asterisk',
    'asterisk-core-sounds-en-wav',
    'asterisk-core-sounds-it-wav',
    'asterisk-moh-opsound-wav',
    // Speech, so that the system needs no package for it.
    'espeak-ng',
    'sox',
  ],
  async version(root) {
    const output = await ask(root, 'usr/sbin/asterisk', ['-V']);
    const version = /Asterisk ([0-9][^\s/]*)/.exec(output)?.[1];
    if (!version) throw new InstallFailed(`the unpacked Asterisk says no version: ${lastLines(output)}`);
    return version;
  },
};

/** Of 51 MB, therefore only when speech is to be recognised by it. */
const pocketsphinx: Unit = {
  name: 'pocketsphinx',
  title: 'pocketsphinx',
  packages: ['pocketsphinx', 'pocketsphinx-en-us'],
  async version(root) {
    await ask(root, 'usr/bin/pocketsphinx', ['help']);
    const libraries = await readdir(libraryFolder(root));
    const versions = libraries.map(name => /^libpocketsphinx\.so\.([0-9]+\.[0-9.]+)$/.exec(name)?.[1]);
    return versions.find(version => version !== undefined) ?? 'unknown';
  },
};

const unpacking = '.asterisk-unpacking-';
const markerName = 'installed.json';

/** Says what is done: the step by name, and again with `doneMs` when it has ended. */
export type Report = (step: string, doneMs?: number) => void;

export interface Installed {
  /** Folder with usr/, etc/ and so on. */
  root: string;
  /** For example 22.10.1~dfsg+~cs6.16.60671435-1. */
  version: string;
}

/** Another process installs into the same state folder. */
export class InstallUnderWay extends InstallFailed {
  /** Whether that process has ended. */
  readonly ended: () => Promise<boolean>;

  constructor(holder: ProcessRef) {
    super(`process ${holder.pid} is installing into this state folder; try again when it has ended`);
    this.ended = async () => !(await isAlive(holder));
  }
}

/** Asterisk's root that was installed in the state folder; null = none, or one of another list of packages. */
export const installedRoot = (home: string): Promise<Installed | null> => present(home, asterisk);

/**
 * Unpacks Asterisk into `<home>/asterisk-<version>/root`; done at once when it is there. What fails or is broken
 * off leaves nothing. Throws InstallFailed.
 */
export const installAsterisk = (options: InstallOptions): Promise<Installed> => install(asterisk, options);

/** The same with pocketsphinx and its American model; after Asterisk, not beside it. */
export const installPocketsphinx = (options: InstallOptions): Promise<Installed> =>
  install(pocketsphinx, options);

export interface InstallOptions {
  home: string;
  report: Report;
}

async function present(home: string, { name: unit, packages }: Unit): Promise<Installed | null> {
  const folders = (await readdir(home).catch(() => []))
    .filter(name => new RegExp(`^${unit}-[0-9]`).test(name))
    .sort();
  for (const name of folders.reverse()) {
    const text = await readFile(join(home, name, markerName), 'utf8').catch(() => '');
    if (text === '') continue;
    const marker = JSON.parse(text) as { version: string; packages: string[] };
    if (marker.packages.join() === packages.join())
      return { root: join(home, name, 'root'), version: marker.version };
  }
  return null;
}

async function install(unit: Unit, { home, report }: InstallOptions): Promise<Installed> {
  const found = await present(home, unit);
  if (found) return found;
  await mkdir(home, { recursive: true });
  const unlock = await lock(home);
  // A name of its own: an mmdebstrap whose parent was killed may still be writing into the earlier one.
  const temporary = join(home, `${unpacking}${process.pid}`);
  try {
    await removeLeftovers(home);
    if (!(await hasMmdebstrap()))
      await timed(report, 'Debian package mmdebstrap: apt-get install', installMmdebstrap);
    return await timed(
      report,
      `${unit.title}: fetching and unpacking Debian's build (${suite})`,
      async () => {
        const { name, packages } = unit;
        await unpack(suite, packages, join(temporary, 'root'));
        const version = await unit.version(join(temporary, 'root'));
        await writeFile(join(temporary, markerName), JSON.stringify({ version, suite, packages }));
        const final = join(home, `${name}-${/^[0-9.]+/.exec(version)?.[0] ?? version}`);
        await rm(final, { recursive: true, force: true });
        await rename(temporary, final);
        return { root: join(final, 'root'), version };
      },
    );
  } finally {
    await rm(temporary, { recursive: true, force: true });
    await unlock();
  }
}

async function removeLeftovers(home: string): Promise<void> {
  for (const name of await readdir(home))
    if (name.startsWith(unpacking))
      await rm(join(home, name), { recursive: true, force: true, maxRetries: 10 });
}

/** One installation at a time in a state folder. Throws InstallUnderWay; a lock whose process has gone is void. */
async function lock(home: string): Promise<() => Promise<void>> {
  const file = join(home, '.asterisk-installing');
  const own = `${file}-${process.pid}`;
  await writeFile(own, JSON.stringify(await processRef(process.pid)));
  try {
    for (let attempt = 0; ; attempt++) {
      try {
        // A link, because it appears with its content.
        await link(own, file);
        return () => rm(file, { force: true });
      } catch (error) {
        const holder = JSON.parse(await readFile(file, 'utf8').catch(() => 'null')) as ProcessRef | null;
        if (holder && (await isAlive(holder))) throw new InstallUnderWay(holder);
        if (attempt > 0) throw error;
        await rm(file, { force: true });
      }
    }
  } finally {
    await rm(own, { force: true });
  }
}

/** What a program of the root prints. Throws InstallFailed when it does not run. */
async function ask(root: string, program: string, options: string[]): Promise<string> {
  const { file, args, env } = inRoot(root, program, options);
  const { code, output } = await run(file, args, env);
  if (code !== 0) throw new InstallFailed(`the unpacked ${program} does not run: ${lastLines(output)}`);
  return output;
}

async function timed<T>(report: Report, step: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  report(step);
  const result = await work();
  report(step, Math.round(performance.now() - began));
  return result;
}
