/** Carries out keepPrompt: the recording comes from Asterisk into the prompt library, like a file that was uploaded. */
import type { ServiceCommand } from '../../core/commands.ts';
import type { Event } from '../../core/events.ts';
import { PhonesError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { PromptLibrary } from '../ports/prompts.ts';
import type { SwitchRecordings } from '../ports/voicemails.ts';

export type KeepPrompt = Extract<ServiceCommand, { type: 'keepPrompt' }>;

export interface KeeperOptions {
  prompts: Pick<PromptLibrary, 'add'>;
  recordings: SwitchRecordings;
  emit(event: Event): void;
  log: Pick<Log, 'warn'>;
}

/** Asterisk's WAV: a header of 44 bytes, 16 bits, mono. */
const HEADER_BYTES = 44;
/** What lies below is a line at rest: -46 dB of full scale, with room for the noise of a set. */
const QUIET = 164;

/** Never rejects: what cannot be done is told as requestFailed, with the library's code. */
export async function keepPrompt(options: KeeperOptions, command: KeepPrompt): Promise<void> {
  const { request } = command;
  try {
    const version = await keep(options, command);
    options.emit({ type: 'requestAnswered', request, value: version });
  } catch (error) {
    options.log.warn({ err: error, request }, 'a prompt that was recorded by phone could not be kept');
    const code = error instanceof PhonesError ? error.code : 'failed';
    const message = error instanceof Error ? error.message.slice(0, 200) : 'failed';
    options.emit({ type: 'requestFailed', request, code, message });
  }
}

/** The version that it became. */
async function keep({ prompts, recordings, log }: KeeperOptions, command: KeepPrompt): Promise<number> {
  const { node, recording, promptId, language, by } = command;
  const file = await recordings.fetchRecording(node, recording);
  if (!file) throw new PhonesError('unreadableAudio', 'Asterisk does not have the recording any more');
  // The library brings everything to one loudness: it would make noise out of silence.
  if (loudest(file) < QUIET) throw new PhonesError('audioTooShort', 'there is nothing to be heard in it');
  const { version } = await prompts.add(promptId, language, file, 'phone', by);
  await recordings
    .removeRecording(node, recording)
    .catch((error: unknown) =>
      log.warn({ err: error, recording }, 'Asterisk keeps a recording that was taken over'),
    );
  return version;
}

function loudest(wav: Buffer): number {
  let peak = 0;
  for (let at = HEADER_BYTES; at + 1 < wav.length; at += 2)
    peak = Math.max(peak, Math.abs(wav.readInt16LE(at)));
  return peak;
}
