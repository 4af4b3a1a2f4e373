/**
 * Who speaks free text: the voice server where one is set, else and whenever it fails espeak-ng. What each of them
 * has said is cached under its own name, so that a spare voice does not stay when the server is back.
 */
import type { Log } from '../../runtime/log.ts';
import type { SpeechMetrics } from '../../runtime/ports/speech.ts';
import { LimitedFolder } from './cache-limit.ts';
import { fetchSpeech, type HttpVoice } from './http-voice.ts';
import { type Prompt, PromptCache, type Recording } from './prompt-cache.ts';
import { type SpeechPrograms, synthesise } from './synthesise.ts';

export interface VoiceOptions {
  /** Folder of the files. */
  folder: string;
  programs: SpeechPrograms;
  server: HttpVoice | null;
  mostBytes: number;
  now: () => number;
  metrics: SpeechMetrics;
  log: Pick<Log, 'warn'>;
}

/** A prompt may wait that long behind others of its list. */
const keepMs = 600_000;
/** A server that failed is left alone for so long: callers must not wait for its time limit again and again. */
const restMs = 15_000;

/** Gives the absolute path, without extension, of a file that says the prompt. Rejects when nobody can say it. */
export function createVoices(options: VoiceOptions): (prompt: Prompt) => Promise<string> {
  const { folder, programs, server, mostBytes, now, metrics, log } = options;
  const limit = new LimitedFolder(folder, {
    mostBytes,
    keepMs,
    now,
    removed: names => metrics.count('filesRemoved', names),
  });
  const counted = (make: (prompt: Prompt) => Promise<Recording>) => async (prompt: Prompt) => {
    const recording = await make(prompt);
    metrics.count('textsSpoken', 1);
    return recording;
  };
  const own = new PromptCache(
    folder,
    { maker: '', limit },
    counted(prompt => synthesise(programs, prompt)),
  );
  if (!server) return prompt => own.file(prompt);

  const served = new PromptCache(
    folder,
    { maker: server.url, limit },
    counted(prompt => fetchSpeech(server, programs, prompt)),
  );
  let failedAt = Number.NEGATIVE_INFINITY;
  return async prompt => {
    const rests = now() - failedAt < restMs;
    try {
      if (!rests || served.has(prompt)) return await served.file(prompt);
    } catch (error) {
      failedAt = now();
      log.warn(
        { err: error, language: prompt.language },
        'the voice server failed; espeak-ng speaks instead',
      );
    }
    metrics.count('spareVoice', 1);
    // The server's voice names mean nothing to espeak-ng.
    return own.file({ language: prompt.language, text: prompt.text });
  };
}
