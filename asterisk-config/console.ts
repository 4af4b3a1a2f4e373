/** Asterisk's console, one command at a time. */
import { spawn } from 'node:child_process';
import { foldersOf } from './folders.ts';
import { installedRoot } from './install.ts';
import { inRoot } from './root.ts';

export interface ConsoleAnswer {
  /** Exit status: 0 = Asterisk took the command. */
  code: number;
  /** What it printed, both streams. */
  output: string;
}

/**
 * Runs one console command (`core show version`) on the Asterisk of the state folder. `root` defaults to the
 * installed one. Never rejects: an Asterisk that is not there or does not answer in `timeoutMs` is code 1.
 */
export async function consoleCommand(
  home: string,
  command: string,
  { root, timeoutMs = 10_000 }: { root?: string; timeoutMs?: number } = {},
): Promise<ConsoleAnswer> {
  const found = root ?? (await installedRoot(home))?.root;
  if (!found)
    return { code: 1, output: 'The embedded Asterisk is not installed yet: run "phones start" first.\n' };
  const { file, args, env } = inRoot(found, 'usr/sbin/asterisk', [
    '-C',
    foldersOf(home).asteriskConf,
    '-rx',
    command,
  ]);
  return new Promise(resolve => {
    const child = spawn(file, args, {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    let output = '';
    const keep = (chunk: string): void => {
      output += chunk;
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', error => resolve({ code: 1, output: `${error.message}\n` }));
    child.on('close', code => {
      if (code === null) output += `Asterisk did not answer in ${timeoutMs} ms.\n`;
      resolve({ code: code ?? 1, output });
    });
  });
}
