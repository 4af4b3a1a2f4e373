/** What an uploaded file is, by its first bytes: sox is told, and never left to guess (its playlists and devices are no audio of ours). */

/** Names of sox's formats. */
export type AudioKind = 'wav' | 'mp3' | 'ogg' | 'opus';

/** Null = none of the kinds that we take. */
export function audioKind(file: Buffer): AudioKind | null {
  const text = (from: number, to: number): string => file.toString('latin1', from, to);
  // RIFF: Multimedia Programming Interface 1.0. The data may be of any length, also one that the header denies.
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WAVE') return 'wav';
  // RFC 3533, section 6, and RFC 7845, section 5.1.
  if (text(0, 4) === 'OggS') return file.subarray(0, 64).includes('OpusHead') ? 'opus' : 'ogg';
  // An ID3 tag, or a frame of layer III (ISO 11172-3, 2.4.1.3).
  const [first = 0, second = 0] = file;
  if (text(0, 3) === 'ID3' || (first === 0xff && (second & 0xe6) === 0xe2)) return 'mp3';
  return null;
}
