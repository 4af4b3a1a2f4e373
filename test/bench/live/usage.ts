/** What a process uses, from the kernel's accounting (proc(5)). */
import { readdir, readFile, readlink } from 'node:fs/promises';

/** Clock ticks a second in /proc: 100 on every Linux that Node runs on (USER_HZ). */
const ticksPerSecond = 100;

/** CPU time of the process with all its threads since its start, in seconds. Rejects when it is gone. */
export async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // After the name, which may hold spaces: state is field 3, utime 14, stime 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

export interface Usage {
  /** Resident memory, MB. */
  memoryMb: number;
  openFiles: number;
  sockets: number;
  threads: number;
}

export async function usage(pid: number): Promise<Usage> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const value = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
  const names = await readdir(`/proc/${pid}/fd`);
  const links = await Promise.all(names.map(name => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')));
  return {
    memoryMb: value('VmRSS') / 1024,
    openFiles: links.length,
    sockets: links.filter(link => link.startsWith('socket:')).length,
    threads: value('Threads'),
  };
}

/** CPU time that several processes spend while something is done. */
export class CpuMeter<Name extends string> {
  readonly #pids: Record<Name, number>;
  readonly #before = new Map<Name, number>();

  constructor(pids: Record<Name, number>) {
    this.#pids = pids;
  }

  async start(): Promise<void> {
    for (const name of this.#names()) this.#before.set(name, await cpuSeconds(this.#pids[name]));
  }

  /** Seconds since `start`. */
  async read(): Promise<Record<Name, number>> {
    const spent: Partial<Record<Name, number>> = {};
    for (const name of this.#names())
      spent[name] = (await cpuSeconds(this.#pids[name])) - (this.#before.get(name) ?? 0);
    return spent as Record<Name, number>;
  }

  #names(): Name[] {
    return Object.keys(this.#pids) as Name[];
  }
}
