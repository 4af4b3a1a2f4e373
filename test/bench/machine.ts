/** The machine and the moment of a run: absolute figures mean nothing without them. */
import { execFileSync } from 'node:child_process';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { setTimeout as after } from 'node:timers/promises';

export interface Machine {
  cpu: string;
  cores: number;
  memoryGb: number;
  system: string;
  node: string;
  /** Share of all cores that others used in the seconds before the benchmark began. */
  busyBefore: number;
}

export async function describeMachine(): Promise<Machine> {
  const all = cpus();
  return {
    cpu: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    busyBefore: Math.round((await busyShare()) * 100) / 100,
  };
}

/** Above this a machine does more than listen to itself. */
const quietShare = 0.05;

export function isShared({ busyBefore }: Machine): boolean {
  return busyBefore > quietShare;
}

const lookMs = 3000;

async function busyShare(): Promise<number> {
  const before = cpuTimes();
  await after(lookMs);
  const { idle, all } = cpuTimes();
  return 1 - (idle - before.idle) / (all - before.all);
}

function cpuTimes(): { idle: number; all: number } {
  let [idle, all] = [0, 0];
  for (const { times } of cpus()) {
    idle += times.idle;
    all += times.user + times.nice + times.sys + times.irq + times.idle;
  }
  return { idle, all };
}

/** The commit that was measured, with a + when the tree differed from it; '' outside of a repository. */
export function commit(): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  try {
    const head = git('rev-parse', '--short', 'HEAD').trim();
    return git('status', '--porcelain', '--', '../../orchestrator').trim() === '' ? head : `${head}+`;
  } catch {
    return '';
  }
}
