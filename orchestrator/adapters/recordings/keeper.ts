/**
 * Brings recorded calls from Asterisk into `<home>/recordings`, one WAV file each, and takes them away again: when
 * somebody deletes one, or when its campaign has kept it long enough.
 *
 *   coming (with Asterisk) -> kept (file written, checksum noted, Asterisk's copies deleted) -> leaving -> gone
 *
 * Each step can be done again after a crash: files are written before rows say so, and deleted before rows go.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { NodeId } from '../../core/ids.ts';
import { NotFound, PhonesError } from '../../runtime/errors.ts';
import type { Log } from '../../runtime/log.ts';
import type { CallRecording, RecordingKeeper } from '../../runtime/ports/recordings.ts';
import type { Store } from '../../runtime/ports/store.ts';
import type { SwitchRecordings } from '../../runtime/ports/voicemails.ts';
import { measure, samplesOf, wavOf } from './sound.ts';

export interface KeeperOptions {
  home: string;
  store: Pick<Store, 'recordings' | 'configuration'>;
  recordings: SwitchRecordings;
  log: Pick<Log, 'warn' | 'error' | 'info'>;
  clock?: () => number;
  /** How often it looks for what there is to do, ms. */
  everyMs?: number;
}

const everyMs = 3_000;
const retentionEveryMs = 3_600_000;
/** Recordings in one round. */
const most = 50;
const dayMs = 86_400_000;

/** What Asterisk's files of a recording are called; the ARI adapter names them so (adapters/ari/call-recording.ts). */
const filesOf = ({ id, channels }: Pick<CallRecording, 'id' | 'channels'>): string[] =>
  (channels === 'stereo' ? ['in', 'out'] : ['mix']).map(side => `${id}-${side}`);

export function createRecordingKeeper(options: KeeperOptions): RecordingKeeper {
  const { store, log, clock = Date.now } = options;
  const { recordings } = store;
  const atSwitch = options.recordings;
  const folder = join(options.home, 'recordings');
  let timer: NodeJS.Timeout | null = null;
  let working: Promise<void> = Promise.resolve();
  let retentionAt = 0;
  let stopped = false;
  let failing = false;

  const fileName = (id: string): string => `${id}.wav`;
  /** Names come from the core, never from people; anything else is no name of ours (S6). */
  const pathOf = (id: string): string => {
    if (!/^[A-Za-z0-9_-]{1,70}\.[0-9]{1,9}$/.test(id)) throw new NotFound(`recordings/${id}`);
    return join(folder, fileName(id));
  };

  async function keep(recording: CallRecording): Promise<void> {
    const { id, node } = recording;
    const names = filesOf(recording);
    const path = pathOf(id);
    // The contact is over, but Asterisk was away and its channels still stand.
    for (const name of names) if (await atSwitch.isRecording(node, name)) return;
    // One that is there was written before a crash; of Asterisk's copies some may be deleted already.
    if (!existsSync(path)) {
      const files: (Buffer | null)[] = [];
      for (const name of names) files.push(await atSwitch.fetchRecording(node, name));
      if (files.every(file => file === null)) {
        log.warn({ recording: id, node }, 'the sound of a recorded call is missing in Asterisk');
        return recordings.lost(id);
      }
      await write(path, wavOf(files.map(file => samplesOf(file ?? Buffer.alloc(0)))));
    }
    await forget(node, names);
    await recordings.kept(id, await measure(path));
  }

  /** On the disk for good before anybody is told. */
  async function write(path: string, parts: Iterable<Buffer>): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = await open(`${path}.part`, 'w', 0o600);
    try {
      for (const part of parts) await file.writeFile(part);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.part`, path);
  }

  async function forget(node: NodeId, names: readonly string[]): Promise<void> {
    for (const name of names) await atSwitch.removeRecording(node, name);
  }

  async function finishLeaving(recording: Pick<CallRecording, 'id' | 'node' | 'channels'>): Promise<void> {
    await rm(pathOf(recording.id), { force: true });
    // One that was deleted before it was fetched.
    await forget(recording.node, filesOf(recording));
    await recordings.gone(recording.id);
  }

  async function expire(): Promise<void> {
    const now = clock();
    if (now < retentionAt) return;
    const campaigns: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.configuration.list('campaigns', { limit: 200, ...(cursor && { cursor }) });
      for (const campaign of page.items) {
        campaigns.push(campaign.id);
        if (campaign.kind !== 'human' || campaign.recording.keepDays === 0) continue;
        const before = now - campaign.recording.keepDays * dayMs;
        await expireAll(() => recordings.madeBefore(campaign.id, before, most));
      }
      cursor = page.nextCursor;
    } while (cursor);
    await expireAll(() => recordings.outlived(campaigns, now, most));
    retentionAt = now + retentionEveryMs;
  }

  async function expireAll(find: () => Promise<string[]>): Promise<void> {
    for (;;) {
      const ids = await find();
      for (const id of ids) await recordings.leave(id, 'expire', 'retention');
      if (ids.length < most || stopped) return;
    }
  }

  /** One that cannot be done now, because its node is away, holds up no other. */
  async function round(): Promise<void> {
    const failures: unknown[] = [];
    const attempt = (work: Promise<void>): Promise<void> =>
      work.catch((error: unknown) => void failures.push(error));
    await expire();
    for (const recording of await recordings.leaving(most)) await attempt(finishLeaving(recording));
    for (const recording of await recordings.coming(most)) if (!stopped) await attempt(keep(recording));
    if (failures.length > 0) throw failures[0];
  }

  function work(): Promise<void> {
    working = working.then(async () => {
      if (stopped) return;
      try {
        await round();
        if (failing) log.info('recorded calls are brought in again');
        failing = false;
      } catch (error) {
        // The database or Asterisk is away, or the disk is full: the next round tries again.
        if (!failing) log.error({ err: error }, 'recorded calls cannot be brought in or deleted now');
        failing = true;
      }
    });
    return working;
  }

  return {
    folder,
    fileName,

    async check({ id, state, checksum }) {
      const path = pathOf(id);
      if (state !== 'kept' || !existsSync(path)) throw new NotFound(`the sound of recordings/${id}`);
      const hash = createHash('sha256');
      await pipeline(createReadStream(path), hash);
      if (hash.digest('hex') !== checksum)
        throw new PhonesError('damagedFile', 'the file is not as it was when it was kept');
    },

    async remove(id, by) {
      if (!(await recordings.leave(id, 'delete', by))) throw new NotFound(`recordings/${id}`);
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
