/** Synthesised prompts as files, named by what they say: `<sha>.wav` (8 kHz) and `<sha>.wav16` (16 kHz). */
import { createHash } from 'node:crypto';
import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Language } from '../../core/configuration/schemas.ts';

export interface Prompt {
  language: Language;
  text: string;
}

/** A WAV file for each extension that Asterisk knows: `wav` is 8 kHz, `wav16` 16 kHz. */
export type Recording = Record<'wav' | 'wav16', Buffer>;

/** Part of the name: another voice, speed or level makes other files. */
const voiceRevision = 1;

export class PromptCache {
  readonly #folder: string;
  readonly #make: (prompt: Prompt) => Promise<Recording>;
  readonly #underWay = new Map<string, Promise<string>>();
  /** One synthesis after another: a change of many texts must not take the machine from the calls. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(folder: string, make: (prompt: Prompt) => Promise<Recording>) {
    this.#folder = folder;
    this.#make = make;
  }

  /** Absolute path without extension, as Asterisk wants it. Made when it is not there; rejects when it cannot be. */
  file(prompt: Prompt): Promise<string> {
    const name = createHash('sha256')
      .update(JSON.stringify([voiceRevision, prompt.language, prompt.text]))
      .digest('hex');
    const path = join(this.#folder, name);
    let made = this.#underWay.get(path);
    if (!made) {
      made = this.#find(path, prompt).finally(() => this.#underWay.delete(path));
      this.#underWay.set(path, made);
    }
    return made;
  }

  async #find(path: string, prompt: Prompt): Promise<string> {
    const present = await access(`${path}.wav`).then(
      () => true,
      () => false,
    );
    if (present) return path;
    const making = this.#queue.then(() => this.#make(prompt));
    this.#queue = making.catch(() => undefined);
    await this.#write(path, await making);
    return path;
  }

  /** The 8 kHz file comes last and by rename: when it is there, both are whole. */
  async #write(path: string, recording: Recording): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const temporary = `${path}.new`;
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
}
