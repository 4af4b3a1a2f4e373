/** Which of several tones were heard, one after the other. */
import { hasTone, sampleRate } from './audio.ts';

const window = sampleRate / 20;

export interface HeardTone {
  hz: number;
  ms: number;
}

/** A lost packet is no end of a tone. */
const mostGap = 4;

/** Runs of each tone, in order; what is shorter than `atLeastMs` is left out: music may touch a tone for a moment. */
export function tonesHeard(pcm: Int16Array, tones: readonly number[], atLeastMs = 250): HeardTone[] {
  const runs: (HeardTone & { last: number })[] = [];
  for (let i = 0; (i + 1) * window <= pcm.length; i++) {
    const part = pcm.subarray(i * window, (i + 1) * window);
    const hz = tones.find(tone => hasTone(part, tone));
    if (hz === undefined) continue;
    const run = runs.findLast(other => other.hz === hz);
    if (run && i - run.last <= mostGap) {
      run.ms += 50;
      run.last = i;
    } else runs.push({ hz, ms: 50, last: i });
  }
  return runs.filter(({ ms }) => ms >= atLeastMs).map(({ hz, ms }) => ({ hz, ms }));
}
