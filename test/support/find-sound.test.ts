import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { rootTimeoutMs } from './asterisk-root.ts';
import { findSound } from './find-sound.ts';
import { decode, encode } from './peer/g711.ts';
import { recordedPrompt, spoken } from './spoken-sounds.ts';

describe('finding a sound in what was heard', () => {
  let twentyOne: Int16Array;
  let thirtyOne: Int16Array;
  let sentence: Int16Array;
  let otherSentence: Int16Array;

  before(async function () {
    this.timeout(rootTimeoutMs);
    [twentyOne, thirtyOne] = [
      await recordedPrompt('it', 'digits/21'),
      await recordedPrompt('it', 'digits/31'),
    ];
    sentence = await spoken('en', 'Your order has left.');
    otherSentence = await spoken('en', 'Your order has been lost.');
  });

  /** One after the other, with silence before, as a telephone brings them. */
  function heard(...sounds: Int16Array[]): Int16Array {
    const all = [new Int16Array(3210), ...sounds].flatMap(sound => [...sound]);
    return decode(encode(Int16Array.from(all), 'ulaw'), 'ulaw');
  }

  it('says where it is, also behind another one and through G.711', () => {
    const found = findSound(heard(thirtyOne, twentyOne, sentence), twentyOne);
    expect(found?.share).to.equal(1);
    const begins = (3210 + thirtyOne.length) / 8;
    expect(found?.atMs).to.be.within(begins - 20, begins + 300);
    expect(findSound(heard(thirtyOne, sentence), sentence)?.share).to.equal(1);
  });

  it('does not take another word, or another sentence that begins like it, for it', () => {
    expect(findSound(heard(thirtyOne), twentyOne)?.share ?? 0).to.be.below(0.7);
    expect(findSound(heard(otherSentence), sentence)?.share ?? 0).to.be.below(0.8);
    expect(findSound(new Int16Array(16_000), sentence)).to.equal(null);
  });

  it('finds it though a machine that was held up has paused in it, or left something out', () => {
    const middle = sentence.length / 2;
    const [first, second] = [sentence.subarray(0, middle), sentence.subarray(middle)];
    const paused = findSound(heard(thirtyOne, first, new Int16Array(2400), second), sentence);
    expect(paused?.share).to.be.at.least(0.85);
    const shortened = findSound(heard(thirtyOne, first, second.subarray(1200), thirtyOne), sentence);
    expect(shortened?.share).to.be.at.least(0.75);
    const early = findSound(
      heard(first.subarray(0, 1600), new Int16Array(2400), sentence.subarray(1600)),
      sentence,
    );
    expect(early?.share).to.be.at.least(0.85);
  });

  it('tells how much of it was heard', () => {
    const half = sentence.subarray(0, sentence.length / 2);
    const { share } = findSound(heard(half, thirtyOne), sentence) ?? { share: 0 };
    expect(share).to.be.within(0.3, 0.7);
  });
});
