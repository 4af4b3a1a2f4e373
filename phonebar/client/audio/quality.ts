/** Audio quality of the call, from the RTP statistics of the browser (W3C webrtc-stats). Pure. */
export interface Quality {
  /** none: nothing came since the last measurement. */
  grade: 'good' | 'fair' | 'poor' | 'none';
  /** Packets lost of those expected since the last measurement, percent, both ways together the worse. */
  lossPercent: number;
  /** Jitter of what comes in, ms. */
  jitterMs: number;
  /** null until the far end reports. */
  roundTripMs: number | null;
  /** Sound waits so long to even out jitter, ms; mean since the last measurement. */
  bufferMs: number;
  /** Levels, linear 0 to 1. */
  inLevel: number;
  outLevel: number;
  counters: Counters;
}

/** Totals since the beginning of the call. */
export interface Counters {
  packetsReceived: number;
  packetsLost: number;
  packetsSent: number;
  /** Seconds that samples waited to even out jitter, all together, and how many samples. */
  bufferedSeconds: number;
  samples: number;
  /** totalAudioEnergy of what is heard and of what the microphone gives. */
  receivedEnergy: number;
  sentEnergy: number;
}

interface Entry {
  type: string;
  kind?: string;
  packetsReceived?: number;
  packetsLost?: number;
  packetsSent?: number;
  fractionLost?: number;
  roundTripTime?: number;
  jitter?: number;
  audioLevel?: number;
  totalAudioEnergy?: number;
  jitterBufferDelay?: number;
  jitterBufferEmittedCount?: number;
}

/** Reads a report; `before` are the counters of the last one of the same call. */
export function qualityOf(report: Iterable<[string, Entry]>, before: Counters | null): Quality {
  const entries = [...report].map(([, entry]) => entry).filter(entry => (entry.kind ?? 'audio') === 'audio');
  const find = (type: string): Entry => entries.find(entry => entry.type === type) ?? { type };
  const inbound = find('inbound-rtp');
  const remote = find('remote-inbound-rtp');
  const source = find('media-source');
  const counters: Counters = {
    packetsReceived: inbound.packetsReceived ?? 0,
    packetsLost: inbound.packetsLost ?? 0,
    packetsSent: find('outbound-rtp').packetsSent ?? 0,
    bufferedSeconds: inbound.jitterBufferDelay ?? 0,
    samples: inbound.jitterBufferEmittedCount ?? 0,
    receivedEnergy: inbound.totalAudioEnergy ?? 0,
    sentEnergy: source.totalAudioEnergy ?? 0,
  };
  const lost = counters.packetsLost - (before?.packetsLost ?? 0);
  const expected = counters.packetsReceived - (before?.packetsReceived ?? 0) + lost;
  const inLoss = expected > 0 ? (Math.max(0, lost) * 100) / expected : 0;
  const lossPercent = Math.max(inLoss, (remote.fractionLost ?? 0) * 100);
  const samples = counters.samples - (before?.samples ?? 0);
  const jitterMs = (inbound.jitter ?? 0) * 1000;
  return {
    grade: before && expected === 0 ? 'none' : grade(lossPercent, jitterMs),
    lossPercent,
    jitterMs,
    roundTripMs: remote.roundTripTime === undefined ? null : remote.roundTripTime * 1000,
    bufferMs:
      samples > 0 ? ((counters.bufferedSeconds - (before?.bufferedSeconds ?? 0)) * 1000) / samples : 0,
    inLevel: inbound.audioLevel ?? 0,
    outLevel: source.audioLevel ?? 0,
    counters,
  };
}

/** Speech suffers audibly from 1 % of loss and 30 ms of jitter on, badly from 5 % and 60 ms on (after ITU-T G.113, Y.1541). */
function grade(lossPercent: number, jitterMs: number): Quality['grade'] {
  if (lossPercent > 5 || jitterMs > 60) return 'poor';
  return lossPercent > 1 || jitterMs > 30 ? 'fair' : 'good';
}
