/**
 * The embedded Asterisk: Debian's own build and its libraries, unpacked into the state folder by mmdebstrap
 * without touching the system. Package scripts do not run, so it is the same for root and ordinary users.
 */
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InstallFailed } from './install-failed.ts';
import { hasMmdebstrap, installMmdebstrap, lastLines, run, unpack } from './mmdebstrap.ts';
import { isAlive, processRef, type ProcessRef } from './processes.ts';
import { inRoot } from './root.ts';

/** Debian's release with Asterisk 22 LTS: Debian 12 and 13 have no Asterisk. */
const suite = 'forky';
const packages = [
  'asterisk',
  'asterisk-core-sounds-en-wav',
  'asterisk-core-sounds-it-wav',
  'asterisk-moh-opsound-wav',
  // Speech, so that the system needs no package for it.
  'espeak-ng',
  'sox',
];
const unpacking = '.asterisk-unpacking-';
const markerName = 'installed.json';

/** Says what is done: the step by name, and again with `doneMs` when it has ended. */
export type Report = (step: string, doneMs?: number) => void;

export interface Installed {
  /** Folder with usr/, etc/ and so on. */
  root: string;
  /** Of Asterisk, for example 22.10.1~dfsg+~cs6.16.60671435-1. */
  version: string;
}

/** Another process installs into the same state folder. */
export class InstallUnderWay extends InstallFailed {
  /** Whether that process has ended. */
  readonly ended: () => Promise<boolean>;

  constructor(holder: ProcessRef) {
    super(`process ${holder.pid} is installing Asterisk into this state folder; try again when it has ended`);
    this.ended = async () => !(await isAlive(holder));
  }
}

/** The root that was installed in the state folder; null = none, or one of another list of packages. */
export async function installedRoot(home: string): Promise<Installed | null> {
  const folders = (await readdir(home).catch(() => [])).filter(name => /^asterisk-[0-9]/.test(name)).sort();
  for (const name of folders.reverse()) {
    const text = await readFile(join(home, name, markerName), 'utf8').catch(() => '');
    if (text === '') continue;
    const marker = JSON.parse(text) as { version: string; packages: string[] };
    if (marker.packages.join() === packages.join())
      return { root: join(home, name, 'root'), version: marker.version };
  }
  return null;
}

/**
 * Unpacks Asterisk into `<home>/asterisk-<version>/root`; done at once when it is there. What fails or is broken
 * off leaves nothing. Throws InstallFailed.
 */
export async function installAsterisk({
  home,
  report,
}: {
  home: string;
  report: Report;
}): Promise<Installed> {
  const present = await installedRoot(home);
  if (present) return present;
  await mkdir(home, { recursive: true });
  const unlock = await lock(home);
  // A name of its own: an mmdebstrap whose parent was killed may still be writing into the earlier one.
  const temporary = join(home, `${unpacking}${process.pid}`);
  try {
    await removeLeftovers(home);
    if (!(await hasMmdebstrap()))
      await timed(report, 'Debian package mmdebstrap: apt-get install', installMmdebstrap);
    return await timed(report, `Asterisk: fetching and unpacking Debian's build (${suite})`, async () => {
      await unpack(suite, packages, join(temporary, 'root'));
      const version = await askVersion(join(temporary, 'root'));
      await writeFile(join(temporary, markerName), JSON.stringify({ version, suite, packages }));
      const final = join(home, `asterisk-${/^[0-9.]+/.exec(version)?.[0] ?? version}`);
      await rm(final, { recursive: true, force: true });
      await rename(temporary, final);
      return { root: join(final, 'root'), version };
    });
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

async function askVersion(root: string): Promise<string> {
  const { file, args, env } = inRoot(root, 'usr/sbin/asterisk', ['-V']);
  const { code, output } = await run(file, args, env);
  const version = /Asterisk ([0-9][^\s/]*)/.exec(output)?.[1];
  if (code !== 0 || !version)
    throw new InstallFailed(`the unpacked Asterisk does not run: ${lastLines(output)}`);
  return version;
}

async function timed<T>(report: Report, step: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  report(step);
  const result = await work();
  report(step, Math.round(performance.now() - began));
  return result;
}
