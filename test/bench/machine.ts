/** The machine and the moment of a run: absolute figures mean nothing without them. */
import { execFileSync } from 'node:child_process';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';

export interface Machine {
  cpu: string;
  cores: number;
  memoryGb: number;
  system: string;
  node: string;
  /** What ran already when the benchmark began: runnable processes over the last minute. */
  loadBefore: number;
}

export function describeMachine(): Machine {
  const all = cpus();
  return {
    cpu: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}

/** Above this a machine does more than listen to itself. */
const quietLoad = 0.5;

export function isShared({ loadBefore }: Machine): boolean {
  return loadBefore > quietLoad;
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
