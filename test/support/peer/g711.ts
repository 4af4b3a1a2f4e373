/** G.711 (ITU-T G.711, tables as in the Sun reference code): 16-bit PCM to and from u-law and A-law. */

export type Law = 'ulaw' | 'alaw';

const bias = 0x84;
const clip = 32_635;

function ulawByte(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), clip) + bias;
  const exponent = Math.floor(Math.log2(magnitude)) - 7;
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

function ulawSample(byte: number): number {
  const value = ~byte & 0xff;
  const magnitude = (((value & 0x0f) << 3) + bias) << ((value & 0x70) >> 4);
  return value & 0x80 ? bias - magnitude : magnitude - bias;
}

function alawByte(sample: number): number {
  const sign = sample >= 0 ? 0x80 : 0;
  const magnitude = Math.min(sample >= 0 ? sample : -sample - 1, 32_767);
  const exponent = magnitude < 256 ? 0 : Math.floor(Math.log2(magnitude)) - 7;
  const mantissa = (magnitude >> (exponent === 0 ? 4 : exponent + 3)) & 0x0f;
  return (sign | (exponent << 4) | mantissa) ^ 0x55;
}

function alawSample(byte: number): number {
  const value = byte ^ 0x55;
  const exponent = (value & 0x70) >> 4;
  const mantissa = (value & 0x0f) << 4;
  const magnitude = exponent === 0 ? mantissa + 8 : (mantissa + 0x108) << (exponent - 1);
  return value & 0x80 ? magnitude : -magnitude;
}

const samples = {
  ulaw: Int16Array.from({ length: 256 }, (_, byte) => ulawSample(byte)),
  alaw: Int16Array.from({ length: 256 }, (_, byte) => alawSample(byte)),
};
const bytes = {
  ulaw: Uint8Array.from({ length: 65_536 }, (_, i) => ulawByte(i - 32_768)),
  alaw: Uint8Array.from({ length: 65_536 }, (_, i) => alawByte(i - 32_768)),
};

export function encode(pcm: Int16Array, law: Law): Buffer {
  const table = bytes[law];
  return Buffer.from(Uint8Array.from(pcm, sample => table[sample + 32_768] ?? 0));
}

export function decode(payload: Uint8Array, law: Law): Int16Array {
  const table = samples[law];
  return Int16Array.from(payload, byte => table[byte] ?? 0);
}
