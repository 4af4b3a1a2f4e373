/** An Ogg Opus file as phones and messengers record them: Chromium encodes, the pages of Ogg are put around here. */
import type { Page } from 'playwright-core';

/** CRC of Ogg pages: polynomial 0x04c11db7, not reflected, from 0 (RFC 3533, section 6). */
function crc(bytes: Buffer): number {
  let sum = 0;
  for (const byte of bytes) {
    sum = (sum ^ (byte << 24)) >>> 0;
    for (let bit = 0; bit < 8; bit++) sum = ((sum << 1) ^ (sum & 0x80000000 ? 0x04c11db7 : 0)) >>> 0;
  }
  return sum;
}

/** One packet in one page. `flags`: 2 = first, 4 = last; `granule`: samples of 48 kHz until its end. */
function oggPage(packet: Buffer, sequence: number, flags: number, granule: number): Buffer {
  const segments = [...Array<number>(Math.floor(packet.length / 255)).fill(255), packet.length % 255];
  const head = Buffer.alloc(27);
  head.write('OggS');
  head[5] = flags;
  head.writeBigUInt64LE(BigInt(granule), 6);
  head.writeUInt32LE(1, 14);
  head.writeUInt32LE(sequence, 18);
  head[26] = segments.length;
  const page = Buffer.concat([head, Buffer.from(segments), packet]);
  page.writeUInt32LE(crc(page), 22);
  return page;
}

/** A tone of `hz` as mono Ogg Opus (RFC 7845); the page must be one of a secure place, as 127.0.0.1 is. */
export async function oggOpusTone(page: Page, hz: number, ms: number): Promise<Buffer> {
  const packets: string[] = await page.evaluate(`(async () => {
    const packets = [];
    const encoder = new AudioEncoder({
      output: chunk => { const bytes = new Uint8Array(chunk.byteLength); chunk.copyTo(bytes); packets.push(btoa(String.fromCharCode(...bytes))); },
      error: error => { throw error; },
    });
    encoder.configure({ codec: 'opus', sampleRate: 48000, numberOfChannels: 1, bitrate: 32000 });
    const data = Float32Array.from({ length: ${ms * 48} }, (_, i) => 0.3 * Math.sin(2 * Math.PI * ${hz} * i / 48000));
    encoder.encode(new AudioData({ format: 'f32', sampleRate: 48000, numberOfFrames: data.length, numberOfChannels: 1, timestamp: 0, data }));
    await encoder.flush();
    return packets;
  })()`);
  const preSkip = 312;
  const head = Buffer.alloc(19);
  head.write('OpusHead');
  head[8] = 1;
  head[9] = 1;
  head.writeUInt16LE(preSkip, 10);
  head.writeUInt32LE(48_000, 12);
  const vendor = 'phones';
  const tags = Buffer.alloc(8 + 4 + vendor.length + 4);
  tags.write('OpusTags');
  tags.writeUInt32LE(vendor.length, 8);
  tags.write(vendor, 12);
  return Buffer.concat([
    oggPage(head, 0, 2, 0),
    oggPage(tags, 1, 0, 0),
    // Chromium's packets are of 20 ms.
    ...packets.map((packet, index) =>
      oggPage(
        Buffer.from(packet, 'base64'),
        index + 2,
        index === packets.length - 1 ? 4 : 0,
        (index + 1) * 960,
      ),
    ),
  ]);
}
