/** What `phones doctor` looks at in Asterisk. Ports are its own business. */
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Settings } from '../orchestrator/runtime/settings.ts';
import { addressOf, readAccess } from './access.ts';
import { checkCustomFiles } from './checks/custom-files.ts';
import { checkLog } from './checks/log.ts';
import type { Problem } from './checks/parse.ts';
import { consoleCommand } from './console.ts';
import { essentialModules, modules } from './files/modules-conf.ts';
import { type Folders, foldersOf } from './folders.ts';
import { type Installed, installedRoot } from './install.ts';
import { findAsterisk } from './process-start.ts';
import { askAri, askVersion } from './ready.ts';
import { libraryFolder } from './root.ts';

export interface Check {
  name: string;
  ok: boolean;
  /** What was found. */
  detail: string;
  /** What to do about it; '' when ok. */
  mend: string;
}

const good = (name: string, detail: string): Check => ({ name, ok: true, detail, mend: '' });
const bad = (name: string, detail: string, mend: string): Check => ({ name, ok: false, detail, mend });

/** All checks, in the order in which they should be mended. Never rejects for what it checks. */
export async function checkAsterisk({
  home,
  asterisk,
}: Pick<Settings, 'home' | 'asterisk'>): Promise<Check[]> {
  if (asterisk.kind === 'remote')
    return (await Promise.all(asterisk.urls.map(url => checkNode(url, essentialModules)))).flat();
  const folders = foldersOf(home);
  const installed = await installedRoot(home);
  if (!installed)
    return [
      bad('Asterisk', 'not installed yet', 'run "phones start": it unpacks Asterisk into the state folder'),
    ];
  const running = (await findAsterisk(folders)).length > 0;
  const access = await readAccess(folders.access);
  return [
    ...(running && access ? await checkNode(addressOf(access), modules) : await checkInstalled(installed)),
    ...(await checkConfiguration(folders, home, running)),
  ];
}

/** A running Asterisk: does it answer, is it 22, does it have the modules? */
async function checkNode(url: string, needed: readonly string[]): Promise<Check[]> {
  const { host } = new URL(url);
  try {
    const version = await askVersion(url, 3000);
    const loaded = (await askAri(url, 'asterisk/modules', 3000)) as { name: string; status: string }[];
    const running = new Set(loaded.filter(({ status }) => status === 'Running').map(({ name }) => name));
    const missing = needed.filter(name => !running.has(name));
    return [
      version.startsWith('22.')
        ? good('Asterisk', `${version} at ${host}, answers (ARI)`)
        : bad('Asterisk', `${version} at ${host}`, 'use Asterisk 22 LTS'),
      missing.length === 0
        ? good('Asterisk modules', `${needed.length} loaded`)
        : bad('Asterisk modules', `not loaded: ${missing.join(', ')}`, 'its messages.log says why'),
    ];
  } catch (error) {
    const { message, cause } = error instanceof Error ? error : new Error(String(error));
    const detail = cause instanceof Error ? cause.message : message;
    return [
      bad(
        'Asterisk',
        `${host}: ARI does not answer (${detail})`,
        'is it running, are user and password right?',
      ),
    ];
  }
}

/** An Asterisk that does not run: is it whole? */
async function checkInstalled({ root, version }: Installed): Promise<Check[]> {
  const present = new Set(await readdir(join(libraryFolder(root), 'asterisk/modules')).catch(() => []));
  const missing = modules.filter(name => !present.has(name));
  return [
    good('Asterisk', `${version}, does not run now`),
    missing.length === 0
      ? good('Asterisk modules', `${modules.length} present`)
      : bad(
          'Asterisk modules',
          `not there: ${missing.join(', ')}`,
          `delete ${dirname(root)}; "phones start" unpacks it again`,
        ),
  ];
}

/** The engineers' files: one check for each problem, with file and line. */
async function checkConfiguration(folders: Folders, home: string, running: boolean): Promise<Check[]> {
  const name = 'Asterisk configuration';
  const looked = await checkCustomFiles(folders, running ? await knownApplications(home) : null);
  const problems = new Map<string, Problem>();
  for (const problem of [...looked, ...(running ? await checkLog(folders) : [])]) {
    const place = `${problem.file}:${problem.line}`;
    if (!problems.has(place)) problems.set(place, problem);
  }
  if (problems.size === 0) return [good(name, `no mistake found in ${folders.custom}`)];
  return [...problems].map(([place, { message }]) =>
    bad(
      name,
      `${place}: ${message}`,
      'correct that line, then reload (asterisk-config/README.md says how for each file)',
    ),
  );
}

/** Lower-case names of the dialplan applications; null when the console does not answer. */
async function knownApplications(home: string): Promise<Set<string> | null> {
  const { code, output } = await consoleCommand(home, 'core show applications');
  const names = output
    .split('\n')
    .flatMap(line => /^\s+([A-Za-z0-9_]+): /.exec(line)?.[1]?.toLowerCase() ?? []);
  return code === 0 && names.length > 0 ? new Set(names) : null;
}
