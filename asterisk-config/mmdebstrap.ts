/** mmdebstrap, Debian's unpacker: getting it and running it. */
import { spawn } from 'node:child_process';
import { access, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { InstallFailed } from './install-failed.ts';
import { debianMirror } from './mirror.ts';

/** Named where it is there: mmdebstrap would need gpg to find it by itself. */
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const folders = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'];

export async function hasMmdebstrap(): Promise<boolean> {
  const found = await Promise.all(folders.map(folder => exists(join(folder, 'mmdebstrap'))));
  return found.includes(true);
}

/** Installs the Debian package; throws InstallFailed when this user may not. */
export async function installMmdebstrap(): Promise<void> {
  if (process.getuid?.() !== 0)
    throw new InstallFailed(
      'mmdebstrap is missing, which unpacks the embedded Asterisk. Install it once as root: apt-get install mmdebstrap',
    );
  const env = { ...environment(), DEBIAN_FRONTEND: 'noninteractive' };
  const install = [
    '-o',
    'DPkg::Lock::Timeout=300',
    'install',
    '--yes',
    '--no-install-recommends',
    'mmdebstrap',
  ];
  const first = await run('apt-get', install, env);
  if (first.code === 0) return;
  // The package lists may be missing or old.
  await run('apt-get', ['update'], env);
  const second = await run('apt-get', install, env);
  if (second.code !== 0)
    throw new InstallFailed(`apt-get could not install mmdebstrap:\n${lastLines(second.output)}`);
}

/** Unpacks packages with all that they depend on into the folder `target`, made anew. Throws InstallFailed. */
export async function unpack(suite: string, packages: readonly string[], target: string): Promise<void> {
  const mirror = await debianMirror();
  const failures: string[] = [];
  for (const mode of unpackModes()) {
    await rm(target, { recursive: true, force: true });
    await mkdir(target, { recursive: true });
    const { code, output } = await run(
      'mmdebstrap',
      [
        `--mode=${mode}`,
        '--variant=extract',
        `--include=${packages.join(',')}`,
        // A mirror that stands still (a snapshot, a copy) has a Release file that says it has expired.
        '--aptopt=Acquire::Check-Valid-Until "false"',
        suite,
        target,
        `deb ${(await exists(keyring)) ? `[signed-by=${keyring}] ` : ''}${mirror} ${suite} main`,
      ],
      environment(),
    );
    if (code === 0) return;
    failures.push(`mode ${mode}:\n${lastLines(output)}`);
    if (!/unshare|namespace|permission|fakechroot|chroot/i.test(output)) break;
  }
  throw new InstallFailed(
    `mmdebstrap could not unpack ${packages[0]} from ${mirror}.\n${failures.join('\n')}`,
  );
}

/**
 * An ordinary user needs no namespace, since nothing of the root is run while it is unpacked; and unlike with
 * `unshare` the files belong to that user, who can remove them.
 */
function unpackModes(): string[] {
  return process.getuid?.() === 0 ? ['root'] : ['chrootless', 'fakechroot'];
}

/** What apt and mmdebstrap need of the environment: the proxy, and not our secrets. */
function environment(): Record<string, string> {
  const names = [
    'http_proxy',
    'https_proxy',
    'no_proxy',
    'HTTP_PROXY',
    'HTTPS_PROXY',
    'NO_PROXY',
    'TMPDIR',
    'HOME',
  ];
  const kept = names.flatMap(name => (process.env[name] ? [[name, process.env[name]]] : []));
  return { PATH: folders.join(':'), LC_ALL: 'C.UTF-8', ...Object.fromEntries(kept) };
}

/** Runs a program to its end; resolves with the end of what it printed. Rejects when it is not there. */
export function run(
  file: string,
  args: string[],
  env: Record<string, string>,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: string): void => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', reject);
    child.on('close', code => resolve({ code: code ?? 1, output }));
  });
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

export const lastLines = (text: string): string => text.trim().split('\n').slice(-12).join('\n');
