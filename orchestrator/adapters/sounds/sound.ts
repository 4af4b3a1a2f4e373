/** The sound of a recorded call: what Asterisk wrote of each side, as one WAV file (RIFF, PCM 16 bit, 8 kHz). */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { KeptFile } from '../../runtime/ports/recordings.ts';

const rate = 8000;
const bytesPerSample = 2;
/** Asterisk's header. What it says of the length is not to be trusted: it is written when the file is closed. */
const headerBytes = 44;
const samplesAtOnce = 32_768;
/** What a player draws. */
const stretches = 400;
const loudest = 32_768;

/** The samples of a file that Asterisk wrote, without its header. */
export function samplesOf(file: Buffer): Buffer {
  return file.subarray(Math.min(headerBytes, file.length), file.length - (file.length % bytesPerSample));
}

/** Two sides side by side, the shorter one silent at its end. */
export function interleaved(left: Buffer, right: Buffer): Buffer {
  const samples = Math.max(left.length, right.length) / bytesPerSample;
  const both = Buffer.alloc(samples * bytesPerSample * 2);
  for (const [side, pcm] of [left, right].entries())
    for (let from = 0; from < pcm.length; from += bytesPerSample)
      both.writeInt16LE(pcm.readInt16LE(from), from * 2 + side * bytesPerSample);
  return both;
}

/** The sides as one file, part by part. */
export function* wavOf(sides: readonly Buffer[]): Generator<Buffer> {
  const [left = Buffer.alloc(0), right] = sides;
  const longest = Math.max(...sides.map(({ length }) => length));
  yield header(longest * sides.length, sides.length);
  const step = samplesAtOnce * bytesPerSample;
  for (let from = 0; from < longest; from += step) {
    const part = (pcm: Buffer): Buffer => pcm.subarray(from, from + step);
    yield right ? interleaved(part(left), part(right)) : part(left);
  }
}

function header(dataBytes: number, channels: number): Buffer {
  const head = Buffer.alloc(headerBytes);
  head.write('RIFF', 0);
  head.writeUInt32LE(headerBytes - 8 + dataBytes, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * channels * bytesPerSample, 28);
  head.writeUInt16LE(channels * bytesPerSample, 32);
  head.writeUInt16LE(bytesPerSample * 8, 34);
  head.write('data', 36);
  head.writeUInt32LE(dataBytes, 40);
  return head;
}

/** What is to be known of a file of ours: read part by part, so that hours of talk need little memory. */
export async function measure(path: string): Promise<KeptFile> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const hash = createHash('sha256');
    const head = Buffer.alloc(headerBytes);
    await file.read(head, 0, headerBytes, 0);
    hash.update(head);
    const channels = head.readUInt16LE(22);
    const frames = Math.max(0, size - headerBytes) / bytesPerSample / channels;
    const peaks = Array.from({ length: channels }, () => Array.from({ length: stretches }, () => 0));
    const part = Buffer.alloc(samplesAtOnce * bytesPerSample);
    for (let at = headerBytes; at < size; ) {
      const { bytesRead } = await file.read(part, 0, part.length, at);
      if (bytesRead === 0) break;
      const read = part.subarray(0, bytesRead);
      hash.update(read);
      notePeaks(read, (at - headerBytes) / bytesPerSample, frames, peaks);
      at += bytesRead;
    }
    return {
      checksum: hash.digest('hex'),
      bytes: size,
      lengthMs: Math.round((frames * 1000) / rate),
      peaks: peaks.map(side => side.map(peak => Math.min(99, Math.round((peak * 100) / loudest)))),
    };
  } finally {
    await file.close();
  }
}

function notePeaks(part: Buffer, firstSample: number, frames: number, peaks: number[][]): void {
  const channels = peaks.length;
  for (let i = 0; i + 1 < part.length; i += bytesPerSample) {
    const sample = firstSample + i / bytesPerSample;
    const side = peaks[sample % channels];
    const stretch = Math.floor((Math.floor(sample / channels) * stretches) / frames);
    const level = Math.abs(part.readInt16LE(i));
    if (side && level > (side[stretch] ?? loudest)) side[stretch] = level;
  }
}
