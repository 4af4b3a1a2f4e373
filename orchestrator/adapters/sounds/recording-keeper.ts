/**
 * Brings recorded calls from Asterisk into `<home>/recordings`, one WAV file each, and takes them away again: when
 * somebody deletes one, or when its campaign has kept it long enough.
 *
 *   coming (with Asterisk) -> kept (file written, checksum noted, Asterisk's copies deleted) -> leaving -> gone
 *
 * Each step can be done again after a crash: files are written before rows say so, and deleted before rows go.
 */
import type { NodeId } from '../../core/ids.ts';
import { NotFound } from '../../runtime/errors.ts';
import type { CallRecording, RecordingFault, RecordingKeeper } from '../../runtime/ports/recordings.ts';
import { damagedFile, SoundFolder } from './folder.ts';
import { dayMs, everyMs, type KeeperOptions, most, retentionEveryMs } from './keeping.ts';
import { type Attempt, Rounds } from './rounds.ts';
import { measure, samplesOf, wavOf } from './sound.ts';

/** What Asterisk's files of a recording are called; the ARI adapter names them so (adapters/ari/call-recording.ts). */
const filesOf = ({ id, channels }: Pick<CallRecording, 'id' | 'channels'>): string[] =>
  (channels === 'stereo' ? ['in', 'out'] : ['mix']).map(side => `${id}-${side}`);

export function createRecordingKeeper(options: KeeperOptions<'recordings'>): RecordingKeeper {
  const { store, log, clock = Date.now } = options;
  const { recordings } = store;
  const atSwitch = options.recordings;
  const sounds = new SoundFolder(options.home, 'recordings');
  const rounds = new Rounds(
    {
      everyMs: options.everyMs ?? everyMs,
      log,
      failed: 'recorded calls cannot be brought in or deleted now',
      again: 'recorded calls are brought in again',
    },
    round,
  );
  let retentionAt = 0;

  async function keep(recording: CallRecording): Promise<void> {
    const { id, node } = recording;
    const names = filesOf(recording);
    // The contact is over, but Asterisk was away and its channels still stand.
    for (const name of names) if (await atSwitch.isRecording(node, name)) return;
    // One that is there was written before a crash; of Asterisk's copies some may be deleted already.
    if (!sounds.find(id)) {
      const files: (Buffer | null)[] = [];
      for (const name of names) files.push(await atSwitch.fetchRecording(node, name));
      if (files.every(file => file === null)) {
        log.warn({ recording: id, node }, 'the sound of a recorded call is missing in Asterisk');
        return recordings.lost(id);
      }
      await sounds.write(id, wavOf(files.map(file => samplesOf(file ?? Buffer.alloc(0)))));
    }
    await forget(node, names);
    await recordings.kept(id, await measure(sounds.pathOf(id)));
  }

  async function forget(node: NodeId, names: readonly string[]): Promise<void> {
    for (const name of names) await atSwitch.removeRecording(node, name);
  }

  async function finishLeaving(recording: Pick<CallRecording, 'id' | 'node' | 'channels'>): Promise<void> {
    await sounds.remove(recording.id);
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
      for (const id of ids) await recordings.leave(id, 'expire', 'retention', '');
      if (ids.length < most || rounds.stopped) return;
    }
  }

  /** One that cannot be done now, because its node is away, holds up no other. */
  async function round(attempt: Attempt): Promise<void> {
    await expire();
    for (const recording of await recordings.leaving(most)) await attempt(finishLeaving(recording));
    for (const recording of await recordings.coming(most))
      if (!rounds.stopped) await attempt(keep(recording));
  }

  async function verify(recording: CallRecording): Promise<RecordingFault | null> {
    const fault = await sounds.faultOf(recording);
    await recordings.checked(recording.id, fault);
    return fault;
  }

  return {
    folder: sounds.path,
    fileName: id => sounds.fileName(id),
    verify,
    async check(recording) {
      const fault = await verify(recording);
      if (fault === 'damaged') throw damagedFile();
      if (fault === 'missing') throw new NotFound(`the sound of recordings/${recording.id}`);
    },

    async remove(id, by, reason = '') {
      if (!(await recordings.leave(id, 'delete', by, reason))) throw new NotFound(`recordings/${id}`);
      await sounds.remove(id);
      void rounds.work();
    },

    start: () => rounds.start(),
    stop: () => rounds.stop(),
  };
}
