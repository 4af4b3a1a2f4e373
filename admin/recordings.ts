/** Recordings of a contact as its page shows them: the wave, where its steps are, what may be done. */
import type { CallRecording, RecordingRight } from '../orchestrator/runtime/ports/recordings.ts';
import type { ContactStep } from '../orchestrator/runtime/ports/store.ts';
import type { Formats } from './shared/formats.ts';
import type { Translate } from './shared/words.ts';

/** Height of the drawing of one channel, and how far a silent moment still shows. */
const heightOf = 40;
const thinnest = 0.5;

export interface ShownRecording {
  id: string;
  startedAt: number;
  length: string;
  seconds: number;
  /** Null = nothing can be heard: why, instead. */
  audio: string | null;
  missing: string;
  download: string;
  size: string;
  checksum: string | null;
  waves: { path: string; side: string }[];
  width: number;
  height: number;
  /** Secure pauses, in the drawing's units. */
  pauses: { x: number; width: number }[];
}

export function presentRecording(
  recording: CallRecording,
  steps: readonly ContactStep[],
  t: Translate,
  formats: Formats,
): ShownRecording {
  const { id, lengthMs, bytes, peaks, channels } = recording;
  const path = `/api/v1/recordings/${encodeURIComponent(id)}/audio`;
  const width = peaks?.[0]?.length ?? 0;
  const sides = channels === 'stereo' ? (['customer', 'operator'] as const) : (['both'] as const);
  return {
    id,
    startedAt: recording.startedAt,
    length: lengthMs === null ? '' : formats.timer(lengthMs),
    seconds: (lengthMs ?? 0) / 1000,
    audio: recording.state === 'kept' && recording.fault === null ? path : null,
    missing: whyMissing(recording, t, formats),
    download: `${path}?download=true`,
    size: bytes === null ? '' : `${formats.number(Math.ceil(bytes / 1024))} kB`,
    checksum: recording.checksum,
    waves: sides.map((side, index) => ({
      side: t(`recordings.sides.${side}`),
      path: waveOf(peaks?.[index] ?? [], index * heightOf),
    })),
    width,
    height: sides.length * heightOf,
    pauses: pausesOf(recording, steps, width),
  };
}

/** Why nothing can be heard; '' = it can. */
function whyMissing({ state, fault, deletion }: CallRecording, t: Translate, formats: Formats): string {
  if (deletion) return traceOf(deletion, t, formats);
  return state === 'kept' && fault === null ? '' : t(`recordings.${fault ?? state}`);
}

/** That it was deleted: when, by whom, why. */
export function traceOf(
  { at, by, reason }: NonNullable<CallRecording['deletion']>,
  t: Translate,
  formats: Formats,
): string {
  if (by === 'retention') return t('recordings.expired', { at: formats.dateTime(at) });
  const deleted = t('recordings.deletedBy', { at: formats.dateTime(at), by });
  return reason ? `${deleted} ${t('recordings.because', { reason })}` : deleted;
}

/** A line for each stretch, as high as it is loud; the square root lets soft voices be seen. */
function waveOf(peaks: readonly number[], top: number): string {
  const middle = top + heightOf / 2;
  return peaks
    .map((peak, x) => {
      const half = Math.max(thinnest, (Math.sqrt(peak / 99) * (heightOf - 4)) / 2);
      return `M${x + 0.5} ${(middle - half).toFixed(1)}V${(middle + half).toFixed(1)}`;
    })
    .join('');
}

function pausesOf(
  { id, startedAt, lengthMs }: CallRecording,
  steps: readonly ContactStep[],
  width: number,
): { x: number; width: number }[] {
  if (!lengthMs) return [];
  const place = (at: number): number =>
    Math.round((Math.min(Math.max(at - startedAt, 0), lengthMs) * width) / lengthMs);
  const pauses: { x: number; width: number }[] = [];
  let from: number | null = null;
  const close = (at: number): void => {
    if (from !== null) pauses.push({ x: place(from), width: Math.max(1, place(at) - place(from)) });
    from = null;
  };
  for (const { type, at, data } of steps) {
    if (data.recording !== id) continue;
    if (type === 'callRecordingPaused') from ??= at;
    else close(at);
  }
  close(startedAt + lengthMs);
  return pauses;
}

/** The recording in which a moment is heard, and how far in, seconds; null = in none. */
export function placeIn(
  recordings: readonly CallRecording[],
  at: number,
): { recording: string; seconds: number } | null {
  for (const { id, startedAt, lengthMs, state } of recordings)
    if (state === 'kept' && at >= startedAt && at < startedAt + (lengthMs ?? 0))
      return { recording: id, seconds: (at - startedAt) / 1000 };
  return null;
}

const order: readonly RecordingRight[] = ['list', 'listen', 'download', 'delete'];

export const mayDo = (right: RecordingRight): { listen: boolean; download: boolean; remove: boolean } => ({
  listen: order.indexOf(right) >= 1,
  download: order.indexOf(right) >= 2,
  remove: order.indexOf(right) >= 3,
});

export function accessChoices(chosen: RecordingRight, t: Translate): object[] {
  return order.map(value => ({ value, label: t(`recordings.rights.${value}`), selected: value === chosen }));
}
