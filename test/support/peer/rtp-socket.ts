/** The socket of one RTP stream: sends a tone, sounds and digits at their time, keeps what it receives. */
import { randomInt } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { sampleRate } from '../audio.ts';
import { decode, encode } from './g711.ts';
import type { ReceivedDigit, StreamSettings } from './rtp-messages.ts';
import { RtpStatistics } from './rtp-statistics.ts';
import { SoundWriter } from './shared-sound.ts';

const frameMs = 20;
const frameSamples = (sampleRate * frameMs) / 1000;
const digitNames = '0123456789*#ABCD';
/** Later than this the sender skips frames instead of sending them all at once. */
const lateMs = 100;

export interface RtpSocketOptions {
  host: string;
  settings: StreamSettings;
  /** Where what is heard is written (SoundReader.shared). */
  shared: SharedArrayBuffer;
  /** Clock of the test, ms. */
  now: () => number;
  onDigit: (digit: ReceivedDigit) => void;
}

interface Anchor {
  ssrc: number;
  timestamp: number;
  at: number;
}

/** Of the last stream, from which it began. */
let lastSequence = 60_000;

/**
 * Each stream is numbered from before the one before it: to whoever keeps a state from one caller to the next,
 * as Debian's Asterisk does in its translators, all of its packets look late (docs/decisions/0021).
 */
function nextSequence(): number {
  lastSequence = (lastSequence - 5000 + 0x1_0000) & 0xffff;
  return lastSequence;
}

export class RtpSocket {
  readonly settings: StreamSettings;
  readonly port: number;
  readonly #options: RtpSocketOptions;
  readonly #socket: Socket;
  readonly #sound: SoundWriter;
  readonly #statistics = new RtpStatistics();
  #anchor: Anchor | null = null;
  #lastDigitStamp: number | null = null;
  #timer: NodeJS.Timeout | null = null;
  #startedAt = 0;
  #frames = 0;
  #maxLateMs = 0;
  #sequence = nextSequence();
  readonly #ssrc = randomInt(1, 0xffff_ffff);
  readonly #pendingDigits: string[] = [];
  #digit: { code: number; frame: number; stamp: number } | null = null;
  #marker = true;
  /** What of a sound is still to be sent. */
  #saying: Int16Array = new Int16Array(0);

  private constructor(socket: Socket, options: RtpSocketOptions) {
    this.#socket = socket;
    this.#options = options;
    this.settings = options.settings;
    this.port = socket.address().port;
    this.#sound = new SoundWriter(options.shared);
    socket.on('message', packet => this.#receive(packet));
  }

  static async open(options: RtpSocketOptions): Promise<RtpSocket> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 20 });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject).bind(0, options.host, resolve);
    });
    return new RtpSocket(socket, options);
  }

  start(): void {
    if (this.#timer) return;
    this.#startedAt = this.#options.now();
    this.#timer = setInterval(() => this.#sendDue(), frameMs / 2);
  }

  sendDigits(digits: string): void {
    this.#pendingDigits.push(...Array.from(digits));
  }

  sendSound(pcm: Int16Array): void {
    this.#saying = pcm;
  }

  close(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#socket.removeAllListeners('message').close();
  }

  #sendDue(): void {
    const sinceStart = this.#options.now() - this.#startedAt;
    const due = Math.floor(sinceStart / frameMs);
    // Frame n is due when frame n + 1 begins.
    this.#maxLateMs = Math.max(this.#maxLateMs, sinceStart - (this.#frames + 1) * frameMs);
    if (due - this.#frames > lateMs / frameMs) this.#frames = due - 1;
    while (this.#frames < due) {
      this.#sendFrame();
      this.#frames += 1;
    }
  }

  #sendFrame(): void {
    const { remote, maySend, tone, law } = this.settings;
    if (!remote || !maySend) {
      this.#marker = true;
      return;
    }
    const first = this.#frames * frameSamples;
    if (this.#sendDigitFrame(first)) return;
    const pcm = new Int16Array(frameSamples);
    if (this.#saying.length > 0) {
      pcm.set(this.#saying.subarray(0, frameSamples));
      this.#saying = this.#saying.subarray(frameSamples);
    } else if (tone) {
      const amplitude = 10 ** (tone.db / 20) * Math.SQRT2 * 32_767;
      const step = (2 * Math.PI * tone.hz) / sampleRate;
      for (let i = 0; i < frameSamples; i++) pcm[i] = Math.round(amplitude * Math.sin(step * (first + i)));
    }
    this.#send(law === 'ulaw' ? 0 : 8, first, encode(pcm, law), this.#marker);
    this.#marker = false;
  }

  /** Sends the frame of a digit if there is one now: 6 frames, the end three times, then a gap of 4. */
  #sendDigitFrame(stamp: number): boolean {
    const { events } = this.settings;
    const next = this.#digit ? undefined : this.#pendingDigits.shift();
    if (next !== undefined) this.#digit = { code: digitNames.indexOf(next), frame: 0, stamp };
    const digit = this.#digit;
    if (!digit || events === null) return false;
    digit.frame += 1;
    const last = digit.frame === 6;
    const payload = Buffer.from([digit.code, (last ? 0x80 : 0) | 10, 0, 0]);
    payload.writeUInt16BE(Math.min(digit.frame, 6) * frameSamples, 2);
    if (digit.frame <= 6)
      for (let copy = 0; copy < (last ? 3 : 1); copy++)
        this.#send(events, digit.stamp, payload, digit.frame === 1);
    if (digit.frame === 10) this.#digit = null;
    return true;
  }

  #send(type: number, timestamp: number, payload: Uint8Array, marker: boolean): void {
    const { remote } = this.settings;
    if (!remote) return;
    const packet = Buffer.alloc(12 + payload.length);
    packet[0] = 0x80;
    packet[1] = (marker ? 0x80 : 0) | type;
    packet.writeUInt16BE(this.#sequence, 2);
    packet.writeUInt32BE(timestamp >>> 0, 4);
    packet.writeUInt32BE(this.#ssrc, 8);
    packet.set(payload, 12);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#statistics.sent += 1;
    this.#note();
    this.#socket.send(packet, remote.port, remote.host);
  }

  #receive(packet: Buffer): void {
    if (packet.length < 12 || (packet[0] ?? 0) >> 6 !== 2) return;
    const type = (packet[1] ?? 0) & 0x7f;
    const audio = type === 0 || type === 8;
    const event = type === this.settings.events;
    if (!audio && !event) return;
    const timestamp = packet.readUInt32BE(4);
    const ssrc = packet.readUInt32BE(8);
    const now = this.#options.now();
    this.#statistics.received(packet.readUInt16BE(2), timestamp, ssrc, now, audio);
    const payload = packet.subarray(12 + ((packet[0] ?? 0) & 0x0f) * 4);
    if (event) this.#receiveDigit(payload, timestamp, now);
    else this.#sound.put(this.#place(ssrc, timestamp, now), decode(payload, type === 0 ? 'ulaw' : 'alaw'));
    this.#note();
  }

  #note(): void {
    if (this.#sound.takeMark()) {
      this.#statistics.maxGapMs = 0;
      this.#maxLateMs = 0;
    }
    this.#sound.note(this.#statistics, this.#maxLateMs);
  }

  /** Where a packet belongs: by its timestamp, counted from the first packet of its stretch. */
  #place(ssrc: number, timestamp: number, now: number): number {
    const anchor = this.#anchor;
    if (anchor?.ssrc === ssrc) {
      const at = anchor.at + ((timestamp - anchor.timestamp) * 1000) / sampleRate;
      if (Math.abs(at - now) < 200) return at;
    }
    this.#anchor = { ssrc, timestamp, at: now };
    return now;
  }

  #receiveDigit(payload: Buffer, timestamp: number, now: number): void {
    const ended = ((payload[1] ?? 0) & 0x80) !== 0;
    if (!ended || timestamp === this.#lastDigitStamp || payload.length < 4) return;
    this.#lastDigitStamp = timestamp;
    const durationMs = (payload.readUInt16BE(2) * 1000) / sampleRate;
    this.#options.onDigit({ digit: digitNames[payload[0] ?? 0] ?? '?', durationMs, at: now });
  }
}
