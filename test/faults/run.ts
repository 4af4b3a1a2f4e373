/** Runs the fault suite: `npm run faults` all of it, `npm run faults -- F1 F14` these (see the list in reliability). */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = import.meta.dirname;
const mocha = join(folder, '../../node_modules/mocha/bin/mocha.js');
const reporter = join(folder, '../setup/reporter.mjs');

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

const known = faults();
const wanted = process.argv.slice(2).map(name => name.toUpperCase());
const unknown = wanted.filter(name => !known.has(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no ${unknown.join(', ')}; there are ${[...known.keys()].join(', ')}.\n`);
  process.exitCode = 2;
} else {
  const files = wanted.length > 0 ? wanted.flatMap(name => known.get(name) ?? []) : [...known.values()];
  const child = spawn(process.execPath, [mocha, '--reporter', reporter, ...files], { stdio: 'inherit' });
  const [code]: (number | null)[] = await once(child, 'exit');
  process.exitCode = code ?? 1;
}
