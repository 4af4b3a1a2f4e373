/**
 * Speech from a server: POST of `{"text", "language", "voice"}` as JSON, answered by a sound that sox reads (WAV,
 * OGG, FLAC), as Piper's HTTP server and most gateways to cloud voices do.
 */
import type { Prompt, Recording } from './prompt-cache.ts';
import { convertBoth, type SpeechPrograms } from './synthesise.ts';

export interface HttpVoice {
  /** https://voice.example.com/speak */
  url: string;
  /** A header that proves who asks, such as Authorization; its value is a secret. Null = none. */
  header: { name: string; value: string } | null;
  timeoutMs: number;
}

/** A spoken text of 2000 characters has two minutes; at 48 kHz in stereo they are 23 MB. */
const mostBytes = 32 * 1024 * 1024;

/** Sox' names of the formats by what the server says; WAV is told by its own first bytes. */
const formats: Record<string, string> = { 'audio/ogg': 'ogg', 'audio/flac': 'flac', 'audio/x-flac': 'flac' };

/** Rejects when the server is not there, refuses, takes too long or answers something that is no sound. */
export async function fetchSpeech(
  { url, header, timeoutMs }: HttpVoice,
  programs: SpeechPrograms,
  { text, language, voice }: Prompt,
): Promise<Recording> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'audio/wav, audio/ogg, audio/flac',
      ...(header && { [header.name]: header.value }),
    },
    body: JSON.stringify({ text, language, ...(voice !== undefined && { voice }) }),
    // A redirection could carry the secret elsewhere.
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`the voice server answered ${response.status}`);
  }
  const sound = await limitedBody(response);
  return convertBoth(programs, sound, inputOptions(sound, response.headers.get('content-type') ?? ''));
}

function inputOptions(sound: Buffer, contentType: string): string[] {
  if (sound.toString('latin1', 0, 4) === 'RIFF') return ['-t', 'wav', '--ignore-length'];
  const format = formats[contentType.split(';')[0]?.trim().toLowerCase() ?? ''];
  if (format === undefined)
    throw new Error(`the voice server answered no sound that is known: "${contentType}"`);
  return ['-t', format];
}

async function limitedBody(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw new Error(`the voice server answered more than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
