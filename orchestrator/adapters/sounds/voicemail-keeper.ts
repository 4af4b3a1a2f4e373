/**
 * Brings the sounds of messages from Asterisk into `<home>/voicemails`, one WAV file each, and takes them away
 * again: when somebody deletes a message, or when the campaign that took it has kept it long enough.
 *
 *   coming (with Asterisk) -> kept (file written, checksum noted, Asterisk's copy deleted) -> leaving -> gone
 *
 * Each step can be done again after a crash: files are written before rows say so, and deleted before rows go.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { NodeId } from '../../core/ids.ts';
import { NotFound } from '../../runtime/errors.ts';
import type { Voicemail, VoicemailKeeper } from '../../runtime/ports/voicemails.ts';
import { SoundFolder } from './folder.ts';
import { dayMs, everyMs, type KeeperOptions, most, retentionEveryMs } from './keeping.ts';
import { type Attempt, Rounds } from './rounds.ts';

/** Asterisk's WAV: a header of 44 bytes, 8 kHz, 16 bits, mono. */
const headerBytes = 44;
const bytesPerMs = 16;

export function createVoicemailKeeper(options: KeeperOptions<'voicemails'>): VoicemailKeeper {
  const { store, recordings, log, clock = Date.now } = options;
  const { voicemails } = store;
  const sounds = new SoundFolder(options.home, 'voicemails');
  const rounds = new Rounds(
    {
      everyMs: options.everyMs ?? everyMs,
      log,
      failed: 'messages of callers cannot be brought in or deleted now',
      again: 'messages of callers are brought in again',
    },
    round,
  );
  let retentionAt = 0;

  async function keep({ id, node }: Voicemail): Promise<void> {
    const fetched = await recordings.fetchRecording(node, id);
    if (fetched) await sounds.write(id, [fetched]);
    // Nothing with Asterisk: it was fetched before a crash, or never was there.
    const file = fetched ?? (await readFile(sounds.pathOf(id)).catch(() => null));
    if (!file) {
      log.warn({ voicemail: id, node }, 'the sound of a message is missing in Asterisk');
      return voicemails.lost(id);
    }
    if (fetched) await recordings.removeRecording(node, id);
    const checksum = createHash('sha256').update(file).digest('hex');
    const lengthMs = Math.max(0, Math.round((file.length - headerBytes) / bytesPerMs));
    await voicemails.kept(id, { checksum, bytes: file.length, lengthMs });
  }

  async function finishLeaving(id: string, node: NodeId): Promise<void> {
    await sounds.remove(id);
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
      if (ids.length < most || rounds.stopped) return;
    }
  }

  /** One that cannot be done now, because its node is away, holds up no other. */
  async function round(attempt: Attempt): Promise<void> {
    await expire();
    for (const { id, node } of await voicemails.leaving(most)) await attempt(finishLeaving(id, node));
    for (const message of await voicemails.coming(most)) if (!rounds.stopped) await attempt(keep(message));
  }

  return {
    folder: sounds.path,
    fileName: id => sounds.fileName(id),
    check: message => sounds.check(message),
    find: recording => sounds.find(recording),

    async remove(id, by) {
      if (!(await voicemails.leave(id, 'delete', by))) throw new NotFound(`voicemails/${id}`);
      await sounds.remove(id);
      void rounds.work();
    },

    start: () => rounds.start(),
    stop: () => rounds.stop(),
  };
}
