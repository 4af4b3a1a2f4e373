/** Starting and finding the Asterisk process of a state folder. It does not know the supervisor. */
import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Folders } from './folders.ts';
import { endProcess, environmentOf, findProcesses, processRef, type ProcessRef } from './processes.ts';
import { inRoot } from './root.ts';

/** Hash of the configuration with which a process was started, in its environment: it cannot go stale. */
const hashVariable = 'PHONES_CONFIGURATION';

/** The Asterisk processes of the state folder that live: normally none or one. Needs no pid file. */
export function findAsterisk(folders: Folders): Promise<ProcessRef[]> {
  return findProcesses(words => {
    const at = words.indexOf('-C');
    return words[at + 1] === folders.asteriskConf && words.includes('-f');
  });
}

export function configurationOf(ref: ProcessRef): Promise<string | null> {
  return environmentOf(ref.pid, hashVariable);
}

/**
 * Starts Asterisk in a session of its own, so that neither Ctrl-C in the terminal nor the death of this
 * process reaches it. Its messages go to `console.log` beside its other logs. Rejects when it cannot be spawned.
 */
export async function spawnAsterisk(folders: Folders, root: string, hash: string): Promise<ProcessRef> {
  const console = await open(join(folders.log, 'console.log'), 'a', 0o600);
  try {
    const { file, args, env } = inRoot(root, 'usr/sbin/asterisk', ['-C', folders.asteriskConf, '-f']);
    const child = spawn(file, args, {
      detached: true,
      cwd: folders.base,
      env: { ...env, [hashVariable]: hash, ...(process.env.TZ ? { TZ: process.env.TZ } : {}) },
      stdio: ['ignore', console.fd, console.fd],
    });
    const pid = await new Promise<number>((resolve, reject) => {
      child.once('spawn', () => resolve(child.pid ?? 0));
      child.once('error', reject);
    });
    child.unref();
    return (await processRef(pid)) ?? { pid, startTime: '' };
  } finally {
    await console.close();
  }
}

/** Ends Asterisk and the calls on it: SIGTERM hangs up and unregisters; a frozen one is killed. */
export function endAsterisk(ref: ProcessRef): Promise<void> {
  return endProcess(ref, 5000);
}
