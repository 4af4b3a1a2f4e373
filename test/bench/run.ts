/**
 * Runs benchmarks: `npm run bench` lists them, `npm run bench b3 b4` runs these, `npm run bench all` all.
 * Options come after `--`: `npm run bench b12 -- --minutes 3`. Each prints a table and writes
 * test/bench/results/<name>.json (elsewhere with `--results FOLDER`). Exit status 1 when a target was missed,
 * a call failed or a message was sent again. `npm run bench document` puts the results into docs/performance.md.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Bench, type BenchResult, isMet } from './bench.ts';
import { benches } from './benches.ts';
import { contextOf } from './context.ts';
import { writeDocument } from './document.ts';
import { commit, describeMachine, isShared } from './machine.ts';
import { table, writeReport } from './report.ts';

const folder = join(import.meta.dirname, 'results');

function list(): string {
  const lines = benches.map(bench => {
    const options = Object.entries(bench.options).map(([name, value]) => `--${name} ${value}`);
    return `  ${bench.id.padEnd(4)} ${bench.title}\n       ${options.join(' ')}`;
  });
  return `Usage: npm run bench NAME... [-- OPTIONS]   (NAME = all, or of this list; options with their defaults)\n\n${lines.join('\n')}\n`;
}

function chosen(names: readonly string[]): Bench[] {
  if (names.includes('all')) return benches;
  return names.map(name => {
    const bench = benches.find(({ id, name: full }) => id === name || full === name);
    if (!bench) throw new Error(`there is no benchmark "${name}"\n\n${list()}`);
    return bench;
  });
}

/** Everything that must hold does. */
function isGood({ figures, load }: BenchResult): boolean {
  return (
    figures.every(figure => isMet(figure) !== false) &&
    (load === undefined || load.failures + load.retransmissions === 0)
  );
}

async function runOne(bench: Bench, given: Record<string, string>, results: string): Promise<boolean> {
  const options = { ...bench.options, ...given };
  const machine = await describeMachine();
  const date = new Date().toISOString();
  const result = await bench.run(
    contextOf(bench, options, text =>
      process.stderr.write(`${Math.round(performance.now() / 1000)} s ${bench.id}: ${text}\n`),
    ),
  );
  const words = Object.entries(given).flatMap(([name, value]) => [`--${name}`, value]);
  const report = {
    bench: bench.name,
    title: bench.title,
    date,
    command: ['npm run bench', bench.id, ...(words.length > 0 ? ['--', ...words] : [])].join(' '),
    commit: commit(),
    machine,
    shared: isShared(machine),
    options,
    result,
  };
  process.stdout.write(`${table(bench, report)}\n`);
  await writeReport(results, report);
  return isGood(result);
}

async function main(args: string[]): Promise<number> {
  const known = Object.assign({}, ...benches.map(({ options }) => options)) as Record<string, string>;
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: Object.fromEntries([...Object.keys(known), 'results'].map(name => [name, { type: 'string' }])),
  });
  if (positionals.length === 0) {
    process.stdout.write(list());
    return 0;
  }
  const { results = folder, ...given } = values as Record<string, string>;
  if (positionals.includes('document')) {
    process.stdout.write(`${await writeDocument(results)} benchmarks in docs/performance.md\n`);
    return 0;
  }
  let good = true;
  for (const bench of chosen(positionals)) {
    const own = Object.fromEntries(Object.entries(given).filter(([name]) => name in bench.options));
    good = (await runOne(bench, own, results)) && good;
  }
  return good ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
