/** The quality of one contact as it goes on: the last minute, its summary, and what to advise when it is bad. */
import { mosOf } from './mos.ts';
import type { Quality } from './quality.ts';
import type { QualitySample, QualitySummary } from '../session/protocol.ts';

export interface QualityLog {
  contactId: string;
  /** The last 60, oldest first, one a second. */
  minute: QualitySample[];
  seconds: number;
  sums: { loss: number; jitter: number; roundTrip: number; roundTrips: number; mos: number };
  worst: { loss: number; jitter: number; roundTrip: number; mos: number };
}

/** What is wrong, as key under `quality.advice`. */
export type Advice = 'none' | 'loss' | 'jitter' | 'delay';

const longest = 60;
/** Judged over so many seconds, so that one lost packet is no alarm. */
const judged = 5;
/** R below 60: "many users dissatisfied" (G.107, annex B, table B.1). */
const badMos = 3.1;
const slowMs = 300;
const unsteadyMs = 60;
/** Shorter conversations say nothing. */
const leastSeconds = 3;

export function beginLog(contactId: string): QualityLog {
  return {
    contactId,
    minute: [],
    seconds: 0,
    sums: { loss: 0, jitter: 0, roundTrip: 0, roundTrips: 0, mos: 0 },
    worst: { loss: 0, jitter: 0, roundTrip: 0, mos: 4.5 },
  };
}

export function note(log: QualityLog, quality: Quality): void {
  const silent = quality.grade === 'none';
  const lossPercent = silent ? 100 : quality.lossPercent;
  const { jitterMs, roundTripMs, bufferMs } = quality;
  const mos = silent ? 1 : mosOf({ lossPercent, roundTripMs, bufferMs });
  const sample = { lossPercent, jitterMs, roundTripMs, mos };
  log.minute = [...log.minute, sample].slice(-longest);
  log.seconds += 1;
  const { sums, worst } = log;
  sums.loss += lossPercent;
  sums.jitter += jitterMs;
  sums.mos += sample.mos;
  if (roundTripMs !== null) {
    sums.roundTrip += roundTripMs;
    sums.roundTrips += 1;
    worst.roundTrip = Math.max(worst.roundTrip, roundTripMs);
  }
  worst.loss = Math.max(worst.loss, lossPercent);
  worst.jitter = Math.max(worst.jitter, jitterMs);
  worst.mos = Math.min(worst.mos, sample.mos);
}

/** Of the whole contact; null when it was too short to say anything. */
export function summaryOf({ seconds, sums, worst }: QualityLog): QualitySummary | null {
  if (seconds < leastSeconds) return null;
  const known = sums.roundTrips > 0;
  return {
    seconds,
    lossPercent: sums.loss / seconds,
    mostLossPercent: worst.loss,
    jitterMs: sums.jitter / seconds,
    mostJitterMs: worst.jitter,
    roundTripMs: known ? sums.roundTrip / sums.roundTrips : null,
    mostRoundTripMs: known ? worst.roundTrip : null,
    mos: sums.mos / seconds,
    leastMos: worst.mos,
  };
}

/** MOS of the last seconds; null before there are enough. */
export function mosNow({ minute }: QualityLog): number | null {
  const last = minute.slice(-judged);
  return last.length < judged ? null : mean(last.map(({ mos }) => mos));
}

/** What makes the last seconds bad; null = they are not. */
export function adviceOf(log: QualityLog): Advice | null {
  const mos = mosNow(log);
  if (mos === null) return null;
  const last = log.minute.slice(-judged);
  if (last.every(({ lossPercent }) => lossPercent === 100)) return 'none';
  if (mean(last.map(({ jitterMs }) => jitterMs)) > unsteadyMs) return 'jitter';
  if (mos >= badMos) return null;
  return mean(last.map(({ roundTripMs }) => roundTripMs ?? 0)) > slowMs ? 'delay' : 'loss';
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
