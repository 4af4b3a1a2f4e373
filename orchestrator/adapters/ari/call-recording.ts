/**
 * Recording of a whole call: channels of their own listen to the leg (snoop) and are recorded among the node's
 * recordings, WAV of 8 kHz. They stand beside the bridges, follow the leg wherever it goes, end with it, and go
 * on while we are dead. Stereo = two of them, what comes from the leg and what goes to it; the files are put
 * together afterwards (adapters/recordings). Names: `<recording>-in`, `-out`, `-mix`, for channel and file alike.
 */
import { setTimeout as after } from 'node:timers/promises';
import type { SwitchCommand } from '../../core/commands.ts';
import type { RecordingPolicy } from '../../core/configuration/schemas.ts';
import type { RecordingId } from '../../core/ids.ts';
import { statusOf } from './ari-error.ts';
import type { CommandContext } from './commands.ts';
import { channel, recording as recordings } from './operations.ts';
import type { AriRequest } from './transport.ts';

type Side = 'in' | 'out' | 'mix';
type Channels = RecordingPolicy['channels'];
type Context = Pick<CommandContext, 'ask' | 'tell' | 'application' | 'entered'>;

const sidesOf = (channels: Channels): Side[] => (channels === 'stereo' ? ['in', 'out'] : ['mix']);
const nameOf = (recording: RecordingId, side: Side): string => `${recording}-${side}`;
const spyOf = { in: 'in', out: 'out', mix: 'both' } as const;

const recorder = /^([a-z0-9]+-[a-z0-9]+-[0-9]+\.[0-9]+)-(in|out|mix)$/;

/** The recording that a listening channel or its file belongs to; null = it is something else. */
export function recordingOf(name: string): { recording: RecordingId; side: Side } | null {
  const [, recording, side] = recorder.exec(name) ?? [];
  return recording === undefined || side === undefined ? null : { recording, side: side as Side };
}

/** What is waited for, as `Entrances` name it: the beginning of a recording, and its end. */
export const beginningOf = (name: string): string => `recording ${name}`;
export const endOf = (name: string): string => `end of recording ${name}`;

/**
 * Begins, or goes on with, the recording; told when all sides are recorded, and again when they were already.
 * `anew`: the listening channels are replaced first, because somebody else talks to the leg now
 * (docs/decisions/0025).
 */
export async function recordCall(
  context: Context,
  { node, recording, leg, channels, anew }: Extract<SwitchCommand, { type: 'recordCall' }>,
): Promise<void> {
  const sides = sidesOf(channels);
  if (anew) {
    await Promise.all(sides.map(side => endSide(context, nameOf(recording, side))));
    await after(forgottenMs);
  }
  await Promise.all(sides.map(side => recordSide(context, recording, leg, side)));
  context.tell({ type: 'recordingStarted', node, recording });
}

/** Asterisk forgets what it listened with a frame or two after nobody listens any more. */
const forgottenMs = 100;

/** Resolves when the file is closed: another channel can append to it. */
async function endSide({ ask, entered }: Context, name: string): Promise<void> {
  const ended = entered(endOf(name));
  try {
    await ask(channel.hangup(name, 'normal'));
    await ended.promise;
  } catch (error) {
    // 404: nobody listened.
    if (statusOf(error) !== 404) throw error;
  } finally {
    ended.cancel();
  }
}

async function recordSide(
  { ask, application, entered }: Context,
  recording: RecordingId,
  leg: string,
  side: Side,
): Promise<void> {
  const name = nameOf(recording, side);
  const standing = entered(name);
  try {
    await ask(channel.snoop(leg, name, { spy: spyOf[side], app: application, appArgs: 'recorder' }));
    await standing.promise;
  } catch (error) {
    // 409 as the documentation says, 500 as Asterisk 22 answers: there is one of that name.
    if (![409, 500].includes(statusOf(error)) || !(await exists(ask, channel.get(name)))) throw error;
  } finally {
    standing.cancel();
  }
  const begun = entered(beginningOf(name));
  try {
    await ask(
      channel.record(name, {
        name,
        format: 'wav',
        maxDurationSeconds: 0,
        maxSilenceSeconds: 0,
        // What an earlier channel of that name recorded stays.
        ifExists: 'append',
        beep: 'false',
        terminateOn: 'none',
      }),
    );
    // Until then it cannot be paused.
    await begun.promise;
  } catch (error) {
    // 409: it is being recorded.
    if (statusOf(error) !== 409 || !(await exists(ask, recordings.live(name)))) throw error;
  } finally {
    begun.cancel();
  }
}

async function exists(ask: Context['ask'], request: AriRequest): Promise<boolean> {
  try {
    await ask(request);
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}

/** Silent from now on. The time of the recording goes on, so that its moments are those of the contact's steps. */
export async function pauseCallRecording(
  { ask }: Context,
  { recording, channels }: { recording: RecordingId; channels: Channels },
): Promise<void> {
  await Promise.all(sidesOf(channels).map(side => ask(recordings.mute(nameOf(recording, side)))));
}

export async function resumeCallRecording(
  { ask }: Context,
  { recording, channels }: { recording: RecordingId; channels: Channels },
): Promise<void> {
  await Promise.all(sidesOf(channels).map(side => ask(recordings.unmute(nameOf(recording, side)))));
}

/** Ends the listening channels, whichever there are, and with them the recording. */
export async function stopCallRecording(
  { ask }: Context,
  { recording }: { recording: RecordingId },
): Promise<void> {
  const hangUp = async (side: Side): Promise<void> => {
    try {
      await ask(channel.hangup(nameOf(recording, side), 'normal'));
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
    }
  };
  await Promise.all((['in', 'out', 'mix'] as const).map(hangUp));
}
