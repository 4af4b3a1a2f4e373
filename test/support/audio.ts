/** Measures on 8 kHz PCM (16-bit, mono): levels, tones, silence. Levels are dB below full scale (dBFS). */

export const sampleRate = 8000;
/** What an all-zero stretch measures. */
export const silenceDb = -100;

/** RMS level: a full-scale sine is -3 dBFS, G.711 silence below -60. */
export function level(pcm: Int16Array): number {
  if (pcm.length === 0) return silenceDb;
  let sum = 0;
  for (const sample of pcm) sum += sample * sample;
  return decibels(Math.sqrt(sum / pcm.length) / 32_768);
}

/**
 * Level of the tone `hz` in `pcm` on the same scale as `level` (Goertzel; Goertzel 1958, as in ITU-T Q.24
 * receivers). Use stretches of 100 ms and more: the band is about 2 / seconds wide.
 */
export function toneLevel(pcm: Int16Array, hz: number): number {
  const n = pcm.length;
  if (n === 0) return silenceDb;
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / sampleRate);
  let s1 = 0;
  let s2 = 0;
  for (let i = 0; i < n; i++) {
    // Hann window: keeps a neighbouring tone or speech from leaking in.
    const windowed = (pcm[i] ?? 0) * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (n - 1 || 1)));
    const s0 = windowed + coefficient * s1 - s2;
    s2 = s1;
    s1 = s0;
  }
  const power = s1 * s1 + s2 * s2 - coefficient * s1 * s2;
  // Amplitude = 2 |X| / (n * window gain 0.5); RMS of a sine = amplitude / sqrt(2).
  const rms = (4 * Math.sqrt(Math.max(power, 0))) / n / Math.SQRT2;
  return decibels(rms / 32_768);
}

/** Whether the stretch is mainly the tone: loud enough and within 3 dB of all that is heard. */
export function hasTone(pcm: Int16Array, hz: number, atLeastDb = -35): boolean {
  const tone = toneLevel(pcm, hz);
  return tone >= atLeastDb && tone >= level(pcm) - 3;
}

/** Whether nothing but line noise is heard. */
export function isSilent(pcm: Int16Array, belowDb = -50): boolean {
  return level(pcm) < belowDb;
}

/** Whether speech or music is heard: sound that is not mainly one of the test tones. */
export function hasSpeechOrMusic(
  pcm: Int16Array,
  testTones: readonly number[] = [],
  atLeastDb = -45,
): boolean {
  const all = level(pcm);
  return all >= atLeastDb && testTones.every(hz => toneLevel(pcm, hz) < all - 3);
}

export interface Stretch {
  fromMs: number;
  toMs: number;
}

/** Silent stretches of at least `atLeastMs`, measured in windows of 20 ms. */
export function silences(pcm: Int16Array, atLeastMs: number, belowDb = -50): Stretch[] {
  const found: Stretch[] = [];
  const window = sampleRate / 50;
  let from: number | null = null;
  const close = (to: number) => {
    if (from !== null && to - from >= atLeastMs) found.push({ fromMs: from, toMs: to });
    from = null;
  };
  for (let i = 0; i + window <= pcm.length; i += window) {
    const ms = (i * 1000) / sampleRate;
    if (!isSilent(pcm.subarray(i, i + window), belowDb)) close(ms);
    else from ??= ms;
  }
  close(Math.floor((pcm.length * 1000) / sampleRate));
  return found;
}

/** Windows of 100 ms in which `hz` is heard, as a share from 0 to 1. */
export function toneShare(pcm: Int16Array, hz: number): number {
  const window = sampleRate / 10;
  let windows = 0;
  let heard = 0;
  for (let i = 0; i + window <= pcm.length; i += window) {
    windows += 1;
    if (hasTone(pcm.subarray(i, i + window), hz)) heard += 1;
  }
  return windows === 0 ? 0 : heard / windows;
}

/** Whether a tone of `hz` is to be heard in some moment beside (or instead of) a louder one of `besideHz`. */
export function hasAnywhere(pcm: Int16Array, hz: number, besideHz: number): boolean {
  const window = sampleRate / 10;
  for (let i = 0; i + window <= pcm.length; i += window) {
    const part = pcm.subarray(i, i + window);
    const tone = toneLevel(part, hz);
    // A tone that begins or breaks off leaves a little on every frequency.
    if (tone > -40 && tone > toneLevel(part, besideHz) - 10) return true;
  }
  return false;
}

/** A sine of `hz` whose RMS is `db` dBFS. */
export function sine(hz: number, ms: number, db = -15): Int16Array {
  const amplitude = 10 ** (db / 20) * Math.SQRT2 * 32_767;
  return Int16Array.from({ length: Math.round((ms * sampleRate) / 1000) }, (_, i) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hz * i) / sampleRate)),
  );
}

/** The stretch as a WAV file (RIFF, PCM 16 bit mono; `rate` in Hz). */
export function wav(pcm: Int16Array, rate = sampleRate): Buffer {
  const data = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

function decibels(ratio: number): number {
  return ratio <= 0 ? silenceDb : Math.max(silenceDb, 20 * Math.log10(ratio));
}
