/**
 * What one stream heard, in memory that two threads share: the thread of the sockets writes, the test reads at
 * any moment. A ring of samples that is addressed by time, and the figures of the stream.
 */
import { sampleRate } from '../audio.ts';
import type { RtpStatistics } from './rtp-statistics.ts';

/** What is older is overwritten. */
const keptSeconds = 180;
const capacity = keptSeconds * sampleRate;

const figures = [
  'sent',
  'packets',
  'expected',
  'jitterMs',
  'sources',
  'maxGapMs',
  'maxLateMs',
  'newestAt',
  'begin',
  'end',
] as const;
type Figure = (typeof figures)[number];

const headBytes = 128;

abstract class SharedSound {
  readonly shared: SharedArrayBuffer;
  protected readonly samples: Int16Array;
  /** Counts how often the longest gap was asked to be measured anew. */
  protected readonly marks: Int32Array;
  readonly #figures: Float64Array;

  constructor(shared: SharedArrayBuffer) {
    this.shared = shared;
    this.#figures = new Float64Array(shared, 0, figures.length);
    this.marks = new Int32Array(shared, headBytes - 4, 1);
    this.samples = new Int16Array(shared, headBytes, capacity);
  }

  protected get(figure: Figure): number {
    return this.#figures[figures.indexOf(figure)] ?? 0;
  }

  protected set(figure: Figure, value: number): void {
    this.#figures[figures.indexOf(figure)] = value;
  }
}

/** In the thread of the sockets. */
export class SoundWriter extends SharedSound {
  #mark = 0;

  /** `pcm` was heard at `at` (ms of the test's clock). */
  put(at: number, pcm: Int16Array): void {
    const start = Math.round((at * sampleRate) / 1000);
    let end = this.get('end');
    if (end === 0) {
      this.set('begin', start);
      end = start;
    }
    if (start + pcm.length <= end - capacity) return;
    for (let i = Math.max(end, start - capacity); i < start; i++) this.samples[i % capacity] = 0;
    for (let i = 0; i < pcm.length; i++) this.samples[(start + i) % capacity] = pcm[i] ?? 0;
    this.set('newestAt', at);
    this.set('end', Math.max(end, start + pcm.length));
  }

  /** Whether the longest gap is to be measured anew from now on. */
  takeMark(): boolean {
    const mark = Atomics.load(this.marks, 0);
    const taken = mark !== this.#mark;
    this.#mark = mark;
    return taken;
  }

  note(statistics: RtpStatistics, maxLateMs: number): void {
    const { sent, packets, expected, jitterMs, sources, maxGapMs } = statistics;
    for (const [figure, value] of Object.entries({ sent, packets, expected, jitterMs, sources, maxGapMs }))
      this.set(figure as Figure, value);
    this.set('maxLateMs', maxLateMs);
  }
}

/** In the test. */
export class SoundReader extends SharedSound {
  constructor() {
    super(new SharedArrayBuffer(headBytes + 2 * capacity));
    // Touched now: a page that is first written by the thread of the sockets would hold it up.
    this.samples.fill(0);
  }

  get sent(): number {
    return this.get('sent');
  }
  get packets(): number {
    return this.get('packets');
  }
  /** Packets that the sequence numbers tell of and that did not come. */
  get lost(): number {
    return Math.max(0, this.get('expected') - this.packets);
  }
  /** Interarrival jitter, ms. */
  get jitterMs(): number {
    return this.get('jitterMs');
  }
  get sources(): number {
    return this.get('sources');
  }
  /** Longest time between two packets of one source, ms; since the last `measureGaps`. */
  get maxGapMs(): number {
    return this.get('maxGapMs');
  }
  /** By how much our own packets were late at most, ms; since the last `measureGaps`. */
  get maxLateMs(): number {
    return this.get('maxLateMs');
  }
  /** Place of the newest packet, ms; 0 = none came. */
  get newestAt(): number {
    return this.get('newestAt');
  }

  measureGaps(): void {
    Atomics.add(this.marks, 0, 1);
  }

  /** What was heard from `from` to `to` (performance.now()); stretches without packets are zero. */
  recording(from: number, to: number): Int16Array {
    const pcm = new Int16Array(Math.max(0, Math.round(((to - from) * sampleRate) / 1000)));
    const start = Math.round((from * sampleRate) / 1000);
    const end = this.get('end');
    const first = Math.max(start, this.get('begin'), end - capacity);
    const last = Math.min(start + pcm.length, end);
    for (let i = first; i < last; i++) pcm[i - start] = this.samples[i % capacity] ?? 0;
    return pcm;
  }
}
