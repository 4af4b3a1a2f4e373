import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { Currency, speak, type Spoken, words } from '../../../ivr-flows/speech/index.ts';
import { recordedPrompts } from '../../../ivr-flows/speech/recorded-prompts.ts';
import { asteriskRoot, rootTimeoutMs } from '../../support/asterisk-root.ts';

describe('the list of recorded prompts', () => {
  let sounds: string;
  before(async function () {
    this.timeout(rootTimeoutMs);
    sounds = join(await asteriskRoot(), 'usr/share/asterisk/sounds');
  });

  const folders = { en: 'en_US_f_Allison', it: 'it_IT_m_Carlo' };

  for (const language of ['en', 'it'] as const)
    it(`names what Debian's packages hold in ${language}`, async () => {
      const folder = join(sounds, folders[language]);
      expect(existsSync(folder)).to.equal(true);
      const files = await readdir(folder, { recursive: true });
      const installed = files.filter(file => file.endsWith('.wav')).map(file => file.slice(0, -4));
      expect([...recordedPrompts[language]].sort()).to.deep.equal(installed.sort());
    });
});

describe('whatever is said', () => {
  /** Recorded prompts that there are, pauses, or the words by the synthetic voice and nothing else. */
  function expectSayable(item: Spoken): void {
    for (const language of ['en', 'it'] as const) {
      const media = speak(language, item);
      const synthetic = media.length === 1 && media.some(part => 'speech' in part);
      const recorded = media.every(part =>
        'sound' in part ? recordedPrompts[language].has(part.sound) : 'silenceMs' in part,
      );
      expect(media, JSON.stringify(item)).to.not.be.empty;
      if (!synthetic && !recorded)
        expect.fail(`${language} ${JSON.stringify(item)}: ${JSON.stringify(media)}`);
      expect(words(language, item)).to.not.match(/undefined|NaN|\s\s|^\s|\s$/);
    }
  }

  it('every minute of the day has its prompts, or its words', () => {
    for (let minute = 0; minute < 1440; minute++) {
      const value = [Math.floor(minute / 60), minute % 60]
        .map(part => String(part).padStart(2, '0'))
        .join(':');
      for (const style of ['exact', 'spoken'] as const)
        expectSayable({ say: 'time', value, options: { style } });
    }
  });

  it('so has every amount of each currency', () => {
    for (const currency of Currency.options)
      for (const whole of [0, 1, 2, 8, 21, 28, 100, 101, 1000, 1_000_000, 1_000_001, 1_000_000_000])
        for (let cents = 0; cents < 100; cents++)
          for (const sign of ['', '-'])
            expectSayable({
              say: 'amount',
              value: `${sign}${whole}.${String(cents).padStart(2, '0')}`,
              options: { currency },
            });
  });

  it('so has every ordinal, and every length of time', () => {
    for (let value = 1; value <= 1200; value++)
      for (const gender of ['masculine', 'feminine'] as const)
        expectSayable({ say: 'ordinal', value, options: { gender } });
    for (let seconds = 0; seconds < 200_000; seconds += 61)
      for (const smallest of ['seconds', 'minutes', 'hours'] as const)
        expectSayable({ say: 'duration', value: seconds, options: { smallest } });
  });
});
