import { expect } from 'chai';
import { describe, it } from 'mocha';
import { hasSpeechOrMusic, hasTone, isSilent, level, silences, sine, toneLevel, toneShare } from './audio.ts';
import { decode, encode } from './peer/g711.ts';

describe('audio measures', () => {
  it('measures the level of a tone and only of that tone', () => {
    const tone = sine(440, 500, -20);
    expect(level(tone)).to.be.closeTo(-20, 0.1);
    expect(toneLevel(tone, 440)).to.be.closeTo(-20, 0.2);
    expect(toneLevel(tone, 700)).to.be.below(-60);
    expect(hasTone(tone, 440)).to.equal(true);
    expect(hasTone(tone, 460)).to.equal(false);
    expect(hasSpeechOrMusic(tone, [440])).to.equal(false);
  });

  it('survives G.711', () => {
    for (const law of ['ulaw', 'alaw'] as const) {
      const heard = decode(encode(sine(1000, 300, -15), law), law);
      expect(toneLevel(heard, 1000)).to.be.closeTo(-15, 0.2);
      expect(hasTone(heard, 1000)).to.equal(true);
    }
  });

  it('finds silent stretches', () => {
    const pcm = new Int16Array(8000);
    pcm.set(sine(440, 300), 0);
    pcm.set(sine(440, 500), 4000);
    expect(silences(pcm, 100)).to.deep.equal([{ fromMs: 300, toMs: 500 }]);
    expect(isSilent(pcm.subarray(2400, 4000))).to.equal(true);
    expect(toneShare(pcm, 440)).to.be.closeTo(0.8, 0.01);
  });

  it('tells music from a test tone', () => {
    const mix = sine(440, 500);
    for (const hz of [523, 659, 784]) sine(hz, 500).forEach((sample, i) => (mix[i] = (mix[i] ?? 0) + sample));
    expect(hasSpeechOrMusic(mix, [440, 1000])).to.equal(true);
    expect(hasTone(mix, 440)).to.equal(false);
  });
});
