/**
 * Runs the fault suite: `npm run faults` all of it, `npm run faults -- F1 F14` these (see the list in
 * reliability), `--jobs N` that many at once (default 2). Each fault has a process, an instance, ports and
 * folders of its own; what it prints is shown when it has ended, and what was measured once more at the end.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Figure, figuresVariable } from './harness/figures.ts';

const folder = import.meta.dirname;
const mocha = join(folder, '../../node_modules/mocha/bin/mocha.js');
const reporter = join(folder, '../setup/reporter.mjs');
const defaultJobs = 2;
/** A fault that takes longer hangs, ms; the long F6 is away for as long as it is told. */
const limitMs = 420_000 + Number(process.env.PHONES_FAULT_AWAY_SECONDS ?? 0) * 1000;
/** Those that take longest begin first, so that no processor waits for the last one. */
const longest = ['F14', 'F8', 'F20', 'F6', 'F4', 'F5', 'F2', 'F17', 'F1'];

interface Result {
  name: string;
  passed: number;
  failed: number;
  seconds: number;
  figures: Figure[];
}

/** Files of the suite by the name of their fault: F1 -> f01-orchestrator-killed.test.ts. */
function faults(): Map<string, string> {
  const files = readdirSync(folder).sort();
  return new Map(
    files.flatMap(file => {
      const number = /^f([0-9]+)-.*\.test\.ts$/.exec(file)?.[1];
      return number === undefined ? [] : [[`F${Number(number)}`, join(folder, file)] as const];
    }),
  );
}

const children = new Set<number>();

async function run(name: string, file: string, scratch: string): Promise<Result> {
  const began = performance.now();
  const totals = join(scratch, `${name}.totals`);
  const figures = join(scratch, `${name}.figures`);
  const child = spawn(process.execPath, [mocha, '--reporter', reporter, file], {
    env: { ...process.env, PHONES_TEST_TOTALS: totals, [figuresVariable]: figures },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.pid !== undefined) children.add(child.pid);
  let output = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (output += text.toString()));
  const hangs = setTimeout(() => {
    output += `\nended after ${limitMs / 1000} s\n`;
    child.kill('SIGKILL');
  }, limitMs);
  const [code]: (number | null)[] = await once(child, 'close');
  clearTimeout(hangs);
  if (child.pid !== undefined) children.delete(child.pid);
  const [passed = 0, failures = 0] = read(totals).trim().split(' ').map(Number);
  // A run that ended badly without a failed test counts as one.
  const failed = code === 0 ? failures : Math.max(1, failures);
  const seconds = Math.round((performance.now() - began) / 1000);
  process.stdout.write(
    `\n== ${name}: ${failed === 0 ? 'passed' : 'FAILED'}, ${seconds} s\n${output.trimEnd()}\n`,
  );
  const measured = read(figures).split('\n').filter(Boolean);
  return { name, passed, failed, seconds, figures: measured.map(line => JSON.parse(line) as Figure) };
}

function read(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

async function runAll(wanted: [string, string][], jobs: number): Promise<Result[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'phones-faults-'));
  const place = ([name]: [string, string]) =>
    longest.includes(name) ? longest.indexOf(name) : longest.length;
  const waiting = wanted.toSorted((a, b) => place(a) - place(b));
  const results: Result[] = [];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results.push(await run(...next, scratch));
  };
  try {
    await Promise.all(Array.from({ length: jobs }, work));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return results;
}

/** Times, what was measured, totals. */
function report(results: Result[], names: string[], seconds: number): void {
  const lines = results
    .toSorted((a, b) => names.indexOf(a.name) - names.indexOf(b.name))
    .flatMap(({ name, passed, failed, seconds: took, figures }) => [
      `  ${name.padEnd(4)} ${failed === 0 ? 'passed' : 'FAILED'}  ${String(passed).padStart(2)} tests  ${took} s`,
      ...figures.map(({ what, ms, limitMs: limit }) => `         ${what}: ${ms} ms (at most ${limit})`),
    ]);
  const sum = (of: 'passed' | 'failed') => results.reduce((total, result) => total + result[of], 0);
  process.stdout.write(
    `\nFaults, ${seconds} s\n${lines.join('\n')}\n\n${sum('passed')} passed, ${sum('failed')} failed\n`,
  );
  const totals = process.env['PHONES_TEST_TOTALS'];
  if (totals) appendFileSync(totals, `${sum('passed')} ${sum('failed')}\n`);
  process.exitCode = sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    for (const pid of children) process.kill(pid, signal);
    process.exit(signal === 'SIGINT' ? 130 : 143);
  });

const known = faults();
const { values, positionals } = parseArgs({
  options: { jobs: { type: 'string', default: String(defaultJobs) } },
  allowPositionals: true,
});
const jobs = Number(values.jobs);
const names = positionals.map(name => name.toUpperCase());
const unknown = names.filter(name => !known.has(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no ${unknown.join(', ')}; there are ${[...known.keys()].join(', ')}.\n`);
  process.exitCode = 2;
} else if (!Number.isInteger(jobs) || jobs < 1) {
  process.stderr.write(`--jobs ${values.jobs}: not a number of faults to run at once\n`);
  process.exitCode = 2;
} else {
  const began = performance.now();
  const wanted = [...known].filter(([name]) => names.length === 0 || names.includes(name));
  const results = await runAll(wanted, jobs);
  report(results, [...known.keys()], Math.round((performance.now() - began) / 1000));
}
