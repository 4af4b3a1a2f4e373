/** Sounds made by the page itself: the ring and the test tone, each on the output chosen for it. */
import { playOn } from './devices.ts';

export interface Sound {
  /** Rejects when the browser allows no sound before a click. */
  start(deviceId: string): Promise<void>;
  stop(): void;
}

/** A tone at `hz` from `at` for `length` s. */
interface Tone {
  at: number;
  length: number;
  hz: number;
}

/** Two short double tones, then silence: unlike the ring-back that callers hear. */
const ringTones: Tone[] = [0, 0.45].flatMap(at => [
  { at, length: 0.3, hz: 480 },
  { at, length: 0.3, hz: 620 },
]);
const testTones: Tone[] = [440, 554, 659].map((hz, i) => ({ at: i * 0.3, length: 0.28, hz }));

export const createRing = (): Sound => createSound(ringTones, 3, true);
export const createTestTone = (): Sound => createSound(testTones, 1, false);

function createSound(tones: Tone[], seconds: number, loop: boolean): Sound {
  let context: AudioContext | null = null;
  let source: AudioBufferSourceNode | null = null;
  const element = new Audio();
  const stop = (): void => {
    source?.stop();
    source?.disconnect();
    source = null;
    element.pause();
    element.srcObject = null;
    void context?.suspend();
  };
  return {
    async start(deviceId) {
      stop();
      context ??= new AudioContext();
      const destination = context.createMediaStreamDestination();
      source = context.createBufferSource();
      source.buffer = render(context, tones, seconds);
      source.loop = loop;
      source.connect(destination);
      source.start();
      element.srcObject = destination.stream;
      await playOn(element, deviceId);
      await context.resume();
      await element.play();
    },
    stop,
  };
}

function render(context: AudioContext, tones: Tone[], seconds: number): AudioBuffer {
  const rate = context.sampleRate;
  const buffer = context.createBuffer(1, Math.round(rate * seconds), rate);
  const samples = buffer.getChannelData(0);
  for (const { at, length, hz } of tones) {
    const first = Math.round(at * rate);
    const count = Math.round(length * rate);
    for (let i = 0; i < count; i++) {
      // 10 ms of fade at both ends, or it clicks.
      const fade = Math.min(1, i / (rate * 0.01), (count - i) / (rate * 0.01));
      samples[first + i] = (samples[first + i] ?? 0) + 0.2 * fade * Math.sin((2 * Math.PI * hz * i) / rate);
    }
  }
  return buffer;
}
