/** Which microphone, loudspeaker and ringer to use, and what is there to choose from. */
import type { MicrophoneProblem } from '../session/session.ts';

/** Device ids; '' = the browser's default. */
export interface Devices {
  microphone: string;
  speaker: string;
  ringer: string;
}

export interface DeviceList {
  inputs: { id: string; label: string }[];
  outputs: { id: string; label: string }[];
}

/** Why the microphone could not be opened; `problem` is a key of the locale. */
export class MicrophoneError extends Error {
  readonly problem: MicrophoneProblem;
  constructor(problem: MicrophoneProblem, options?: ErrorOptions) {
    super(`microphone: ${problem}`, options);
    this.problem = problem;
  }
}

/** Opens the microphone. A chosen device that was unplugged is replaced by the default. Rejects with MicrophoneError. */
export async function openMicrophone(deviceId: string): Promise<MediaStream> {
  if (!window.isSecureContext || !('mediaDevices' in navigator)) throw new MicrophoneError('insecure');
  const audio: MediaTrackConstraints = {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
  };
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: deviceId ? { ...audio, deviceId: { exact: deviceId } } : audio,
    });
  } catch (cause) {
    const name = cause instanceof DOMException ? cause.name : '';
    if (deviceId && (name === 'OverconstrainedError' || name === 'NotFoundError')) return openMicrophone('');
    throw new MicrophoneError(problems[name] ?? 'failed', { cause });
  }
}

/** Names of errors of getUserMedia (W3C Media Capture, 10.2). */
const problems: Record<string, MicrophoneProblem> = {
  NotAllowedError: 'blocked',
  SecurityError: 'blocked',
  NotFoundError: 'missing',
  NotReadableError: 'inUse',
  AbortError: 'inUse',
};

/** Devices by kind. Labels are empty until the microphone was allowed once. */
export async function listDevices(): Promise<DeviceList> {
  if (!('mediaDevices' in navigator)) return { inputs: [], outputs: [] };
  const all = await navigator.mediaDevices.enumerateDevices();
  const of = (kind: MediaDeviceKind) =>
    all
      .filter(d => d.kind === kind && d.deviceId !== '' && d.deviceId !== 'default')
      .map(d => ({ id: d.deviceId, label: d.label }));
  return { inputs: of('audioinput'), outputs: of('audiooutput') };
}

/** Plays on the chosen output; falls back to the default when it is gone or the browser cannot choose. */
export async function playOn(element: HTMLAudioElement, deviceId: string): Promise<void> {
  if ('setSinkId' in element) await element.setSinkId(deviceId).catch(() => element.setSinkId(''));
}

export function stopStream(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
