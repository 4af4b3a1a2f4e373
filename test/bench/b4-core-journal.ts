/**
 * B4: a day of a contact centre through the core, and the journal. Replay is what a start does after a
 * crash: each line is parsed and stepped. The floor is the parsing alone.
 */
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from '../../orchestrator/core/commands.ts';
import { step } from '../../orchestrator/core/step.ts';
import { createWorld } from '../../orchestrator/core/world.ts';
import { openFileJournal } from '../../orchestrator/runtime/journal/file-journal.ts';
import { createLog } from '../../orchestrator/runtime/log.ts';
import type { Entry } from '../../orchestrator/runtime/ports/journal.ts';
import { recover } from '../../orchestrator/runtime/recovery.ts';
import type { Bench, BenchContext, BenchResult } from './bench.ts';
import { makeUpDay } from './core/day.ts';
import { below, createRandom } from './core/random.ts';
import { medianOf, Stopwatch } from './statistics.ts';

interface Run {
  parse: number;
  step: number;
  replay: number;
  recover: number;
  appendP50: number;
  appendP99: number;
  writeP50: number;
  writeP99: number;
}

/** Events per second. */
function rate(events: number, action: () => void): number {
  const from = performance.now();
  action();
  return events / ((performance.now() - from) / 1000);
}

/** One after another, as a replay does it; nothing is kept, so that no run pays for the rubbish of another. */
function parseAll(lines: readonly string[]): void {
  for (const line of lines) JSON.parse(line);
}

function stepAll(entries: Iterable<Entry>): void {
  const world = createWorld();
  for (const { seq, at, event } of entries) {
    const { error } = step(world, { seq, at, event });
    if (error) throw error;
  }
}

function* parsed(lines: readonly string[]): Iterable<Entry> {
  for (const line of lines) yield JSON.parse(line) as Entry;
}

/** Entries in groups of 1 to 4, as a busy loop gathers them. */
function grouped(entries: readonly Entry[], most: number): Entry[][] {
  const random = createRandom(3);
  const groups: Entry[][] = [];
  for (let from = 0; from < entries.length && groups.length < most; ) {
    const size = 1 + below(random, 4);
    groups.push(entries.slice(from, from + size));
    from += size;
  }
  return groups;
}

async function inFolder<T>(action: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'phones-bench-'));
  try {
    return await action(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function timed(watch: Stopwatch, action: () => Promise<unknown>): Promise<void> {
  const from = performance.now();
  await action();
  watch.add((performance.now() - from) * 1000);
}

/** The journal's append beside the bare write of the same bytes, one after the other. */
async function measureAppends(groups: readonly Entry[][]): Promise<{ append: Stopwatch; write: Stopwatch }> {
  const append = new Stopwatch();
  const write = new Stopwatch();
  await inFolder(async folder => {
    const journal = await openFileJournal(folder);
    const plain = await open(join(folder, 'plain'), 'a');
    for (const group of groups) {
      const bytes = Buffer.from(group.map(entry => `${JSON.stringify(entry)}\n`).join(''));
      await timed(append, () => journal.append(group));
      await timed(write, () => plain.write(bytes));
    }
    await plain.close();
    await journal.close();
  });
  return { append, write };
}

/** Events per second from the file to the world, as at a start. */
async function measureRecovery(entries: readonly Entry[]): Promise<number> {
  return inFolder(async folder => {
    const journal = await openFileJournal(folder);
    for (let from = 0; from < entries.length; from += 500)
      await journal.append(entries.slice(from, from + 500));
    const began = performance.now();
    const { replayed } = await recover(journal, 0, createLog('error'));
    const perSecond = replayed / ((performance.now() - began) / 1000);
    await journal.close();
    return perSecond;
  });
}

function perCall(commands: ReadonlyMap<Command['type'], number>, calls: number): Record<string, number> {
  return Object.fromEntries(
    [...commands].sort(([, a], [, b]) => b - a).map(([type, count]) => [type, count / calls]),
  );
}

async function run(context: BenchContext): Promise<BenchResult> {
  const calls = context.number('calls');
  context.say('making up the day');
  const { entries, commands } = makeUpDay({
    agents: context.number('agents'),
    campaigns: context.number('campaigns'),
    memberships: context.number('memberships'),
    wrapUpSeconds: 60,
    welcome: true,
    calls,
  });
  const lines = entries.map(entry => JSON.stringify(entry));
  const groups = grouped(entries, context.number('appends'));
  const runs: Run[] = [];
  for (let i = 0; i < context.number('runs'); i++) {
    context.say(`run ${i + 1}, ${entries.length} events`);
    const parse = rate(lines.length, () => parseAll(lines));
    const replay = rate(lines.length, () => stepAll(parsed(lines)));
    const stepped = rate(lines.length, () => stepAll(entries));
    const { append, write } = await measureAppends(groups);
    runs.push({
      parse,
      replay,
      step: stepped,
      recover: await measureRecovery(entries),
      appendP50: append.micros(50) / 1000,
      appendP99: append.micros(99) / 1000,
      writeP50: write.micros(50) / 1000,
      writeP99: write.micros(99) / 1000,
    });
  }
  const events = new Map<string, number>();
  for (const { event } of entries) events.set(event.type, (events.get(event.type) ?? 0) + 1);
  const toAsterisk = entries.length === 0 ? 0 : countSwitchCommands(commands);
  const of = (name: keyof Run): number => medianOf(runs, each => each[name]);
  return {
    floor: 'JSON.parse of the same lines; write of the same bytes',
    figures: [
      {
        name: 'replay (parse and step)',
        unit: 'events/s',
        own: of('replay'),
        floor: of('parse'),
        target: { of: 'own', atLeast: 100_000 },
      },
      { name: 'step alone', unit: 'events/s', own: of('step'), floor: of('parse') },
      { name: 'recovery from the journal’s files', unit: 'events/s', own: of('recover'), floor: of('parse') },
      { name: 'events', unit: 'per call', own: entries.length / calls, target: { of: 'own', atMost: 12 } },
      {
        name: 'commands to Asterisk',
        unit: 'per call',
        own: toAsterisk / calls,
        target: { of: 'own', atMost: 8 },
      },
      { name: 'journal append, p50', unit: 'ms', own: of('appendP50'), floor: of('writeP50') },
      {
        name: 'journal append, p99',
        unit: 'ms',
        own: of('appendP99'),
        floor: of('writeP99'),
        target: { of: 'own', atMost: 1 },
      },
    ],
    notes: [
      `${calls} calls of a made-up day, ${entries.length} events, ${Math.round(lines.reduce((total, line) => total + line.length, 0) / lines.length)} bytes a line.`,
      'Every event counts: welcome and position prompts, holds, notes, wrap-up, pauses, log in.',
    ],
    runs: { runs, eventsPerCall: perCallOf(events, calls), commandsPerCall: perCall(commands, calls) },
  };
}

function perCallOf(events: ReadonlyMap<string, number>, calls: number): Record<string, number> {
  return Object.fromEntries(
    [...events].sort(([, a], [, b]) => b - a).map(([type, count]) => [type, count / calls]),
  );
}

function countSwitchCommands(commands: ReadonlyMap<Command['type'], number>): number {
  let total = 0;
  for (const [type, count] of commands) if (type !== 'setTimer' && type !== 'reply') total += count;
  return total;
}

export const coreAndJournal: Bench = {
  id: 'b4',
  name: 'b4-core-journal',
  title: 'a day through the core and the journal',
  options: { calls: '10000', agents: '100', campaigns: '10', memberships: '3', appends: '5000', runs: '5' },
  run,
};
