/** Sounds that were brought from Asterisk, one WAV file each: messages of callers, recorded calls. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { NotFound, PhonesError } from '../../runtime/errors.ts';

/** What the database says of a sound. */
interface KeptSound {
  id: string;
  state: string;
  /** SHA-256 of the file, hexadecimal. */
  checksum: string | null;
}

/** Names come from the core, never from people; anything else is no name of ours (S6). */
const isName = (id: string): boolean => /^[A-Za-z0-9_-]{1,70}\.[0-9]{1,9}$/.test(id);

export class SoundFolder {
  readonly path: string;
  readonly #collection: string;

  /** `<home>/<collection>`; the collection is also what the API calls them. */
  constructor(home: string, collection: 'recordings' | 'voicemails') {
    this.path = join(home, collection);
    this.#collection = collection;
  }

  fileName(id: string): string {
    return `${id}.wav`;
  }

  /** Throws NotFound for what is no name of ours. */
  pathOf(id: string): string {
    if (!isName(id)) throw new NotFound(`${this.#collection}/${id}`);
    return join(this.path, this.fileName(id));
  }

  /** The path of a file that is there. */
  find(id: string): string | null {
    const path = isName(id) ? this.pathOf(id) : null;
    return path !== null && existsSync(path) ? path : null;
  }

  /** On the disk for good before anybody is told. */
  async write(id: string, parts: Iterable<Buffer>): Promise<void> {
    const path = this.pathOf(id);
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    const file = await open(`${path}.part`, 'w', 0o600);
    try {
      for (const part of parts) await file.writeFile(part);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.part`, path);
  }

  async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
  }

  /** What is wrong with the file of a kept sound; null = it is as it was. Rejects with NotFound for one that is not kept. */
  async faultOf({ id, state, checksum }: KeptSound): Promise<'damaged' | 'missing' | null> {
    const path = this.pathOf(id);
    if (state !== 'kept') throw new NotFound(`the sound of ${this.#collection}/${id}`);
    if (!existsSync(path)) return 'missing';
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    return hash.digest('hex') === checksum ? null : 'damaged';
  }

  /** Rejects with NotFound when there is no file, with damagedFile when it is not as it was when it was kept. */
  async check(sound: KeptSound): Promise<void> {
    const fault = await this.faultOf(sound);
    if (fault === 'missing') throw new NotFound(`the sound of ${this.#collection}/${sound.id}`);
    if (fault === 'damaged') throw damagedFile();
  }
}

export const damagedFile = (): PhonesError =>
  new PhonesError('damagedFile', 'the file is not as it was when it was kept');
