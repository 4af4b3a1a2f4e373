/** Recordings of a leg: WAV files of 8 kHz among the node's recordings. */
import type { SwitchCommand } from '../../core/commands.ts';
import { statusOf } from './ari-error.ts';
import type { CommandContext } from './commands.ts';
import { channel, recording } from './operations.ts';
import type { AriRequest, Transport } from './transport.ts';

/** Begins a recording. Said again, it lets the recording go on, or tells that it is over. */
export async function record(
  { ask, tell }: Pick<CommandContext, 'ask' | 'tell'>,
  { node, recording: name, leg, maximumMs, silenceMs, beep }: Extract<SwitchCommand, { type: 'record' }>,
): Promise<void> {
  const exists = async (request: AriRequest): Promise<boolean> => {
    try {
      await ask(request);
      return true;
    } catch (error) {
      if (statusOf(error) === 404) return false;
      throw error;
    }
  };
  try {
    await ask(
      channel.record(leg, {
        name,
        format: 'wav',
        maxDurationSeconds: Math.ceil(maximumMs / 1000),
        maxSilenceSeconds: Math.ceil(silenceMs / 1000),
        ifExists: 'fail',
        beep: String(beep),
        // Digits come as events, and any of them may end a recording.
        terminateOn: 'none',
      }),
    );
  } catch (error) {
    // 409: there is one of that name; 422: there is its file.
    if (![409, 422].includes(statusOf(error))) throw error;
    if (await exists(recording.live(name))) return;
    if (!(await exists(recording.stored(name)))) throw error;
    tell({ type: 'recordingFinished', node, recording: name, durationMs: 0, failed: false });
  }
}

/** An hour of 8 kHz is 58 MB. */
const fileDeadlineMs = 60_000;

/** What Asterisk keeps under the name; null = nothing. */
export async function fetchFile(transport: Transport, name: string): Promise<Buffer | null> {
  try {
    return await transport.download(recording.file(name).path, fileDeadlineMs);
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

/** Whether Asterisk records it just now. */
export async function isBeingMade(transport: Transport, name: string): Promise<boolean> {
  try {
    await transport.request(recording.live(name));
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}

export async function removeFile(transport: Transport, name: string): Promise<void> {
  try {
    await transport.request(recording.remove(name));
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
}
