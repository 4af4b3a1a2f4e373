/**
 * Reads a journal folder without touching it, also while a server writes there: for `phones replay`.
 * openFileJournal would mend a line that is being written just now.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Entry, SavedSnapshot } from '../ports/journal.ts';
import { readJournalFile } from './file-journal.ts';

const SEGMENT = /^([0-9]+)\.jsonl$/;
const SNAPSHOT = /^([0-9]+)\.world\.json$/;

interface Listed {
  /** First seq (segment) or seq (snapshot). */
  seq: number;
  path: string;
}

async function list(folder: string, pattern: RegExp): Promise<Listed[]> {
  const files = await readdir(folder);
  return files
    .flatMap(file => {
      const seq = pattern.exec(file)?.[1];
      return seq === undefined ? [] : { seq: Number(seq), path: join(folder, file) };
    })
    .sort((a, b) => a.seq - b.seq);
}

/** The snapshots that hold nothing from `seq` on, newest first. */
export async function snapshotsBefore(folder: string, seq: number): Promise<SavedSnapshot[]> {
  const found = (await list(folder, SNAPSHOT)).filter(snapshot => snapshot.seq < seq);
  return found.toReversed().map(({ seq: at, path }) => ({ seq: at, read: () => readFile(path, 'utf8') }));
}

/** Every entry of the folder with seq > after, in order. */
export async function* readRecording(folder: string, after: number): AsyncIterable<Entry> {
  const segments = await list(folder, SEGMENT);
  for (const [index, { path }] of segments.entries()) {
    const next = segments[index + 1];
    if (next && next.seq <= after + 1) continue;
    for await (const entry of readJournalFile(path)) if (entry.seq > after) yield entry;
  }
}
