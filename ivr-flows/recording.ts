/** Plays, then records the caller: what RecordMessage and Voicemail have in common. */
import type { BlockTurn } from './block.ts';
import type { Input } from './effects.ts';
import { digit, label, playList, seconds, toggle, type PlayItem } from './parameters.ts';
import { play } from './playing.ts';

export const recordingParameters = {
  prompts: playList(label('Prima', 'Before')),
  beep: toggle(label('Segnale acustico', 'Beep'), true),
  maximumSeconds: seconds(label('Durata massima', 'Longest'), { initial: 120, minimum: 1, maximum: 3600 }),
  silenceSeconds: seconds(label('Finisce dopo il silenzio di', 'Ends after silence of'), {
    initial: 5,
    maximum: 60,
    help: label('0 = mai', '0 = never'),
  }),
  terminator: digit(label('Tasto finale', 'Final digit'), '#'),
  minimumSeconds: seconds(label('Vale se dura almeno', 'Counts if it lasts at least'), {
    initial: 1,
    maximum: 60,
  }),
};

export interface RecordingOptions {
  prompts: readonly PlayItem[];
  beep: boolean;
  maximumSeconds: number;
  silenceSeconds: number;
  terminator: string;
  minimumSeconds: number;
}

export type Recording = { play: string | null; record: string | null };
export type Recorded = { recording: string; ms: number; hungUp: boolean; failed: boolean; short: boolean };

export function beginRecording(turn: BlockTurn, options: RecordingOptions): Recording {
  const id = play(turn, options.prompts);
  return id === null ? record(turn, options) : { play: id, record: null };
}

function record(turn: BlockTurn, options: RecordingOptions): Recording {
  const id = turn.nextId();
  turn.do({
    do: 'record',
    id,
    maximumMs: options.maximumSeconds * 1000,
    silenceMs: options.silenceSeconds * 1000,
    terminator: options.terminator,
    beep: options.beep,
  });
  return { play: null, record: id };
}

/** The recording when it is over, its state while it goes on; null = the input means nothing here. */
export function goOnRecording(
  turn: BlockTurn,
  options: RecordingOptions,
  state: Recording,
  input: Input,
): { wait: Recording } | { recorded: Recorded } | null {
  if (input.type === 'played' && input.id === state.play) return { wait: record(turn, options) };
  if (input.type === 'digit' && state.play !== null && turn.interruptible) {
    turn.do({ do: 'stopPlaying' });
    return { wait: record(turn, options) };
  }
  // The digit that ends the recording is nobody's answer; the recording tells of its end itself.
  if (input.type === 'digit' && state.record !== null) return { wait: state };
  // A caller who hangs up has said what there was to say: `recorded` follows.
  if (input.type === 'hungUp' && state.record !== null) return { wait: state };
  if (input.type === 'failed' && input.id === state.record) return { recorded: lost };
  if (input.type !== 'recorded' || input.id !== state.record) return null;
  const { recording, ms, endedBy } = input;
  return {
    recorded: {
      recording,
      ms,
      hungUp: turn.run.hungUp || endedBy === 'hangup',
      failed: endedBy === 'failed',
      short: ms < options.minimumSeconds * 1000,
    },
  };
}

const lost: Recorded = { recording: '', ms: 0, hungUp: false, failed: true, short: true };
