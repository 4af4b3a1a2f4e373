/** phones replay: runs a recorded stretch of the journal through the core again and prints each step. */
import { isDeepStrictEqual } from 'node:util';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type StepResult, step } from '../core/step.ts';
import { createWorld, decodeWorld, type World } from '../core/world.ts';
import { readJournalFile } from '../runtime/journal/file-journal.ts';
import { readRecording, snapshotsBefore } from '../runtime/journal/recording.ts';
import type { Entry } from '../runtime/ports/journal.ts';
import { reason } from './checks/finding.ts';
import { parse, settings, UsageError, type Verb } from './verb.ts';

/** Which entries are printed and compared; those before are only replayed. */
interface Stretch {
  folder: string;
  fits(entry: Entry): boolean;
  /** No entry from here on can fit. */
  past(entry: Entry): boolean;
}

/** `--from 1200`, `--from 2026-03-01T10:00`: a seq or a time of this machine's zone. */
function bound(name: string, text: string | undefined): { seq: number } | { at: number } | null {
  if (text === undefined) return null;
  if (/^[0-9]{1,15}$/.test(text)) return { seq: Number(text) };
  const at = Date.parse(text);
  if (Number.isNaN(at))
    throw new UsageError(`--${name}: "${text}" is neither a place in the journal nor a time`);
  return { at };
}

function position(entry: Entry, limit: { seq: number } | { at: number }): number {
  return 'seq' in limit ? entry.seq - limit.seq : entry.at - limit.at;
}

async function stretchOfFile(file: string): Promise<Stretch> {
  await stat(file);
  let first: number | null = null;
  let last = 0;
  for await (const { seq } of readJournalFile(file)) {
    first ??= seq;
    last = seq;
  }
  if (first === null) throw new UsageError(`${file} holds no journal entry`);
  const from = first;
  return {
    folder: dirname(file),
    fits: ({ seq }) => seq >= from && seq <= last,
    past: ({ seq }) => seq > last,
  };
}

function stretchOf(folder: string, fromText: string | undefined, toText: string | undefined): Stretch {
  const from = bound('from', fromText);
  const to = bound('to', toText);
  return {
    folder,
    fits: entry => (!from || position(entry, from) >= 0) && (!to || position(entry, to) <= 0),
    past: entry => to !== null && position(entry, to) > 0,
  };
}

async function firstFitting({ folder, fits }: Stretch): Promise<Entry | null> {
  for await (const entry of readRecording(folder, 0)) if (fits(entry)) return entry;
  return null;
}

/** The world as it was before the stretch, from the newest snapshot before it that can be read. */
async function worldBefore({ folder }: Stretch, first: Entry): Promise<World> {
  for (const { seq, read } of await snapshotsBefore(folder, first.seq)) {
    try {
      return decodeWorld(await read());
    } catch (error) {
      process.stderr.write(`The snapshot ${seq} cannot be read and is left aside: ${reason(error)}\n`);
    }
  }
  return createWorld();
}

/** `type member=value ...`, long configurations cut short. */
function oneLine({ type, ...members }: { type: string }): string {
  const shown = Object.entries(members).map(([name, value]) => {
    const text = JSON.stringify(value) ?? 'undefined';
    return `${name}=${text.length > 200 ? `${text.slice(0, 200)}...` : text}`;
  });
  return [type, ...shown].join(' ');
}

function describe({ seq, at, event }: Entry, { commands, facts }: StepResult): string {
  return [
    `${seq} ${new Date(at).toISOString()} ${oneLine(event)}`,
    ...commands.map(command => `    > ${oneLine(command)}`),
    ...facts.map(fact => `    = ${oneLine(fact)}`),
  ].join('\n');
}

/** Facts as the journal's JSON would give them back. */
function asRecorded(facts: StepResult['facts']): unknown {
  return JSON.parse(JSON.stringify(facts));
}

interface Totals {
  events: number;
  commands: number;
  facts: number;
}

interface Thrown {
  entry: Entry;
  error: Error;
}

interface Replayed {
  totals: Totals;
  /** Steps whose handler threw, as on the day that they were recorded or only now. */
  thrown: Thrown[];
  /** The first entry whose facts differ, and what came instead. */
  difference: { entry: Entry; facts: unknown } | null;
  gap: boolean;
}

async function run(stretch: Stretch, print: (entry: Entry, result: StepResult) => void): Promise<Replayed> {
  const totals: Totals = { events: 0, commands: 0, facts: 0 };
  const thrown: Thrown[] = [];
  const first = await firstFitting(stretch);
  if (!first) return { totals, thrown, difference: null, gap: false };
  const world = await worldBefore(stretch, first);
  const begin = world.seq;
  let gap = false;
  for await (const entry of readRecording(stretch.folder, begin)) {
    if (stretch.past(entry)) break;
    gap ||= entry.seq > world.seq + 1 && totals.events === 0;
    const { seq, at, event } = entry;
    const result = step(world, { seq, at, event });
    if (!stretch.fits(entry)) continue;
    print(entry, result);
    if (result.error) thrown.push({ entry, error: result.error });
    totals.events += 1;
    totals.commands += result.commands.length;
    totals.facts += result.facts.length;
    const facts = asRecorded(result.facts);
    if (!isDeepStrictEqual(facts, entry.facts)) return { totals, thrown, difference: { entry, facts }, gap };
  }
  return { totals, thrown, difference: null, gap };
}

function explainThrown({ entry, error }: Thrown): string {
  return `The step of ${entry.seq} (${entry.event.type}) threw.\n  ${(error.stack ?? error.message).replaceAll('\n', '\n  ')}\n`;
}

function explainDifference({ entry, facts }: { entry: Entry; facts: unknown }, gap: boolean): string {
  const pretty = (value: unknown): string => JSON.stringify(value, null, 2).replaceAll('\n', '\n  ');
  const why = gap
    ? '\nThe journal does not reach back to a snapshot, so the world before was not known.'
    : '';
  return `The facts of ${entry.seq} (${entry.event.type}) differ.\n  recorded: ${pretty(entry.facts)}\n  now: ${pretty(facts)}${why}\n`;
}

export const replay: Verb = {
  name: 'replay',
  summary: 'Runs a recorded stretch through the core and prints each step',
  help: `
Usage: phones replay [--from WHERE] [--to WHERE] [--contact ID] [--quiet]
       phones replay FILE [--contact ID] [--quiet]

Prints each event with its place in the journal and its time, the commands (>) and the facts (=) that come of
it. WHERE is a place (12345) or a time (2026-03-01T10:00). FILE is a segment of a journal. --contact prints
only steps that name this contact, --quiet only the result.

Ends with status 1 when a step threw or the recomputed facts are not those recorded, and names each such step and
the first difference. Works while the server runs; nothing is changed and nothing reaches Asterisk.
`,
  async run(args) {
    const { values, positionals } = parse({
      args,
      allowPositionals: true,
      options: {
        from: { type: 'string' },
        to: { type: 'string' },
        contact: { type: 'string' },
        quiet: { type: 'boolean', default: false },
      },
    });
    const [file, ...more] = positionals;
    if (more.length > 0) throw new UsageError('give one file');
    if (file && (values.from ?? values.to)) throw new UsageError('give a file, or --from and --to');
    const folder = join(settings().home, 'journal');
    const stretch = file ? await stretchOfFile(file) : stretchOf(folder, values.from, values.to);

    const { totals, thrown, difference, gap } = await run(stretch, (entry, result) => {
      if (values.quiet) return;
      const text = describe(entry, result);
      if (!values.contact || text.includes(values.contact)) process.stdout.write(`${text}\n`);
    });
    for (const each of thrown) process.stderr.write(explainThrown(each));
    if (difference) {
      process.stderr.write(explainDifference(difference, gap));
      return 1;
    }
    const { events, commands, facts } = totals;
    process.stdout.write(`${events} events, ${commands} commands, ${facts} facts: the same as recorded\n`);
    return thrown.length > 0 ? 1 : 0;
  },
};
