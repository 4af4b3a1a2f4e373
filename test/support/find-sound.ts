/**
 * Finds a known sound (a recorded prompt, a text that was spoken) in what a call heard. First by its loudness over
 * time, which is cheap and says where it may be; then by the samples themselves, which say whether it is there:
 * normalised cross-correlation (J. P. Lewis, "Fast Normalized Cross-Correlation", 1995) of pieces all along it.
 */
import { sampleRate } from './audio.ts';

export interface Found {
  /** Where it begins, ms from the beginning of what was heard. */
  atMs: number;
  /** Share of its pieces that are there, 0 to 1: 1 = all of it was heard. */
  share: number;
}

/** A piece of the sound, samples: half a syllable. */
const piece = sampleRate / 10;
const frame = sampleRate / 200;
/** A piece counts as heard from here on; pieces of other words stay below 0.5. */
const likeness = 0.8;
/** How far the first piece may lie from where the loudness says, and each other one from its place beside the last. */
const firstSlack = (sampleRate * 30) / 1000;
const slack = (sampleRate * 5) / 1000;
/** A machine that was held up sends a while later, and goes on from there. */
const jump = (sampleRate * 400) / 1000;
/** So much of the sound is looked for by its loudness: from its beginning, or further on where that was spoiled. */
const windowFrames = 200;
/** Places that are looked at closely, if the loudness is as much alike as this. */
const candidates = 3;
const loudnessLikeness = 0.6;

/** The likeliest place of `sound`; null = `heard` is shorter, or nothing of it is there. */
export function findSound(heard: Int16Array, sound: Int16Array): Found | null {
  const wanted = trimmed(sound);
  const [all, ours] = [loudness(heard), loudness(wanted)];
  let best: Found | null = null;
  for (let from = 0; from === 0 || from + windowFrames <= ours.length; from += windowFrames) {
    for (const place of likelyPlaces(all, ours.subarray(from, from + windowFrames))) {
      const found = follow(heard, wanted, from * frame, place * frame);
      if (found && (best === null || found.share > best.share)) best = found;
      if (best?.share === 1) return best;
    }
    // Most of it was there: what is missing is missing.
    if (best && best.share > 0.5) return best;
  }
  return best;
}

interface Piece {
  from: number;
  pcm: Int16Array;
}

/** From the window at `from`, which may be heard at `place`, to the end of the sound and back to its beginning. */
function follow(heard: Int16Array, wanted: Int16Array, from: number, place: number): Found | null {
  const pieces = piecesOf(wanted);
  const inWindow = pieces.filter(each => each.from >= from && each.from < from + windowFrames * frame);
  let anchor: { index: number; offset: number } | null = null;
  for (const each of inWindow) {
    const at = nearest(heard, each.pcm, place + each.from - from, firstSlack);
    if (at === null) continue;
    anchor = { index: pieces.indexOf(each), offset: at - each.from };
    break;
  }
  if (!anchor) return null;
  const { index, offset } = anchor;
  const behind = run(heard, pieces.slice(index + 1), offset);
  const before = run(heard, pieces.slice(0, index).reverse(), offset);
  const begins = before.offset;
  return {
    atMs: (Math.max(0, begins) * 1000) / sampleRate,
    share: (1 + behind.found + before.found) / pieces.length,
  };
}

/** How many of the pieces are there, each beside the one before; `offset` = where the sound would begin. */
function run(heard: Int16Array, pieces: Piece[], offset: number): { found: number; offset: number } {
  let found = 0;
  let last = offset;
  for (const { from, pcm } of pieces) {
    const at = nearest(heard, pcm, last + from, slack) ?? nearest(heard, pcm, last + from, jump);
    if (at === null) continue;
    last = at - from;
    found += 1;
  }
  return { found, offset: last };
}

/** Those in which something sounds. */
function piecesOf(wanted: Int16Array): Piece[] {
  const length = Math.min(piece, wanted.length);
  const pieces: Piece[] = [];
  for (let from = 0; from + length <= wanted.length; from += length) {
    const pcm = wanted.subarray(from, from + length);
    if (energy(pcm) / length >= 200 ** 2) pieces.push({ from, pcm });
  }
  return pieces;
}

/** Where the part is heard, `around` samples from its place at most; null = not there. */
function nearest(heard: Int16Array, part: Int16Array, expected: number, around: number): number | null {
  const own = energy(part);
  const first = Math.max(0, Math.round(expected - around));
  const last = Math.min(heard.length - part.length, Math.round(expected + around));
  let best = likeness;
  let at: number | null = null;
  for (let start = first; start <= last; start++) {
    let product = 0;
    let other = 0;
    for (let i = 0; i < part.length; i++) {
      const sample = heard[start + i] ?? 0;
      product += sample * (part[i] ?? 0);
      other += sample * sample;
    }
    const alike = other === 0 ? 0 : product / Math.sqrt(own * other);
    if (alike < best) continue;
    best = alike;
    at = start;
  }
  return at;
}

/** Frames of `all` at which `wanted` could begin, likeliest first and apart from one another. */
function likelyPlaces(all: Float64Array, wanted: Float64Array): number[] {
  const ours = aroundMean(wanted);
  const own = Math.sqrt(ours.reduce((sum, value) => sum + value * value, 0));
  const scored: { place: number; score: number }[] = [];
  for (let place = 0; place + wanted.length <= all.length; place++) {
    const score = correlation(ours, own, all, place);
    if (score > loudnessLikeness) scored.push({ place, score });
  }
  const places: number[] = [];
  for (const { place } of scored.sort((a, b) => b.score - a.score)) {
    if (places.length === candidates) break;
    if (places.every(other => Math.abs(other - place) > 5)) places.push(place);
  }
  return places;
}

/** Of `ours`, whose mean is 0 and whose norm is `own`, with as much of `all` from `place` on. */
function correlation(ours: Float64Array, own: number, all: Float64Array, place: number): number {
  let product = 0;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < ours.length; i++) {
    const value = all[place + i] ?? 0;
    product += value * (ours[i] ?? 0);
    sum += value;
    squares += value * value;
  }
  const norm = own * Math.sqrt(Math.max(0, squares - (sum * sum) / ours.length));
  return norm === 0 ? 0 : product / norm;
}

function loudness(pcm: Int16Array): Float64Array {
  const frames = new Float64Array(Math.floor(pcm.length / frame));
  for (let i = 0; i < frames.length; i++)
    frames[i] = Math.sqrt(energy(pcm.subarray(i * frame, (i + 1) * frame)) / frame);
  return frames;
}

function aroundMean(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map(value => value - mean);
}

function energy(pcm: Int16Array): number {
  let sum = 0;
  for (const sample of pcm) sum += sample * sample;
  return sum;
}

/** Without the silence before and behind. */
function trimmed(pcm: Int16Array): Int16Array {
  const loud = (sample: number): boolean => Math.abs(sample) > 300;
  const first = pcm.findIndex(loud);
  const last = pcm.findLastIndex(loud);
  return first < 0 ? pcm : pcm.subarray(first, last + 1);
}
