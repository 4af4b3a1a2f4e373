/** Records the microphone, shows how loud it is, and gives a WAV file: 16-bit mono, at the rate of the machine. */
import { wavOf } from './wav.ts';

export interface Recorder {
  recording(): boolean;
  /** Rejects with a DOMException when there is no microphone or none may be used. */
  start(): Promise<void>;
  stop(): Promise<Blob>;
}

interface Take {
  stream: MediaStream;
  context: AudioContext;
  recorder: MediaRecorder;
  chunks: Blob[];
}

/** `progress` gets the level (0 to 1) and the seconds so far, as often as the page is painted. */
export function createRecorder(tell: { progress(level: number, seconds: number): void }): Recorder {
  let take: Take | null = null;

  function watch({ context, stream }: Take): void {
    const analyser = context.createAnalyser();
    const samples = new Float32Array(analyser.fftSize);
    const startedAt = performance.now();
    context.createMediaStreamSource(stream).connect(analyser);
    const look = (): void => {
      if (take?.context !== context) return tell.progress(0, 0);
      analyser.getFloatTimeDomainData(samples);
      tell.progress(
        samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0),
        (performance.now() - startedAt) / 1000,
      );
      requestAnimationFrame(look);
    };
    look();
  }

  return {
    recording: () => take !== null,
    async start() {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const begun: Take = {
        stream,
        context: new AudioContext(),
        recorder: new MediaRecorder(stream),
        chunks: [],
      };
      begun.recorder.addEventListener('dataavailable', ({ data }) => begun.chunks.push(data));
      begun.recorder.start();
      take = begun;
      watch(begun);
    },
    async stop() {
      const ended = take;
      if (!ended) throw new Error('nothing is recorded');
      const stopped = new Promise<void>(resolve =>
        ended.recorder.addEventListener('stop', () => resolve(), { once: true }),
      );
      ended.recorder.stop();
      await stopped;
      take = null;
      for (const track of ended.stream.getTracks()) track.stop();
      const sound = await ended.context.decodeAudioData(await new Blob(ended.chunks).arrayBuffer());
      await ended.context.close();
      return new Blob([wavOf(sound.getChannelData(0), sound.sampleRate)], { type: 'audio/wav' });
    },
  };
}
