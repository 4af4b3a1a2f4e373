/** Free text to speech by espeak-ng, and to what Asterisk plays by sox. No shell: arguments and stdin only. */
import { spawn } from 'node:child_process';
import type { Language } from '../../core/configuration/schemas.ts';
import type { Prompt, Recording } from './prompt-cache.ts';

export interface SpeechProgram {
  file: string;
  args: string[];
  env: Record<string, string>;
}
/** What to spawn for a program with these arguments. */
export type SpeechPrograms = (program: 'espeak-ng' | 'sox', args: string[]) => SpeechProgram;

export const systemPrograms: SpeechPrograms = (file, args) => ({
  file,
  args,
  env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LANG: 'C.UTF-8' },
});

const voices: Record<Language, string> = { it: 'it', en: 'en' };
/** Words a minute; espeak-ng's own 175 is hard to follow on the telephone. */
const speed = 155;
/** A text of 2000 characters takes about 0.2 s. */
const timeoutMs = 10_000;
/** Ten minutes of sound take about a second on a machine that has nothing else to do. */
const conversionMs = 60_000;
/** espeak-ng and sox failed, or what they were given cannot be worked with. */
export class SoundFailure extends Error {}
export class ProgramTimedOut extends SoundFailure {}

/** Rejects when a program is missing, fails or hangs. */
export async function synthesise(
  programs: SpeechPrograms,
  { language, text, voice = voices[language] }: Prompt,
): Promise<Recording> {
  const spoken = await pipe(
    programs('espeak-ng', ['-v', voice, '-s', String(speed), '--stdin', '--stdout']),
    // [[ begins phoneme names in espeak-ng.
    Buffer.from(text.replaceAll('[[', '[ [')),
  );
  // Header (44 bytes) and nothing behind it: what was to be spoken holds nothing speakable.
  if (spoken.length <= 44) throw new SoundFailure('espeak-ng gave no sound');
  return convertBoth(programs, spoken, ['-t', 'wav', '--ignore-length']);
}

/** Both rates of one sound, which `input` (options of sox) says how to read. */
export async function convertBoth(
  programs: SpeechPrograms,
  sound: Buffer,
  input: readonly string[],
  first: readonly string[] = [],
): Promise<Recording> {
  return {
    wav: await convert(programs, sound, 8000, input, first),
    wav16: await convert(programs, sound, 16_000, input, first),
  };
}

/**
 * Mono 16-bit WAV. Telephone band (ITU-T G.712), compressed a little and brought to the loudness of the
 * recorded prompts, so that both can follow one another in a sentence.
 */
function convert(
  programs: SpeechPrograms,
  sound: Buffer,
  rate: number,
  input: readonly string[],
  first: readonly string[],
): Promise<Buffer> {
  const output = ['-t', 'wav', '-r', String(rate), '-c', '1', '-b', '16', '-'];
  const effects = [...first, 'highpass', '200', 'gain', '-n', 'gain', '-l', '5', 'gain', '-n', '-3'];
  return pipe(programs('sox', ['-V1', ...input, '-', ...output, ...effects]), sound, conversionMs);
}

/** Runs a program with `input` on stdin; resolves with its stdout. Rejects with SoundFailure, or when it is not there. */
export function pipe(
  { file, args, env }: SpeechProgram,
  input: Buffer,
  limitMs = timeoutMs,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, stdio: 'pipe', timeout: limitMs, killSignal: 'SIGKILL' });
    const chunks: Buffer[] = [];
    let complaint = '';
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-1000);
    });
    child.on('error', reject);
    // EPIPE when it ends before it has read all: its exit status tells more.
    child.stdin.on('error', () => undefined);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(Buffer.concat(chunks));
      else if (signal === 'SIGKILL') reject(new ProgramTimedOut(`${file} took more than ${limitMs} ms`));
      else reject(new SoundFailure(`${file} ended with ${code ?? signal}: ${complaint.trim()}`));
    });
    child.stdin.end(input);
  });
}
