/** Level of a stream, for the meters. */
export interface Meter {
  /** 0 (silence) to 1, on a scale of decibels: -60 dB is 0. */
  level(): number;
  close(): void;
}

export function createMeter(stream: MediaStream): Meter {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  const source = context.createMediaStreamSource(stream);
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  // A browser may hold the context back until the first click.
  const resume = (): void => void context.resume();
  resume();
  document.addEventListener('pointerdown', resume, { once: true });
  return {
    level() {
      analyser.getFloatTimeDomainData(samples);
      return scale(Math.sqrt(samples.reduce((sum, s) => sum + s * s, 0) / samples.length));
    },
    close() {
      document.removeEventListener('pointerdown', resume);
      source.disconnect();
      void context.close();
    },
  };
}

/** From a linear level (0 to 1) to the scale of the meters. */
export function scale(level: number): number {
  return level <= 0.001 ? 0 : Math.min(1, 1 + (20 * Math.log10(level)) / 60);
}
