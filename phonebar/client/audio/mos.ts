/**
 * How a call sounds, estimated: the E-model of ITU-T G.107 (06/2015) with its default values, of which network and
 * jitter buffer change the delay and the loss. MOS from 1 (bad) to 4.5 (as good as a telephone call gets).
 */

/** R of a call without any impairment, all parameters at their defaults (G.107, table 3). */
const bestR = 93.2;
/**
 * G.711 whose losses are concealed: Ie = 0, Bpl = 25.1 (G.113, appendix I). There is no value for Opus, which browsers
 * mostly use: its concealment is no worse, so the estimate is on the safe side.
 */
const robustness = 25.1;
/** One packet of speech is gathered before it is sent, ms. */
const packetMs = 20;

export interface Transmission {
  /** Packets lost, percent. */
  lossPercent: number;
  /** There and back, ms; null = not known, counts as none. */
  roundTripMs: number | null;
  /** Sound waits so long to even out jitter, ms. */
  bufferMs: number;
}

export function mosOf({ lossPercent, roundTripMs, bufferMs }: Transmission): number {
  const delayMs = (roundTripMs ?? 0) / 2 + bufferMs + packetMs;
  // The delay impairment Id, linearised (Cole and Rosenbluth, Voice over IP performance monitoring, 2001).
  const delay = 0.024 * delayMs + 0.11 * Math.max(0, delayMs - 177.3);
  // Ie,eff for losses at random (G.107, 7-29, BurstR = 1).
  const loss = (95 * lossPercent) / (lossPercent + robustness);
  return mosOfR(bestR - delay - loss);
}

/** G.107, annex B; between R 0 and 6.5 the polynomial falls below 1, which MOS does not. */
function mosOfR(r: number): number {
  if (r <= 0) return 1;
  if (r >= 100) return 4.5;
  return Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
}
