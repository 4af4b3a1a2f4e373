import { expect } from 'chai';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { speak, words } from '../../../ivr-flows/speech/index.ts';
import { recordedPrompts } from '../../../ivr-flows/speech/recorded-prompts.ts';
import type { Language } from '../../../ivr-flows/values.ts';
import { numberOf } from './number-words.ts';
import { faultOf, rowsOf } from './said-as.ts';

describe('numbers', () => {
  // Treccani, Enciclopedia dell'italiano, "numerali"; Serianni, Grammatica italiana, VI; Accademia della Crusca.
  describe('Italian', () => {
    rowsOf('it', { say: 'number' }, [
      [0, 'zero', 'digits/0'],
      [1, 'uno', 'digits/1'],
      [3, 'tre', 'digits/3'],
      [10, 'dieci', 'digits/10'],
      [11, 'undici', 'digits/11'],
      [17, 'diciassette', 'digits/17'],
      [19, 'diciannove', 'digits/19'],
      [20, 'venti', 'digits/20'],
      [21, 'ventuno', 'digits/21'],
      [22, 'ventidue', 'digits/20 digits/2'],
      [23, 'ventitré', 'digits/20 digits/3'],
      [28, 'ventotto', 'digits/28'],
      [33, 'trentatré', 'digits/30 digits/3'],
      [41, 'quarantuno', 'digits/41'],
      [58, 'cinquantotto', 'digits/58'],
      [67, 'sessantasette', 'digits/60 digits/7'],
      [71, 'settantuno', 'digits/71'],
      [88, 'ottantotto', 'digits/88'],
      [99, 'novantanove', 'digits/90 digits/9'],
      [100, 'cento', 'digits/hundred'],
      [101, 'centouno', 'digits/hundred digits/1'],
      [103, 'centotré', 'digits/hundred digits/3'],
      [108, 'centotto', 'digits/hundred digits/8'],
      [111, 'centoundici', 'digits/hundred digits/11'],
      [118, 'centodiciotto', 'digits/hundred digits/18'],
      [121, 'centoventuno', 'digits/hundred digits/21'],
      [180, 'centottanta', 'digits/hundred digits/80'],
      [200, 'duecento', 'digits/2 digits/hundred'],
      [208, 'duecentotto', 'digits/2 digits/hundred digits/8'],
      [211, 'duecentoundici', 'digits/2 digits/hundred digits/11'],
      [280, 'duecentottanta', 'digits/2 digits/hundred digits/80'],
      [881, 'ottocentottantuno', 'digits/8 digits/hundred digits/81'],
      [388, 'trecentottantotto', 'digits/3 digits/hundred digits/88'],
      [700, 'settecento', 'digits/7 digits/hundred'],
      [999, 'novecentonovantanove', 'digits/9 digits/hundred digits/90 digits/9'],
      [1000, 'mille', 'digits/thousand'],
      [1001, 'milleuno', 'digits/thousand digits/1'],
      [1003, 'milletré', 'digits/thousand digits/3'],
      [1900, 'millenovecento', 'digits/thousand digits/9 digits/hundred'],
      [1008, 'milleotto', 'digits/thousand digits/8'],
      [1108, 'millecentotto', 'digits/thousand digits/hundred digits/8'],
      [1999, 'millenovecentonovantanove'],
      [2000, 'duemila', 'digits/2 digits/thousands'],
      [2008, 'duemilaotto', 'digits/2 digits/thousands digits/8'],
      [3000, 'tremila', 'digits/3 digits/thousands'],
      [
        3333,
        'tremilatrecentotrentatré',
        'digits/3 digits/thousands digits/3 digits/hundred digits/30 digits/3',
      ],
      [10_000, 'diecimila', 'digits/10 digits/thousands'],
      [21_000, 'ventunomila', 'digits/21 digits/thousands'],
      [23_000, 'ventitremila', 'digits/20 digits/3 digits/thousands'],
      [100_000, 'centomila', 'digits/hundred digits/thousands'],
      [101_101, 'centounomilacentouno'],
      [1_000_000, 'un milione', 'digits/million'],
      [1_000_001, 'un milione uno', 'digits/million digits/1'],
      [1_001_000, 'un milione mille', 'digits/million digits/thousand'],
      [2_000_000, 'due milioni', 'digits/2 digits/millions'],
      [21_000_000, 'ventuno milioni', 'digits/21 digits/millions'],
      [103_000_003, 'centotré milioni tre'],
      [999_999_999, 'novecentonovantanove milioni novecentonovantanovemilanovecentonovantanove'],
      [1_000_000_000, 'un miliardo', 'synthetic'],
      [2_000_000_001, 'due miliardi uno', 'synthetic'],
      [1_001_000_000, 'un miliardo un milione', 'synthetic'],
      [
        999_999_999_999,
        'novecentonovantanove miliardi novecentonovantanove milioni novecentonovantanovemilanovecentonovantanove',
        'synthetic',
      ],
      [-1, 'meno uno', 'digits/minus digits/1'],
      [-1_000_000, 'meno un milione', 'digits/minus digits/million'],
      [-1_000_000_000, 'meno un miliardo', 'synthetic'],
      [8000, 'ottomila', 'digits/8 digits/thousands'],
      [80_000, 'ottantamila', 'digits/80 digits/thousands'],
      [108_000, 'centottomila', 'digits/hundred digits/8 digits/thousands'],
      ['-0', 'zero', 'digits/0'],
      ['0012', 'dodici', 'digits/12'],
      [0.5, 'zero virgola cinque', 'digits/0 letters/ascii44 digits/5'],
      [3.14, 'tre virgola quattordici', 'digits/3 letters/ascii44 digits/14'],
      [3.05, 'tre virgola zero cinque', 'digits/3 letters/ascii44 digits/0 digits/5'],
      [2.718, 'due virgola sette uno otto'],
      [-1.5, 'meno uno virgola cinque'],
      [0.1 + 0.2, 'zero virgola tre'],
      [1e-7, 'zero'],
    ]);
    describe('before a masculine noun', () =>
      rowsOf('it', { say: 'number', options: { gender: 'masculine' } }, [
        [1, 'un', 'digits/un'],
        [11, 'undici', 'digits/11'],
        [21, 'ventun', 'synthetic'],
        [28, 'ventotto', 'digits/28'],
        [111, 'centoundici'],
        [131, 'centotrentun'],
      ]));
    describe('before a feminine noun', () =>
      rowsOf('it', { say: 'number', options: { gender: 'feminine' } }, [
        [1, 'una', 'synthetic'],
        [2, 'due', 'digits/2'],
        [21, 'ventuno', 'digits/21'],
        [1000, 'mille', 'digits/thousand'],
        [-1, 'meno una', 'synthetic'],
        [11, 'undici', 'digits/11'],
        [0, 'zero', 'digits/0'],
      ]));
  });

  // New Oxford Style Manual, 11; The Chicago Manual of Style, 9 ("and" as in spoken British usage).
  describe('English', () => {
    rowsOf('en', { say: 'number' }, [
      [0, 'zero', 'digits/0'],
      [1, 'one', 'digits/1'],
      [12, 'twelve', 'digits/12'],
      [13, 'thirteen', 'digits/13'],
      [15, 'fifteen', 'digits/15'],
      [18, 'eighteen', 'digits/18'],
      [20, 'twenty', 'digits/20'],
      [21, 'twenty-one', 'digits/20 digits/1'],
      [40, 'forty', 'digits/40'],
      [44, 'forty-four', 'digits/40 digits/4'],
      [99, 'ninety-nine', 'digits/90 digits/9'],
      [100, 'one hundred', 'digits/1 digits/hundred'],
      [101, 'one hundred and one', 'digits/1 digits/hundred vm-and digits/1'],
      [115, 'one hundred and fifteen', 'digits/1 digits/hundred vm-and digits/15'],
      [342, 'three hundred and forty-two'],
      [1000, 'one thousand', 'digits/1 digits/thousand'],
      [1001, 'one thousand and one', 'digits/1 digits/thousand vm-and digits/1'],
      [1100, 'one thousand one hundred'],
      [1234, 'one thousand two hundred and thirty-four'],
      [10_000, 'ten thousand'],
      [100_000, 'one hundred thousand'],
      [101_000, 'one hundred and one thousand'],
      [1_000_000, 'one million', 'digits/1 digits/million'],
      [1_000_001, 'one million and one'],
      [1_200_000, 'one million two hundred thousand'],
      [1_000_000_000, 'one billion', 'digits/1 digits/billion'],
      [2_000_000_010, 'two billion and ten', 'digits/2 digits/billion vm-and digits/10'],
      [
        999_999_999_999,
        'nine hundred and ninety-nine billion nine hundred and ninety-nine million ' +
          'nine hundred and ninety-nine thousand nine hundred and ninety-nine',
      ],
      [-7, 'minus seven', 'digits/minus digits/7'],
      [0, 'zero', 'digits/0'],
      [-1_000_000_000, 'minus one billion', 'digits/minus digits/1 digits/billion'],
      [1_000_100, 'one million one hundred', 'digits/1 digits/million digits/1 digits/hundred'],
      [0.5, 'zero point five', 'synthetic'],
      [3.14, 'three point one four', 'synthetic'],
      [-10.05, 'minus ten point zero five', 'synthetic'],
      ['1000.50', 'one thousand point five', 'synthetic'],
    ]);
  });

  describe('rounding', () => {
    describe('to two places', () =>
      rowsOf('en', { say: 'number', options: { decimals: 2 } }, [
        [1.005, 'one point zero one'],
        [1.004, 'one point zero zero'],
        [-1.995, 'minus two point zero zero'],
        [2, 'two point zero zero'],
      ]));
    describe('to whole numbers', () =>
      rowsOf('it', { say: 'number', options: { decimals: 0 } }, [
        [0.5, 'uno'],
        [-0.4, 'zero'],
        [99.5, 'cento'],
        ['999999999999.4', words('it', { say: 'number', value: 999_999_999_999 })],
      ]));
  });

  it('refuses what is no number or too large, naming it', () => {
    for (const language of ['it', 'en'] as const) {
      for (const value of [1e12, -1e12, '1000000000000', 1e300, '999999999999.9999999'])
        expect(faultOf(language, { say: 'number', value }), String(value)).to.equal('tooLarge');
      for (const value of [null, '', 'twelve', '1,5', '1e3', true, [], {}, '12 '.repeat(40)])
        expect(faultOf(language, { say: 'number', value }), JSON.stringify(value)).to.equal('notANumber');
    }
    expect(() => speak('it', { say: 'number', value: 'dodici' })).to.throw('"dodici" is not a number');
  });

  const language = fc.constantFrom<Language>('it', 'en');
  /** Of every length: evenly chosen numbers would nearly all have twelve digits. */
  const anyNumber = fc
    .integer({ min: 1, max: 12 })
    .chain(digits => fc.integer({ min: 0, max: 10 ** digits - 1 }))
    .chain(value => fc.constantFrom(value, -value));

  it('the words of any number are read back as the number', () => {
    fc.assert(
      fc.property(language, anyNumber, (spoken, value) => {
        expect(numberOf(spoken, words(spoken, { say: 'number', value }))).to.equal(value === 0 ? 0 : value);
      }),
      { numRuns: 3000 },
    );
    for (const spoken of ['it', 'en'] as const)
      for (let value = 0; value < 12_000; value++)
        expect(numberOf(spoken, words(spoken, { say: 'number', value })), String(value)).to.equal(value);
  });

  it('any number is recorded throughout, each prompt there is, or synthetic throughout', () => {
    fc.assert(
      fc.property(language, anyNumber, (spoken, value) => {
        const media = speak(spoken, { say: 'number', value });
        if (spoken === 'it' && Math.abs(value) >= 1e9) expect(media).to.have.lengthOf(1);
        else
          for (const part of media)
            expect('sound' in part && recordedPrompts[spoken].has(part.sound), JSON.stringify(part)).to.equal(
              true,
            );
      }),
      { numRuns: 3000 },
    );
  });
});
