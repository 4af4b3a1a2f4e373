/** Processes as /proc shows them (proc(5)). */
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as after } from 'node:timers/promises';

/** A process for sure: a pid alone may be given to another one after its end. */
export interface ProcessRef {
  pid: number;
  /** Clock ticks between the start of the machine and that of the process. */
  startTime: string;
}

/** The process `pid` if it lives; null when it is gone or only waits to be reaped (zombie). */
export async function processRef(pid: number): Promise<ProcessRef | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // Fields after the name, which stands in parentheses and may hold spaces: state is the third of all.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, startTime] = [fields[0], fields[19]];
  if (startTime === undefined || state === 'X') return null;
  // The first thread may have ended before the others, which then still hold its ports and files.
  if (state === 'Z' && (await readdir(`/proc/${pid}/task`).catch(() => [])).length <= 1) return null;
  return { pid, startTime };
}

export async function isAlive(ref: ProcessRef): Promise<boolean> {
  return (await processRef(ref.pid))?.startTime === ref.startTime;
}

/** Command line in words; empty for kernel threads and processes that are gone. */
export async function commandLine(pid: number): Promise<string[]> {
  const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return text.split('\0').filter(word => word !== '');
}

/** A variable of the environment with which the process was started; null when unset or not ours to read. */
export async function environmentOf(pid: number, name: string): Promise<string | null> {
  const text = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
  const entry = text.split('\0').find(line => line.startsWith(`${name}=`));
  return entry?.slice(name.length + 1) ?? null;
}

/** All processes whose command line fits. */
export async function findProcesses(fits: (words: string[]) => boolean): Promise<ProcessRef[]> {
  const pids = (await readdir('/proc')).filter(name => /^[0-9]+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async pid => (fits(await commandLine(pid)) ? processRef(pid) : null)),
  );
  return found.filter(ref => ref !== null);
}

/** Resolves with true as soon as the process is gone, with false when it still lives after `timeoutMs`. */
export async function waitForEnd(ref: ProcessRef, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (await isAlive(ref)) {
    if (performance.now() >= deadline) return false;
    await after(20);
  }
  return true;
}

/** SIGTERM, and SIGKILL when it has not ended after `graceMs`. Resolves when it is gone. */
export async function endProcess(ref: ProcessRef, graceMs: number): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!(await isAlive(ref))) return;
    try {
      process.kill(ref.pid, signal);
    } catch (error) {
      // ESRCH: it went between the look and the signal.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
    // A stopped process (SIGSTOP) gets SIGTERM only when it goes on; SIGKILL needs no such thing.
    if (await waitForEnd(ref, graceMs)) return;
  }
  throw new Error(`process ${ref.pid} does not end`);
}
