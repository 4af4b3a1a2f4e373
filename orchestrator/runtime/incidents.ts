/**
 * When the handling of an event threw, the way to that event is kept: the last snapshot and the journal
 * since, in a folder that `phones replay FILE` reads, so that a defect in the field becomes a test (F13).
 */
import { mkdir, open, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from './log.ts';
import type { Journal } from './ports/journal.ts';

/** Older incidents make room for new ones. */
const MOST_KEPT = 20;
/** A defect that repeats is kept once in this time. */
const PAUSE_MS = 60_000;

export interface Incidents {
  /** Keeps the way to the event `seq`, which the journal has already. Returns at once. */
  add(seq: number, error: Error): void;
}

export function createIncidents(folder: string, journal: Journal, log: Log): Incidents {
  let last = Number.NEGATIVE_INFINITY;
  return {
    add(seq, error) {
      if (performance.now() - last < PAUSE_MS) return;
      last = performance.now();
      keep(folder, journal, seq, error).then(
        path =>
          log.error({ path }, 'the way to the fault is kept; "phones replay FILE" shows the step that threw'),
        (err: unknown) => log.error({ err }, 'the way to the fault could not be kept'),
      );
    },
  };
}

async function keep(folder: string, journal: Journal, seq: number, error: Error): Promise<string> {
  const place = join(folder, String(seq).padStart(15, '0'));
  await mkdir(place, { recursive: true, mode: 0o700 });
  const usable = (await journal.snapshots()).find(snapshot => snapshot.seq < seq);
  if (usable)
    await writeFile(join(place, `${pad(usable.seq)}.world.json`), await usable.read(), { mode: 0o600 });
  const path = join(place, `${pad((usable?.seq ?? 0) + 1)}.jsonl`);
  const file = await open(path, 'w', 0o600);
  try {
    for await (const entry of journal.read(usable?.seq ?? 0)) {
      if (entry.seq > seq) break;
      await file.write(`${JSON.stringify(entry)}\n`);
    }
  } finally {
    await file.close();
  }
  await writeFile(join(place, 'error.txt'), `${error.stack ?? error.message}\n`, { mode: 0o600 });
  const kept = (await readdir(folder)).sort();
  for (const old of kept.slice(0, -MOST_KEPT)) await rm(join(folder, old), { recursive: true });
  return path;
}

const pad = (seq: number): string => String(seq).padStart(15, '0');
