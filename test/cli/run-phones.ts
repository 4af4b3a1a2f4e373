/** Runs the command `phones` as people do and gives what it said. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const phones = fileURLToPath(new URL('../../orchestrator/phones.mjs', import.meta.url));

export interface Answer {
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface PhonesOptions {
  home: string;
  /** Standard input. */
  input?: string;
  cwd?: string;
  env?: Record<string, string>;
}

/** The environment without settings of an instance that may run here. */
export function cleanEnvironment(home: string, env: Record<string, string> = {}): NodeJS.ProcessEnv {
  const outer = Object.entries(process.env).filter(([name]) => !name.startsWith('PHONES_'));
  return { ...Object.fromEntries(outer), PHONES_HOME: home, ...env };
}

export function runPhones(args: string[], { home, input = '', cwd, env }: PhonesOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [phones, ...args], { cwd, env: cleanEnvironment(home, env) });
    const answer: Answer = { status: null, stdout: '', stderr: '' };
    child.stdout.on('data', chunk => (answer.stdout += String(chunk)));
    child.stderr.on('data', chunk => (answer.stderr += String(chunk)));
    child.on('error', reject);
    child.on('close', status => resolve({ ...answer, status }));
    child.stdin.end(input);
  });
}
