/**
 * One RTP stream (RFC 3550) with G.711 audio and RFC 4733 digits: sends a tone, keeps what it receives. Its
 * socket and its clock live in a thread of their own (rtp-thread.ts), which all streams share: what the test
 * does meanwhile, and what holds it up, is neither sent late nor measured as a gap.
 */
import { Worker } from 'node:worker_threads';
import type { Law } from './g711.ts';
import type { FromThread, ReceivedDigit, StreamSettings, ToThread } from './rtp-messages.ts';
import { SoundReader } from './shared-sound.ts';

const frameMs = 20;
/** A newest packet older than this is not what is heard now. */
const staleMs = 200;

let thread: Worker | null = null;
let lastId = 0;
const streams = new Map<number, (message: FromThread) => void>();

function threadOfSockets(): Worker {
  if (thread) return thread;
  const clockOffsetMs = performance.now() - Number(process.hrtime.bigint()) / 1e6;
  thread = new Worker(new URL('./rtp-thread.mjs', import.meta.url), { workerData: { clockOffsetMs } });
  thread.on('message', (message: FromThread) => streams.get(message.id)?.(message));
  thread.unref();
  return thread;
}

export class RtpStream {
  readonly statistics: SoundReader;
  readonly digits: ReceivedDigit[] = [];
  readonly port: number;
  readonly #id: number;
  readonly #settings: StreamSettings;

  private constructor(id: number, port: number, settings: StreamSettings, sound: SoundReader) {
    this.#id = id;
    this.port = port;
    this.#settings = settings;
    this.statistics = sound;
    streams.set(id, message => {
      if (message.type === 'digit') this.digits.push(message.digit);
    });
  }

  /** Binds a free port. `tone` in Hz is what it sends at first; null = silence. */
  static async open(host: string, tone: number | null): Promise<RtpStream> {
    const id = ++lastId;
    const sound = new SoundReader();
    const settings: StreamSettings = {
      law: 'ulaw',
      events: 101,
      remote: null,
      maySend: true,
      tone: tone === null ? null : { hz: tone, db: -15 },
    };
    const port = await new Promise<number>((resolve, reject) => {
      streams.set(id, message => {
        if (message.type === 'opened') resolve(message.port);
        if (message.type === 'failed') reject(new Error(message.message));
      });
      tell({ type: 'open', id, host, settings, shared: sound.shared });
    });
    return new RtpStream(id, port, settings, sound);
  }

  get law(): Law {
    return this.#settings.law;
  }
  set law(law: Law) {
    this.#set({ law });
  }
  get events(): number | null {
    return this.#settings.events;
  }
  set events(events: number | null) {
    this.#set({ events });
  }
  set remote(remote: { host: string; port: number }) {
    this.#set({ remote });
  }
  set maySend(maySend: boolean) {
    this.#set({ maySend });
  }

  start(): void {
    tell({ type: 'start', id: this.#id });
  }

  sendTone(hz: number, db = -15): void {
    this.#set({ tone: { hz, db } });
  }

  sendSilence(): void {
    this.#set({ tone: null });
  }

  /** Sends each digit for 120 ms, 80 ms apart (RFC 4733). */
  sendDigits(digits: string): void {
    tell({ type: 'digits', id: this.#id, digits });
  }

  /** Says it once (8 kHz), in the place of the tone. */
  sendSound(pcm: Int16Array): void {
    tell({ type: 'sound', id: this.#id, pcm });
  }

  /** What was received from `from` to `to` (performance.now()); stretches without packets are zero. */
  recording(from: number, to = performance.now()): Int16Array {
    return this.statistics.recording(from, to);
  }

  /** The last `ms` milliseconds received, up to the newest packet. */
  last(ms: number): Int16Array {
    const { newestAt } = this.statistics;
    const to = performance.now() - newestAt > staleMs ? performance.now() : newestAt + frameMs;
    return this.recording(to - ms, to);
  }

  close(): void {
    tell({ type: 'close', id: this.#id });
    streams.delete(this.#id);
  }

  #set(settings: Partial<StreamSettings>): void {
    Object.assign(this.#settings, settings);
    tell({ type: 'set', id: this.#id, settings });
  }
}

function tell(message: ToThread): void {
  threadOfSockets().postMessage(message);
}
