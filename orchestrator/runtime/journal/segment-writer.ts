/**
 * Writes to a segment, all or nothing. A small write goes into the kernel's cache in some microseconds, while
 * the way through the thread pool costs ten times as much; so small ones are made on our own thread, as long
 * as the disk is quick. After one that took long (the cache is full, the disk does not keep up) the pool does
 * it for a while, the longer the longer it took: a slow disk must not hold the calls up, and a busy processor,
 * which also makes a write look long, must not be made busier.
 */
import { writeSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';

/** Larger groups go through the pool. */
const MOST_BYTES = 128 * 1024;
/** A write on our own thread that took longer than this was too long, ms. */
const LONG_MS = 5;
/** The pool writes for so many times as long after that: our thread waits for the disk a hundredth of the time at most. */
const REST = 100;
/** And at most so long, ms. */
const MOST_REST_MS = 30_000;

export class SegmentWriter {
  #slowUntil = Number.NEGATIVE_INFINITY;

  /** `length`: of the segment before, to which it is cut when the write fails. Rejects with the error of the disk. */
  async write(segment: FileHandle, text: Buffer, length: number): Promise<void> {
    try {
      if (text.length <= MOST_BYTES && performance.now() >= this.#slowUntil)
        this.#writeHere(segment.fd, text);
      else await writeInPool(segment, text);
    } catch (error) {
      // What a failed write left behind would tear the next line.
      await segment.truncate(length).catch(() => undefined);
      throw error;
    }
  }

  #writeHere(file: number, text: Buffer): void {
    const from = performance.now();
    let done = 0;
    while (done < text.length) done += writeSync(file, text, done);
    const until = performance.now();
    const took = until - from;
    if (took > LONG_MS) this.#slowUntil = until + Math.min(took * REST, MOST_REST_MS);
  }
}

async function writeInPool(segment: FileHandle, text: Buffer): Promise<void> {
  let done = 0;
  while (done < text.length) done += (await segment.write(text, done)).bytesWritten;
}
