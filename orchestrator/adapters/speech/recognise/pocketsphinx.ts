/**
 * English speech to text on this machine by pocketsphinx 5, a process for each recording. With phrases it works
 * on a grammar (JSGF), which it knows well, but then takes anything that is said for one of them; free speech of
 * telephone quality it mostly mishears, because its acoustic model is one of 16 kHz.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { words } from '../../../../ivr-flows/speech/index.ts';
import { type Recognised, type Recogniser, RecognitionFailed } from '../../../runtime/ports/recogniser.ts';
import {
  pipe,
  ProgramTimedOut,
  SoundFailure,
  type SpeechProgram,
  type SpeechPrograms,
} from '../synthesise.ts';

export interface PocketsphinxOptions {
  /** How pocketsphinx is run, and where its model lies: en-us, en-us.lm.bin, cmudict-en-us.dict. */
  pocketsphinx: { program(args: string[]): SpeechProgram; model: string };
  /** sox, which makes what it hears. */
  programs: SpeechPrograms;
  timeoutMs: number;
}

/** Recognitions at once: each takes a processor for 0.1 s (phrases) to 3 s (free speech). */
const mostAtOnce = 2;

export function createPocketsphinx(options: PocketsphinxOptions): Recogniser {
  const waiting: (() => void)[] = [];
  let running = 0;

  async function taken<T>(work: () => Promise<T>): Promise<T> {
    if (running >= mostAtOnce) await new Promise<void>(resolve => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  }

  return {
    async recognise(file, language, phrases) {
      if (language !== 'en') throw new RecognitionFailed('invalid', 'pocketsphinx knows English only');
      const spoken = new Map(phrases.map(phrase => [inWords(phrase), phrase]));
      return taken(() => withFolder(folder => listen(options, folder, file, spoken))).catch(rethrow);
    },
  };
}

async function listen(
  { pocketsphinx, programs, timeoutMs }: PocketsphinxOptions,
  folder: string,
  file: string,
  phrases: ReadonlyMap<string, string>,
): Promise<Recognised> {
  const { model } = pocketsphinx;
  const sound = join(folder, 'heard.wav');
  // 16 kHz as the model wants it; speech that begins at once would lose its first sound.
  const format = ['-r', '16000', '-c', '1', '-b', '16', sound, 'pad', '0.3', '0.3'];
  await pipe(programs('sox', ['-V1', file, ...format]), Buffer.alloc(0), timeoutMs);
  const search = ['-lm', join(model, 'en-us.lm.bin')];
  if (phrases.size > 0) {
    const grammar = join(folder, 'phrases.gram');
    await writeFile(grammar, jsgf([...phrases.keys()]));
    search.splice(0, 2, '-jsgf', grammar);
  }
  const dictionary = ['-hmm', join(model, 'en-us'), '-dict', join(model, 'cmudict-en-us.dict')];
  const args = ['-loglevel', 'ERROR', ...dictionary, ...search, 'single', sound];
  const output = await pipe(pocketsphinx.program(args), Buffer.alloc(0), timeoutMs);
  const { text, confidence } = understood(output.toString('utf8'));
  return { text: phrases.get(text) ?? text, confidence };
}

/** One public rule with every phrase (JSGF V1.0, W3C note of 5 June 2000). */
const jsgf = (phrases: readonly string[]): string =>
  `#JSGF V1.0;\ngrammar phrases;\npublic <phrase> = ${phrases.join(' | ')};\n`;

/** As the dictionary has them: lower case, figures in words. Throws RecognitionFailed for what is no English word. */
function inWords(phrase: string): string {
  const said = phrase
    .toLowerCase()
    .replace(
      /[0-9]{1,12}/g,
      digits => ` ${words('en', { say: 'number', value: digits }).replaceAll('-', ' ')} `,
    )
    .replace(/[\s.,;:!?-]+/g, ' ')
    .trim();
  if (!/^[a-z' ]+$/.test(said))
    throw new RecognitionFailed('invalid', `"${phrase}" is not made of English words`);
  return said;
}

/** What it prints: manual page of pocketsphinx(1), "single". */
const Result = z.object({
  w: z.array(z.object({ p: z.number(), t: z.string() })),
});

/** Silence and noises are in brackets, other pronunciations in parentheses: read(2). */
function understood(output: string): Recognised {
  const result = Result.parse(JSON.parse(output));
  const said = result.w.filter(({ t }) => !/^[<[]/.test(t));
  const text = said.map(({ t }) => t.replace(/\([0-9]+\)$/, '')).join(' ');
  const confidence = said.reduce((sum, { p }) => sum + p, 0) / Math.max(1, said.length);
  return { text, confidence: Math.min(1, confidence) };
}

async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'phones-heard-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function rethrow(error: unknown): never {
  if (error instanceof RecognitionFailed) throw error;
  const unknown =
    error instanceof Error ? /The word '([^']+)' is missing/.exec(error.message)?.[1] : undefined;
  if (unknown !== undefined)
    throw new RecognitionFailed('invalid', `"${unknown}" is not in the English dictionary`, { cause: error });
  if (error instanceof ProgramTimedOut)
    throw new RecognitionFailed('timeout', 'the recognition took too long', { cause: error });
  if (error instanceof SoundFailure)
    throw new RecognitionFailed('invalid', `the recording could not be recognised: ${error.message}`, {
      cause: error,
    });
  throw new RecognitionFailed('unreachable', 'pocketsphinx does not run', { cause: error });
}
