/**
 * A limit for a folder of files that are made anew when they are missing: the least recently used go first.
 * Names are those without extension; when they were used stands in the files' own modification times, so that it
 * outlives the process.
 */
import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

export interface CacheLimit {
  mostBytes: number;
  /** Younger use than this keeps a file: it may be about to be played. */
  keepMs: number;
  /** Epoch ms. */
  now: () => number;
  /** Told how many names were removed. */
  removed(names: number): void;
}

interface Entry {
  bytes: number;
  usedAt: number;
  /** Use that stands in the files. */
  notedAt: number;
}

/** A use is written down at most this often. */
const noteEveryMs = 3_600_000;
/** Room that is made at once, so that not every new file begins a clearing. */
const fill = 0.9;

export class LimitedFolder {
  readonly #folder: string;
  readonly #limit: CacheLimit;
  #entries: Promise<Map<string, Entry>> | null = null;
  #clearing: Promise<void> = Promise.resolve();

  constructor(folder: string, limit: CacheLimit) {
    this.#folder = folder;
    this.#limit = limit;
  }

  /** Keeps `name`, if it is there, from being removed while it is looked for. Never rejects. */
  async keep(name: string): Promise<void> {
    const entry = (await this.#known().catch(() => null))?.get(name);
    if (entry) entry.usedAt = this.#limit.now();
  }

  /** Notes that `name` is there and used now; clears when the folder has become too large. Never rejects. */
  async used(name: string): Promise<void> {
    try {
      const entries = await this.#known();
      const now = this.#limit.now();
      const entry = entries.get(name) ?? { bytes: await this.#measure(name), usedAt: now, notedAt: now };
      entry.usedAt = now;
      if (now - entry.notedAt >= noteEveryMs) {
        entry.notedAt = now;
        await this.#note(name, now);
      }
      if (entries.has(name)) return;
      entries.set(name, entry);
      this.#clearing = this.#clearing.then(() => this.#clear(entries));
      await this.#clearing;
    } catch {
      // A folder that cannot be read or cleared still serves what lies in it; making files reports its own faults.
    }
  }

  /** Read once, from the files. */
  #known(): Promise<Map<string, Entry>> {
    this.#entries ??= this.#read();
    return this.#entries;
  }

  async #read(): Promise<Map<string, Entry>> {
    await mkdir(this.#folder, { recursive: true });
    const entries = new Map<string, Entry>();
    for (const file of await readdir(this.#folder)) {
      const name = nameOf(file);
      const found = await stat(join(this.#folder, file)).catch(() => null);
      if (name === null || !found) continue;
      const entry = entries.get(name);
      const usedAt = Math.max(entry?.usedAt ?? 0, found.mtimeMs);
      entries.set(name, { bytes: (entry?.bytes ?? 0) + found.size, usedAt, notedAt: usedAt });
    }
    return entries;
  }

  async #measure(name: string): Promise<number> {
    const sizes = await Promise.all(
      extensions.map(extension =>
        stat(join(this.#folder, `${name}.${extension}`)).then(
          found => found.size,
          () => 0,
        ),
      ),
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  async #note(name: string, at: number): Promise<void> {
    for (const extension of extensions)
      await utimes(join(this.#folder, `${name}.${extension}`), at / 1000, at / 1000).catch(() => undefined);
  }

  async #clear(entries: Map<string, Entry>): Promise<void> {
    let bytes = 0;
    for (const entry of entries.values()) bytes += entry.bytes;
    if (bytes <= this.#limit.mostBytes) return;
    const before = this.#limit.now() - this.#limit.keepMs;
    const oldest = [...entries].filter(([, entry]) => entry.usedAt < before);
    oldest.sort(([, a], [, b]) => a.usedAt - b.usedAt);
    let removed = 0;
    for (const [name, entry] of oldest) {
      if (bytes <= this.#limit.mostBytes * fill) break;
      // Asked for meanwhile.
      if (entry.usedAt >= before) continue;
      // The 8 kHz file first: without it the prompt counts as not made.
      for (const extension of extensions)
        await rm(join(this.#folder, `${name}.${extension}`), { force: true });
      entries.delete(name);
      bytes -= entry.bytes;
      removed += 1;
    }
    if (removed > 0) this.#limit.removed(removed);
  }
}

const extensions = ['wav', 'wav16'] as const;

const nameOf = (file: string): string | null => /^([0-9a-f]{64})\.wav(?:16)?$/.exec(file)?.[1] ?? null;
