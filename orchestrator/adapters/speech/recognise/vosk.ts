/**
 * Speech to text by a server that speaks the protocol of vosk-server's WebSocket server: a text `{"config": ...}`,
 * the sound in binary messages, each answered by `{"partial": ...}` or `{"text": ..., "result": ...}`, and a text
 * `{"eof" : 1}`, answered by the last result. Each language may have a server of its own.
 */
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { Language } from '../../../core/configuration/schemas.ts';
import { type Recognised, type Recogniser, RecognitionFailed } from '../../../runtime/ports/recogniser.ts';
import { pipe, ProgramTimedOut, type SpeechPrograms } from '../synthesise.ts';

export interface VoskServer {
  /** ws:// or wss:// */
  url: string;
  /** A header that proves who asks; its value is a secret. Null = none. */
  header: { name: string; value: string } | null;
}

export interface VoskOptions {
  /** A language without server cannot be recognised. */
  servers: Partial<Record<Language, VoskServer>>;
  /** sox, which reads the recording. */
  programs: SpeechPrograms;
  /** For one recording, from the connection to the last result. */
  timeoutMs: number;
}

/** What Asterisk records; servers take any rate that they are told. */
const rate = 8000;
/** A quarter of a second, 16 bits a sample. */
const chunkBytes = rate / 2;
/** Exactly so: the server compares the text. */
const endOfFile = '{"eof" : 1}';

const Answer = z.object({
  text: z.string().optional(),
  result: z.array(z.object({ conf: z.number(), word: z.string() })).optional(),
});
type Answer = z.infer<typeof Answer>;

export function createVosk({ servers, programs, timeoutMs }: VoskOptions): Recogniser {
  return {
    async recognise(file, language, phrases) {
      const server = servers[language];
      if (!server) throw new RecognitionFailed('invalid', `no recogniser is set for ${language}`);
      const samples = await readSamples(programs, file, timeoutMs);
      const byWords = new Map(phrases.map(phrase => [spokenForm(phrase), phrase]));
      const answers = await converse(server, samples, [...byWords.keys()], timeoutMs);
      const { text, confidence } = understood(answers);
      return { text: byWords.get(text) ?? text, confidence };
    },
  };
}

async function readSamples(programs: SpeechPrograms, file: string, timeoutMs: number): Promise<Buffer> {
  const output = ['-t', 'raw', '-e', 'signed-integer', '-b', '16', '-L', '-r', String(rate), '-c', '1', '-'];
  try {
    return await pipe(programs('sox', ['-V1', file, ...output]), Buffer.alloc(0), timeoutMs);
  } catch (error) {
    const code = error instanceof ProgramTimedOut ? 'timeout' : 'invalid';
    throw new RecognitionFailed(code, 'the recording cannot be read', { cause: error });
  }
}

/** The models' words are in lower case and without punctuation. */
const spokenForm = (phrase: string): string =>
  phrase
    .toLowerCase()
    .replace(/[\s.,;:!?"-]+/g, ' ')
    .trim();

/** Sends the sound, a message after the answer to the one before, as vosk-server's own clients do. */
function converse(
  { url, header }: VoskServer,
  samples: Buffer,
  phrases: readonly string[],
  timeoutMs: number,
): Promise<Answer[]> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, {
      headers: header ? { [header.name]: header.value } : {},
      handshakeTimeout: timeoutMs,
      followRedirects: false,
      maxPayload: 1024 * 1024,
    });
    const answers: Answer[] = [];
    let sent = 0;
    let ended = false;
    const timer = setTimeout(
      () => fail('timeout', `the recogniser did not answer within ${timeoutMs} ms`),
      timeoutMs,
    );

    function fail(code: RecognitionFailed['code'], message: string, cause?: unknown): void {
      clearTimeout(timer);
      reject(new RecognitionFailed(code, message, { cause }));
      socket.terminate();
    }
    function next(): void {
      if (sent < samples.length) {
        socket.send(samples.subarray(sent, sent + chunkBytes));
        sent += chunkBytes;
        return;
      }
      ended = true;
      socket.send(endOfFile);
    }

    socket.on('open', () => {
      // [unk] takes what is none of the phrases; without it the nearest one would be the answer.
      const choice = phrases.length > 0 ? { phrase_list: [...phrases, '[unk]'] } : {};
      socket.send(
        JSON.stringify({ config: { sample_rate: rate, words: 1, max_alternatives: 0, ...choice } }),
      );
      next();
    });
    socket.on('message', data => {
      const answer = read(Buffer.isBuffer(data) ? data.toString('utf8') : '');
      if (!answer) return fail('invalid', 'the recogniser answered something that is not its protocol');
      if (answer.text !== undefined) answers.push(answer);
      if (!ended) return next();
      clearTimeout(timer);
      resolve(answers);
      socket.close();
    });
    socket.on('unexpected-response', (_request, response) =>
      fail('refused', `the recogniser answered ${response.statusCode ?? 0}`),
    );
    socket.on('error', error => fail('unreachable', 'the recogniser cannot be reached', error));
    socket.on('close', () => fail('unreachable', 'the recogniser closed the connection'));
  });
}

function read(text: string): Answer | null {
  try {
    return Answer.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function understood(answers: readonly Answer[]): Recognised {
  const text = answers
    .map(({ text: part = '' }) => part.replaceAll('[unk]', ' '))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
  const heard = answers.flatMap(({ result = [] }) => result).filter(({ word }) => word !== '[unk]');
  const confidence = heard.reduce((sum, { conf }) => sum + conf, 0) / Math.max(1, heard.length);
  return { text, confidence: text === '' ? 0 : Math.min(1, Math.max(0, confidence)) };
}
