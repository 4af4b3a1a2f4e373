import { expect } from 'chai';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { words } from '../../../ivr-flows/speech/index.ts';
import { numberOf } from './number-words.ts';
import { faultOf, rowsOf } from './said-as.ts';

describe('ordinals', () => {
  // Treccani, Enciclopedia dell'italiano, "numerali"; Serianni, Grammatica italiana, VI 20 to 26.
  describe('Italian', () => {
    rowsOf('it', { say: 'ordinal' }, [
      [1, 'primo', 'digits/h-1'],
      [2, 'secondo', 'digits/h-2'],
      [3, 'terzo', 'digits/h-3'],
      [6, 'sesto', 'digits/h-6'],
      ['1', 'primo', 'digits/h-1'],
      [8, 'ottavo', 'digits/h-8'],
      [10, 'decimo', 'digits/h-10'],
      [11, 'undicesimo', 'digits/h-11'],
      [16, 'sedicesimo', 'digits/h-16'],
      [18, 'diciottesimo', 'digits/h-18'],
      [20, 'ventesimo', 'digits/h-20'],
      [21, 'ventunesimo', 'synthetic'],
      [22, 'ventiduesimo', 'synthetic'],
      [23, 'ventitreesimo', 'synthetic'],
      [26, 'ventiseiesimo', 'synthetic'],
      [28, 'ventottesimo', 'synthetic'],
      [30, 'trentesimo', 'digits/h-30'],
      [33, 'trentatreesimo', 'synthetic'],
      [90, 'novantesimo', 'digits/h-90'],
      [100, 'centesimo', 'digits/h-hundred'],
      [101, 'centounesimo', 'synthetic'],
      [103, 'centotreesimo'],
      [106, 'centoseiesimo'],
      [110, 'centodecimo'],
      [113, 'centotredicesimo'],
      [180, 'centottantesimo'],
      [200, 'duecentesimo', 'synthetic'],
      [1000, 'millesimo', 'digits/h-thousand'],
      [2000, 'duemillesimo'],
      [10_000, 'diecimillesimo'],
      [23_000, 'ventitremillesimo'],
      [1_000_000, 'milionesimo', 'digits/h-million'],
    ]);
    describe('feminine', () =>
      rowsOf('it', { say: 'ordinal', options: { gender: 'feminine' } }, [
        [1, 'prima', 'synthetic'],
        [3, 'terza', 'synthetic'],
        [21, 'ventunesima', 'synthetic'],
        [100, 'centesima', 'synthetic'],
        [8, 'ottava', 'synthetic'],
        [23, 'ventitreesima', 'synthetic'],
        [1_000_000, 'milionesima', 'synthetic'],
      ]));
  });

  // New Oxford Style Manual, 11; Cambridge Grammar of English, "Ordinal numbers".
  describe('English', () =>
    rowsOf('en', { say: 'ordinal' }, [
      [1, 'first', 'digits/h-1'],
      [2, 'second', 'digits/h-2'],
      [3, 'third', 'digits/h-3'],
      [4, 'fourth', 'digits/h-4'],
      [5, 'fifth', 'digits/h-5'],
      [8, 'eighth', 'digits/h-8'],
      [9, 'ninth', 'digits/h-9'],
      [11, 'eleventh', 'digits/h-11'],
      [12, 'twelfth', 'digits/h-12'],
      [20, 'twentieth', 'digits/h-20'],
      [21, 'twenty-first', 'digits/20 digits/h-1'],
      [32, 'thirty-second', 'digits/30 digits/h-2'],
      [40, 'fortieth', 'digits/h-40'],
      [43, 'forty-third', 'digits/40 digits/h-3'],
      [99, 'ninety-ninth', 'digits/90 digits/h-9'],
      [100, 'one hundredth', 'digits/1 digits/h-hundred'],
      [101, 'one hundred and first', 'digits/1 digits/hundred vm-and digits/h-1'],
      [112, 'one hundred and twelfth', 'digits/1 digits/hundred vm-and digits/h-12'],
      [1000, 'one thousandth', 'digits/1 digits/h-thousand'],
      [1100, 'one thousand one hundredth', 'digits/1 digits/thousand digits/1 digits/h-hundred'],
      [2001, 'two thousand and first', 'digits/2 digits/thousand vm-and digits/h-1'],
      [1_000_000, 'one millionth', 'digits/1 digits/h-million'],
    ]));

  it('refuses zero, negative and broken numbers, and more than a million', () => {
    for (const language of ['it', 'en'] as const) {
      for (const value of [0, -1, 1_000_001])
        expect(faultOf(language, { say: 'ordinal', value })).to.equal('notFromTo');
      expect(faultOf(language, { say: 'ordinal', value: 1.5 })).to.equal('notWhole');
      for (const value of ['first', null])
        expect(faultOf(language, { say: 'ordinal', value })).to.equal('notANumber');
    }
  });

  const units = {
    first: 'one',
    second: 'two',
    third: 'three',
    fifth: 'five',
    eighth: 'eight',
    ninth: 'nine',
  };

  it('an English ordinal without its ending is the cardinal', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), value => {
        const said = words('en', { say: 'ordinal', value });
        const cardinal = said
          .replace(/first$|second$|third$|fifth$|eighth$|ninth$/, found => units[found as keyof typeof units])
          .replace(/twelfth$/, 'twelve')
          .replace(/ieth$/, 'y')
          .replace(/th$/, '');
        expect(numberOf('en', cardinal)).to.equal(value);
      }),
    );
  });

  it('an Italian ordinal above the tenth ends in -esimo after the stem of the cardinal', () => {
    fc.assert(
      fc.property(fc.integer({ min: 11, max: 999_999 }), value => {
        fc.pre(value % 100 !== 10 && value % 1000 !== 0);
        const stem = words('it', { say: 'ordinal', value }).replace(/esimo$/, '');
        const endings = ['', 'a', 'e', 'i', 'o'];
        expect(endings.some(vowel => readsAs(stem + vowel, value))).to.equal(true);
      }),
    );
  });

  const readsAs = (text: string, value: number): boolean => {
    try {
      return numberOf('it', text) === value;
    } catch {
      return false;
    }
  };
});
