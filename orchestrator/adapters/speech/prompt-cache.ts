/** Synthesised prompts as files, named by what they say: `<sha>.wav` (8 kHz) and `<sha>.wav16` (16 kHz). */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Language } from '../../core/configuration/schemas.ts';
import type { LimitedFolder } from './cache-limit.ts';

export interface Prompt {
  language: Language;
  text: string;
  /** Name of a voice of the synthesiser; absent = the language's own. */
  voice?: string;
}

/** A WAV file for each extension that Asterisk knows: `wav` is 8 kHz, `wav16` 16 kHz. */
export type Recording = Record<'wav' | 'wav16', Buffer>;

/** Part of the name: another voice, speed or level makes other files. */
const voiceRevision = 1;

export class PromptCache {
  readonly #folder: string;
  readonly #maker: string;
  readonly #make: (prompt: Prompt) => Promise<Recording>;
  readonly #limit: LimitedFolder;
  readonly #underWay = new Map<string, Promise<string>>();
  /** One synthesis after another: a change of many texts must not take the machine from the calls. */
  #queue: Promise<unknown> = Promise.resolve();

  /** `maker` tells the files of one synthesiser from those of another; '' = espeak-ng. */
  constructor(
    folder: string,
    { maker, limit }: { maker: string; limit: LimitedFolder },
    make: (prompt: Prompt) => Promise<Recording>,
  ) {
    this.#folder = folder;
    this.#maker = maker;
    this.#limit = limit;
    this.#make = make;
  }

  /** Absolute path without extension, as Asterisk wants it. Made when it is not there; rejects when it cannot be. */
  file(prompt: Prompt): Promise<string> {
    const name = this.#name(prompt);
    const path = join(this.#folder, name);
    let made = this.#underWay.get(path);
    if (!made) {
      made = this.#limit
        .keep(name)
        .then(() => this.#find(path, prompt))
        .then(async found => {
          await this.#limit.used(name);
          return found;
        })
        .finally(() => this.#underWay.delete(path));
      this.#underWay.set(path, made);
    }
    return made;
  }

  /** Whether it was made already. */
  has(prompt: Prompt): boolean {
    return isThere(join(this.#folder, this.#name(prompt)));
  }

  #name({ language, text, voice }: Prompt): string {
    const special = voice === undefined && this.#maker === '' ? [] : [this.#maker, voice ?? ''];
    return createHash('sha256')
      .update(JSON.stringify([voiceRevision, language, text, ...special]))
      .digest('hex');
  }

  async #find(path: string, prompt: Prompt): Promise<string> {
    if (isThere(path)) return path;
    const making = this.#queue.then(() => this.#make(prompt));
    this.#queue = making.catch(() => undefined);
    await writeRecording(path, await making);
    return path;
  }
}

/** Both files of a recording, at a path without extension. The 8 kHz file comes last and by rename: when it is there, both are whole. */
export async function writeRecording(path: string, recording: Recording): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}.new`;
  try {
    for (const extension of ['wav16', 'wav'] as const) {
      await writeFile(temporary, recording[extension]);
      await rename(temporary, `${path}.${extension}`);
    }
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** On our own thread: the kernel knows by heart what is played all day, and the way through the thread pool costs thirty times as much. */
const isThere = (path: string): boolean => existsSync(`${path}.wav`);
