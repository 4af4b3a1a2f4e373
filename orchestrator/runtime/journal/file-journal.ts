/**
 * The journal in a folder: segments of JSON lines named by their first seq, snapshots named by theirs.
 * Not synced to the platter at each write: it outlives the process, which is what it is for; a power cut may
 * cost the last second.
 */
import { createReadStream } from 'node:fs';
import {
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  writeFile,
  type FileHandle,
} from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Entry, Journal } from '../ports/journal.ts';
import { SegmentWriter } from './segment-writer.ts';

const SEGMENT = /^([0-9]{15})\.jsonl$/;
const SNAPSHOT = /^([0-9]{15})\.world\.json$/;
/** A segment is closed at this size, so that old ones can go. */
const SEGMENT_BYTES = 32 * 1024 * 1024;
const KEPT_SNAPSHOTS = 3;

const name = (seq: number): string => String(seq).padStart(15, '0');

/** Opens (or begins) the journal in `folder`. A torn last line, from a crash while writing, is cut off. */
export async function openFileJournal(folder: string): Promise<Journal> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const firsts = await listed(folder, SEGMENT);
  let current = firsts.at(-1) ?? null;
  let lastSeq = current === null ? 0 : await mend(join(folder, `${name(current)}.jsonl`), current - 1);
  let handle: FileHandle | null = null;
  let bytes = 0;
  let failure = '';
  const writer = new SegmentWriter();

  const segmentFor = async (seq: number): Promise<FileHandle> => {
    if (handle && bytes < SEGMENT_BYTES) return handle;
    if (handle) {
      await handle.close();
      current = null;
    }
    current ??= seq;
    const path = join(folder, `${name(current)}.jsonl`);
    handle = await open(path, 'a', 0o600);
    bytes = (await handle.stat()).size;
    return handle;
  };

  return {
    async append(entries) {
      const first = entries[0];
      const last = entries.at(-1);
      if (!first || !last) return;
      try {
        const segment = await segmentFor(first.seq);
        const text = Buffer.from(entries.map(entry => `${JSON.stringify(entry)}\n`).join(''));
        await writer.write(segment, text, bytes);
        bytes += text.length;
        lastSeq = last.seq;
        failure = '';
      } catch (error) {
        failure = String(error);
        throw error;
      }
    },
    async *read(after) {
      const segments = await listed(folder, SEGMENT);
      for (const [index, first] of segments.entries()) {
        const next = segments[index + 1];
        if (next !== undefined && next <= after + 1) continue;
        for await (const entry of lines(join(folder, `${name(first)}.jsonl`)))
          if (entry.seq > after) yield entry;
      }
    },
    async saveSnapshot(seq, world) {
      const path = join(folder, `${name(seq)}.world.json`);
      await writeFile(`${path}.part`, world, { mode: 0o600 });
      await rename(`${path}.part`, path);
    },
    async snapshots() {
      const seqs = await listed(folder, SNAPSHOT);
      return seqs
        .toReversed()
        .map(seq => ({ seq, read: () => readFile(join(folder, `${name(seq)}.world.json`), 'utf8') }));
    },
    async prune(projected, keepDays) {
      const snapshots = await listed(folder, SNAPSHOT);
      for (const seq of snapshots.slice(0, -KEPT_SNAPSHOTS))
        await rm(join(folder, `${name(seq)}.world.json`), { force: true });
      const needed = Math.min(snapshots.at(-KEPT_SNAPSHOTS) ?? 0, projected);
      const segments = await listed(folder, SEGMENT);
      for (const [index, first] of segments.entries()) {
        const next = segments[index + 1];
        if (next === undefined || next > needed + 1) break;
        const path = join(folder, `${name(first)}.jsonl`);
        if (Date.now() - (await stat(path)).mtimeMs > keepDays * 86_400_000) await rm(path);
      }
    },
    lastSeq: () => lastSeq,
    health: () => ({ ok: failure === '', message: failure || 'writing' }),
    async close() {
      await handle?.close();
      handle = null;
    },
  };
}

async function listed(folder: string, pattern: RegExp): Promise<number[]> {
  const files = await readdir(folder);
  return files
    .flatMap(file => pattern.exec(file)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

async function* lines(path: string): AsyncIterable<Entry> {
  const reader = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of reader) {
    if (line === '') continue;
    try {
      yield JSON.parse(line) as Entry;
    } catch {
      // A line that is being written just now, or torn by a crash: what follows it does not exist.
      return;
    }
  }
}

/**
 * Cuts off what cannot be read at the end: a torn last line, or blocks that a power cut left empty. Returns
 * the last seq of the segment.
 */
async function mend(path: string, before: number): Promise<number> {
  const content = await readFile(path);
  let end = content.lastIndexOf(0x0a) + 1;
  let seq: number | null = null;
  while (end > 0 && seq === null) {
    const start = end < 2 ? 0 : content.lastIndexOf(0x0a, end - 2) + 1;
    seq = seqOf(content.toString('utf8', start, end));
    if (seq === null) end = start;
  }
  if (end < content.length) await truncate(path, end);
  return seq ?? before;
}

function seqOf(line: string): number | null {
  try {
    const { seq } = JSON.parse(line) as Partial<Entry>;
    return seq ?? null;
  } catch {
    return null;
  }
}

/** Reads one journal file for `phones replay FILE`. */
export function readJournalFile(path: string): AsyncIterable<Entry> {
  return lines(path);
}
