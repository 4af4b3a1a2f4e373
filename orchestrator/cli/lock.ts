/** One server per state folder: `phones.pid` in PHONES_HOME names the process that has it. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  commandLine,
  isAlive,
  processRef,
  type ProcessRef,
  waitForEnd,
} from '../../asterisk-config/processes.ts';
import { PhonesError } from '../runtime/errors.ts';

export class HomeInUse extends PhonesError {
  constructor(home: string, pid: number, command: string) {
    super(
      'homeInUse',
      `${home} is in use by process ${pid} (${command}). Stop that one, or give this one its own PHONES_HOME and ports.`,
    );
  }
}

function lockFile(home: string): string {
  return join(home, 'phones.pid');
}

/** Process id of the living server of a state folder, or null. A pid that now belongs to another process is stale. */
export async function homeHolder(home: string): Promise<number | null> {
  const text = await readFile(lockFile(home), 'utf8').catch(() => '');
  try {
    const { pid, startTime }: Partial<ProcessRef> = JSON.parse(text);
    if (pid === undefined || startTime === undefined) return null;
    return (await isAlive({ pid, startTime })) ? pid : null;
  } catch {
    return null; // none, or written by half when the machine went down
  }
}

/** Waits until the process of a server is gone. False = it still lives after `patienceMs`. */
export async function serverEnded(pid: number, patienceMs: number): Promise<boolean> {
  const server = await processRef(pid);
  return server === null || waitForEnd(server, patienceMs);
}

/** Takes the state folder, also from a process that died; throws HomeInUse. Returns what gives it back. */
export async function lockHome(home: string): Promise<() => void> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const file = lockFile(home);
  const content = JSON.stringify(await processRef(process.pid));
  for (let attempt = 0; ; attempt++) {
    try {
      await writeFile(file, content, { flag: 'wx', mode: 0o600 });
      return () => rmSync(file, { force: true });
    } catch (error) {
      const holder = await homeHolder(home);
      if (holder !== null) throw new HomeInUse(home, holder, (await commandLine(holder)).join(' '));
      if (attempt > 0) throw error;
      await rm(file, { force: true });
    }
  }
}
