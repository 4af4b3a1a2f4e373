/**
 * Brings the sounds of messages from Asterisk into `<home>/voicemails`, one WAV file each, and takes them away
 * again: when somebody deletes a message, or when the campaign that took it has kept it long enough.
 *
 *   coming (with Asterisk) -> kept (file written, checksum noted, Asterisk's copy deleted) -> leaving -> gone
 *
 * Each step can be done again after a crash: files are written before rows say so, and deleted before rows go.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { NodeId } from '../../core/ids.ts';
import { NotFound, PhonesError } from '../../runtime/errors.ts';
import type { Log } from '../../runtime/log.ts';
import type { Store } from '../../runtime/ports/store.ts';
import type { SwitchRecordings, Voicemail, VoicemailKeeper } from '../../runtime/ports/voicemails.ts';

export interface KeeperOptions {
  home: string;
  store: Pick<Store, 'voicemails' | 'configuration'>;
  recordings: SwitchRecordings;
  log: Pick<Log, 'warn' | 'error' | 'info'>;
  clock?: () => number;
  /** How often it looks for what there is to do, ms. */
  everyMs?: number;
}

const everyMs = 3_000;
const retentionEveryMs = 3_600_000;
/** Messages in one round. */
const most = 50;
const dayMs = 86_400_000;
/** Asterisk's WAV: a header of 44 bytes, 8 kHz, 16 bits, mono. */
const headerBytes = 44;
const bytesPerMs = 16;

export function createVoicemailKeeper(options: KeeperOptions): VoicemailKeeper {
  const { store, recordings, log, clock = Date.now } = options;
  const { voicemails } = store;
  const folder = join(options.home, 'voicemails');
  let timer: NodeJS.Timeout | null = null;
  let working: Promise<void> = Promise.resolve();
  let retentionAt = 0;
  let stopped = false;
  let failing = false;

  /** Names come from the core, never from people; anything else is no name of ours (S6). */
  const isName = (id: string): boolean => /^[A-Za-z0-9_-]{1,70}\.[0-9]{1,9}$/.test(id);
  const fileName = (id: string): string => `${id}.wav`;
  const pathOf = (id: string): string => {
    if (!isName(id)) throw new NotFound(`voicemails/${id}`);
    return join(folder, fileName(id));
  };

  async function keep({ id, node }: Voicemail): Promise<void> {
    const path = pathOf(id);
    const fetched = await recordings.fetchRecording(node, id);
    if (fetched) await write(path, fetched);
    // Nothing with Asterisk: it was fetched before a crash, or never was there.
    const file = fetched ?? (await readFile(path).catch(() => null));
    if (!file) {
      log.warn({ voicemail: id, node }, 'the sound of a message is missing in Asterisk');
      return voicemails.lost(id);
    }
    if (fetched) await recordings.removeRecording(node, id);
    const checksum = createHash('sha256').update(file).digest('hex');
    const lengthMs = Math.max(0, Math.round((file.length - headerBytes) / bytesPerMs));
    await voicemails.kept(id, { checksum, bytes: file.length, lengthMs });
  }

  /** On the disk for good before anybody is told. */
  async function write(path: string, file: Buffer): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const part = await open(`${path}.part`, 'w', 0o600);
    try {
      await part.writeFile(file);
      await part.sync();
    } finally {
      await part.close();
    }
    await rename(`${path}.part`, path);
  }

  async function finishLeaving(id: string, node: NodeId): Promise<void> {
    await rm(pathOf(id), { force: true });
    // One that was deleted before it was fetched.
    await recordings.removeRecording(node, id);
    await voicemails.gone(id);
  }

  async function expire(): Promise<void> {
    const now = clock();
    if (now < retentionAt) return;
    let cursor: string | undefined;
    do {
      const page = await store.configuration.list('campaigns', { limit: 200, ...(cursor && { cursor }) });
      for (const campaign of page.items)
        if (campaign.kind !== 'human' && campaign.keepVoicemailsDays > 0)
          await expireOf(campaign.id, now - campaign.keepVoicemailsDays * dayMs);
      cursor = page.nextCursor;
    } while (cursor);
    retentionAt = now + retentionEveryMs;
  }

  async function expireOf(campaignId: number, before: number): Promise<void> {
    for (;;) {
      const ids = await voicemails.takenBefore(campaignId, before, most);
      for (const id of ids) await voicemails.leave(id, 'expire', 'retention');
      if (ids.length < most || stopped) return;
    }
  }

  /** One that cannot be done now, because its node is away, holds up no other. */
  async function round(): Promise<void> {
    const failures: unknown[] = [];
    const attempt = (work: Promise<void>): Promise<void> =>
      work.catch((error: unknown) => void failures.push(error));
    await expire();
    for (const { id, node } of await voicemails.leaving(most)) await attempt(finishLeaving(id, node));
    for (const message of await voicemails.coming(most)) if (!stopped) await attempt(keep(message));
    if (failures.length > 0) throw failures[0];
  }

  function work(): Promise<void> {
    working = working.then(async () => {
      if (stopped) return;
      try {
        await round();
        if (failing) log.info('messages of callers are brought in again');
        failing = false;
      } catch (error) {
        // The database or Asterisk is away, or the disk is full: the next round tries again.
        if (!failing) log.error({ err: error }, 'messages of callers cannot be brought in or deleted now');
        failing = true;
      }
    });
    return working;
  }

  return {
    folder,
    fileName,
    find(recording) {
      if (!isName(recording)) return null;
      const path = join(folder, fileName(recording));
      return existsSync(path) ? path : null;
    },

    async check({ id, state, checksum }) {
      const path = pathOf(id);
      if (state !== 'kept' || !existsSync(path)) throw new NotFound(`the sound of voicemails/${id}`);
      const hash = createHash('sha256');
      await pipeline(createReadStream(path), hash);
      if (hash.digest('hex') !== checksum)
        throw new PhonesError('damagedFile', 'the file is not as it was when it was kept');
    },

    async remove(id, by) {
      if (!(await voicemails.leave(id, 'delete', by))) throw new NotFound(`voicemails/${id}`);
      await rm(pathOf(id), { force: true });
      void work();
    },

    start() {
      timer = setInterval(() => void work(), options.everyMs ?? everyMs).unref();
      void work();
    },

    async stop() {
      stopped = true;
      if (timer) clearInterval(timer);
      await working;
    },
  };
}
