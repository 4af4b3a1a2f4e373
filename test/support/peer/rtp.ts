/** One RTP stream (RFC 3550) with G.711 audio and RFC 4733 digits: sends a tone, keeps what it receives. */
import { randomInt } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { sampleRate } from '../audio.ts';
import { decode, encode, type Law } from './g711.ts';
import { RtpStatistics } from './rtp-statistics.ts';

const frameMs = 20;
const frameSamples = (sampleRate * frameMs) / 1000;
const digitNames = '0123456789*#ABCD';
/** Later than this the sender skips frames instead of sending them all at once. */
const lateMs = 100;

export interface ReceivedDigit {
  digit: string;
  durationMs: number;
  /** performance.now() of its end. */
  at: number;
}

interface Piece {
  /** Place in the recording, performance.now() of its first sample. */
  at: number;
  pcm: Int16Array;
}

interface Anchor {
  ssrc: number;
  timestamp: number;
  at: number;
}

export class RtpStream {
  law: Law = 'ulaw';
  /** Payload type of telephone-event; null = the far end has none. */
  events: number | null = 101;
  remote: { host: string; port: number } | null = null;
  /** False while the session description forbids us to send. */
  maySend = true;
  readonly statistics = new RtpStatistics();
  readonly digits: ReceivedDigit[] = [];
  readonly port: number;

  readonly #socket: Socket;
  readonly #pieces: Piece[] = [];
  #anchor: Anchor | null = null;
  #lastDigitStamp: number | null = null;
  #tone: { hz: number; db: number } | null;
  #timer: NodeJS.Timeout | null = null;
  #startedAt = 0;
  #frames = 0;
  #sequence = randomInt(0, 30_000);
  readonly #ssrc = randomInt(1, 0xffff_ffff);
  readonly #pendingDigits: string[] = [];
  #digit: { code: number; frame: number; stamp: number } | null = null;
  #marker = true;

  private constructor(socket: Socket, tone: number | null) {
    this.#socket = socket;
    this.port = socket.address().port;
    this.#tone = tone === null ? null : { hz: tone, db: -15 };
    socket.on('message', packet => this.#receive(packet));
  }

  /** Binds a free port. `tone` in Hz is what it sends at first; null = silence. */
  static async open(host: string, tone: number | null): Promise<RtpStream> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 20 });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject).bind(0, host, resolve);
    });
    return new RtpStream(socket, tone);
  }

  start(): void {
    if (this.#timer) return;
    this.#startedAt = performance.now();
    this.#timer = setInterval(() => this.#sendDue(), frameMs / 2);
  }

  sendTone(hz: number, db = -15): void {
    this.#tone = { hz, db };
  }

  sendSilence(): void {
    this.#tone = null;
  }

  /** Sends each digit for 120 ms, 80 ms apart (RFC 4733). */
  sendDigits(digits: string): void {
    this.#pendingDigits.push(...Array.from(digits));
  }

  /** What was received from `from` to `to` (performance.now()); stretches without packets are zero. */
  recording(from: number, to = performance.now()): Int16Array {
    const pcm = new Int16Array(Math.max(0, Math.round(((to - from) * sampleRate) / 1000)));
    for (const piece of this.#pieces) {
      const start = Math.round(((piece.at - from) * sampleRate) / 1000);
      if (start <= -piece.pcm.length || start >= pcm.length) continue;
      const samples = start < 0 ? piece.pcm.subarray(-start) : piece.pcm;
      pcm.set(samples.subarray(0, pcm.length - Math.max(start, 0)), Math.max(start, 0));
    }
    return pcm;
  }

  /** The last `ms` milliseconds received, up to the newest packet. */
  last(ms: number): Int16Array {
    const newest = this.#pieces.at(-1);
    const stale = newest === undefined || performance.now() - newest.at > 200;
    const to = stale ? performance.now() : newest.at + frameMs;
    return this.recording(to - ms, to);
  }

  close(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#socket.removeAllListeners('message').close();
  }

  #sendDue(): void {
    const due = Math.floor((performance.now() - this.#startedAt) / frameMs);
    if (due - this.#frames > lateMs / frameMs) this.#frames = due - 1;
    while (this.#frames < due) {
      this.#sendFrame();
      this.#frames += 1;
    }
  }

  #sendFrame(): void {
    if (!this.remote || !this.maySend) {
      this.#marker = true;
      return;
    }
    const first = this.#frames * frameSamples;
    if (this.#sendDigitFrame(first)) return;
    const pcm = new Int16Array(frameSamples);
    const tone = this.#tone;
    if (tone) {
      const amplitude = 10 ** (tone.db / 20) * Math.SQRT2 * 32_767;
      const step = (2 * Math.PI * tone.hz) / sampleRate;
      for (let i = 0; i < frameSamples; i++) pcm[i] = Math.round(amplitude * Math.sin(step * (first + i)));
    }
    this.#send(this.law === 'ulaw' ? 0 : 8, first, encode(pcm, this.law), this.#marker);
    this.#marker = false;
  }

  /** Sends the frame of a digit if there is one now: 6 frames, the end three times, then a gap of 4. */
  #sendDigitFrame(stamp: number): boolean {
    const next = this.#digit ? undefined : this.#pendingDigits.shift();
    if (next !== undefined) this.#digit = { code: digitNames.indexOf(next), frame: 0, stamp };
    const digit = this.#digit;
    if (!digit || this.events === null) return false;
    digit.frame += 1;
    const last = digit.frame === 6;
    const payload = Buffer.from([digit.code, (last ? 0x80 : 0) | 10, 0, 0]);
    payload.writeUInt16BE(Math.min(digit.frame, 6) * frameSamples, 2);
    if (digit.frame <= 6)
      for (let copy = 0; copy < (last ? 3 : 1); copy++)
        this.#send(this.events, digit.stamp, payload, digit.frame === 1);
    if (digit.frame === 10) this.#digit = null;
    return true;
  }

  #send(type: number, timestamp: number, payload: Uint8Array, marker: boolean): void {
    if (!this.remote) return;
    const packet = Buffer.alloc(12 + payload.length);
    packet[0] = 0x80;
    packet[1] = (marker ? 0x80 : 0) | type;
    packet.writeUInt16BE(this.#sequence, 2);
    packet.writeUInt32BE(timestamp >>> 0, 4);
    packet.writeUInt32BE(this.#ssrc, 8);
    packet.set(payload, 12);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.statistics.sent += 1;
    this.#socket.send(packet, this.remote.port, this.remote.host);
  }

  #receive(packet: Buffer): void {
    if (packet.length < 12 || (packet[0] ?? 0) >> 6 !== 2) return;
    const type = (packet[1] ?? 0) & 0x7f;
    const audio = type === 0 || type === 8;
    const timestamp = packet.readUInt32BE(4);
    const ssrc = packet.readUInt32BE(8);
    const now = performance.now();
    if (audio || type === this.events)
      this.statistics.received(packet.readUInt16BE(2), timestamp, ssrc, now, audio);
    const payload = packet.subarray(12 + ((packet[0] ?? 0) & 0x0f) * 4);
    if (type === this.events) this.#receiveDigit(payload, timestamp, now);
    else if (audio)
      this.#pieces.push({
        at: this.#place(ssrc, timestamp, now),
        pcm: decode(payload, type === 0 ? 'ulaw' : 'alaw'),
      });
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
    this.digits.push({ digit: digitNames[payload[0] ?? 0] ?? '?', durationMs, at: now });
  }
}
