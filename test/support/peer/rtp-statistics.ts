/** Receiver statistics of RTP (RFC 3550, appendix A.3 and A.8). */
import { sampleRate } from '../audio.ts';

export class RtpStatistics {
  sent = 0;
  packets = 0;
  /** Highest extended sequence number less the first one, plus one, summed over the sources. */
  expected = 0;
  /** Interarrival jitter, ms. */
  jitterMs = 0;
  /** Longest time between two packets of one source, ms. */
  maxGapMs = 0;
  sources = 0;

  #ssrc: number | null = null;
  #first = 0;
  #highest = 0;
  #expectedBefore = 0;
  #transit: number | null = null;
  #lastAt = 0;

  get lost(): number {
    return Math.max(0, this.expected - this.packets);
  }

  received(sequence: number, timestamp: number, ssrc: number, now: number, audio: boolean): void {
    this.packets += 1;
    if (ssrc !== this.#ssrc) {
      this.#ssrc = ssrc;
      this.sources += 1;
      this.#expectedBefore = this.expected;
      this.#first = sequence;
      this.#highest = sequence;
      this.#transit = null;
    } else {
      this.maxGapMs = Math.max(this.maxGapMs, now - this.#lastAt);
      const delta = (sequence - this.#highest) & 0xffff;
      if (delta < 0x8000) this.#highest += delta;
    }
    this.#lastAt = now;
    this.expected = this.#expectedBefore + this.#highest - this.#first + 1;
    // Events keep the timestamp of their beginning, so they say nothing about jitter.
    if (!audio) return;
    const transit = now - (timestamp * 1000) / sampleRate;
    if (this.#transit !== null) {
      const difference = Math.abs(transit - this.#transit);
      // A new talkspurt may jump its timestamp; a jump is no jitter.
      if (difference < 1000) this.jitterMs += (difference - this.jitterMs) / 16;
    }
    this.#transit = transit;
  }
}
