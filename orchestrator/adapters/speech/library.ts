/**
 * The prompt library's files, in `<home>/prompts/library`, named by the checksum of their content: a version
 * never changes, and the same recording lies there once. Names never come from people.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Language } from '../../core/configuration/schemas.ts';
import { PhonesError, Unavailable } from '../../runtime/errors.ts';
import type { Log } from '../../runtime/log.ts';
import type { MadeHow, PromptLibrary, PromptRecording } from '../../runtime/ports/prompts.ts';
import type { Store } from '../../runtime/ports/store.ts';
import { audioKind } from './audio-kind.ts';
import { type Recording, writeRecording } from './prompt-cache.ts';
import {
  convertBoth,
  SoundFailure,
  type SpeechPrograms,
  synthesise,
  systemPrograms,
  ProgramTimedOut,
} from './synthesise.ts';

export interface LibraryOptions {
  home: string;
  /** How espeak-ng and sox are run; null = those of the system. */
  programs: SpeechPrograms | null;
  store: Pick<Store, 'configuration' | 'prompts'>;
  log: Pick<Log, 'warn'>;
}

const longestSeconds = 600;
const shortestMs = 100;
/** Files that no version names are kept so long: one may just be being written. */
const orphanMs = 3_600_000;

export function createPromptLibrary({ home, programs, store, log }: LibraryOptions): PromptLibrary {
  const folder = join(home, 'prompts', 'library');
  const index = join(home, 'prompts', 'library.json');
  const run = programs ?? systemPrograms;
  let files = new Map<string, string>();
  /** One after another: conversions must not take the machine from the calls. */
  let queue: Promise<unknown> = Promise.resolve();

  const key = (name: string, language: Language): string => `${language} ${name}`;

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = queue.then(work);
    queue = done.catch(() => undefined);
    return done;
  }

  async function refresh(): Promise<void> {
    const recordings = await store.prompts.current();
    const names = new Map((await store.configuration.names('prompts')).map(({ id, name }) => [id, name]));
    files = new Map(
      recordings.map(({ promptId, language, checksum }) => [
        key(names.get(promptId) ?? '', language),
        join(folder, checksum),
      ]),
    );
    await mkdir(folder, { recursive: true });
    await writeFile(`${index}.part`, JSON.stringify([...files]), { mode: 0o600 });
    await rename(`${index}.part`, index);
  }

  /** While the database is away at the start, callers hear what they heard before (F8). */
  async function known(): Promise<void> {
    const text = await readFile(index, 'utf8').catch(() => '[]');
    files = new Map(JSON.parse(text) as [string, string][]);
  }

  async function keep(
    recording: Recording,
    about: { promptId: number; language: Language; made: MadeHow; text: string },
    by: string,
  ): Promise<PromptRecording> {
    const durationMs = durationOf(recording.wav16);
    if (durationMs < shortestMs) throw new PhonesError('audioTooShort', 'there is nothing to be heard in it');
    if (durationMs > longestSeconds * 1000)
      throw new PhonesError('audioTooLong', `it is longer than ${longestSeconds / 60} minutes`);
    const checksum = createHash('sha256').update(recording.wav16).digest('hex');
    await writeRecording(join(folder, checksum), recording);
    const added = await store.prompts.add({ ...about, checksum, durationMs }, by);
    await refresh();
    return added;
  }

  async function spoken(language: Language, text: string, voice?: string): Promise<Recording> {
    try {
      return await inTurn(() => synthesise(run, { language, text, ...(voice !== undefined && { voice }) }));
    } catch (error) {
      if (!(error instanceof SoundFailure)) throw error;
      throw new PhonesError('noSpeech', 'the speech synthesiser cannot say this', { cause: error });
    }
  }

  return {
    folder,
    fileName: checksum => `${checksum}.wav16`,
    find: (name, language) => files.get(key(name, language)) ?? null,

    async refresh() {
      try {
        await refresh();
      } catch (error) {
        if (!(error instanceof Unavailable) || files.size > 0) throw error;
        await known();
        return;
      }
      await removeOrphans(folder, await store.prompts.checksums()).catch((error: unknown) =>
        log.warn({ err: error }, 'recordings that no prompt has could not be removed'),
      );
    },

    async add(promptId, language, audio, made, by) {
      const kind = audioKind(audio);
      if (!kind) throw unreadable('it is no WAV, MP3 or OGG file');
      try {
        // A second more than allowed is read, whatever a small file unpacks to.
        const most = ['trim', '0', String(longestSeconds + 1)];
        const input = ['-t', kind, ...(kind === 'wav' ? ['--ignore-length'] : [])];
        const recording = await inTurn(() => convertBoth(run, audio, input, most));
        return await keep(recording, { promptId, language, made, text: '' }, by);
      } catch (error) {
        if (error instanceof ProgramTimedOut) throw new Unavailable('the conversion of sound', error);
        throw error instanceof SoundFailure ? unreadable('the file is damaged', error) : error;
      }
    },

    async speak(promptId, language, text, by) {
      const recording = await spoken(language, text);
      return keep(recording, { promptId, language, made: 'speech', text }, by);
    },

    async restore(promptId, language, version, by) {
      const restored = await store.prompts.restore(promptId, language, version, by);
      await refresh();
      return restored;
    },

    async removeLanguage(promptId, language, by) {
      const removed = await store.prompts.removeLanguage(promptId, language, by);
      await refresh();
      return removed;
    },

    preview: async (language, text, voice) => (await spoken(language, text, voice)).wav16,
  };
}

function unreadable(why: string, cause?: unknown): PhonesError {
  return new PhonesError('unreadableAudio', why, { cause });
}

/** Of a WAV file as sox writes it: 44 bytes of header, 16 kHz, 16 bits, mono. */
function durationOf(wav16: Buffer): number {
  return Math.max(0, Math.round((wav16.length - 44) / 32));
}

async function removeOrphans(folder: string, kept: ReadonlySet<string>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (kept.has(name.replace(/\..*$/, ''))) continue;
    if (Date.now() - (await stat(path)).mtimeMs > orphanMs) await rm(path, { force: true });
  }
}
