import { expect } from 'chai';
import { describe, it } from 'mocha';
import { faultOf, rowsOf } from './said-as.ts';

describe('amounts', () => {
  // Accademia della Crusca, "euro: plurale" and "un milione di"; Serianni, Grammatica italiana, VI.
  describe('Italian', () => {
    describe('euro', () =>
      rowsOf('it', { say: 'amount' }, [
        [0, 'zero euro', 'digits/0 digits/euros'],
        [1, 'un euro', 'digits/un digits/euros'],
        [2, 'due euro', 'digits/2 digits/euros'],
        [21, 'ventuno euro', 'digits/21 digits/euros'],
        [1.5, 'un euro e cinquanta', 'digits/un digits/euros digits/e digits/50'],
        [12.5, 'dodici euro e cinquanta', 'digits/12 digits/euros digits/e digits/50'],
        [12.99, 'dodici euro e novantanove', 'digits/12 digits/euros digits/e digits/90 digits/9'],
        ['7.10', 'sette euro e dieci', 'digits/7 digits/euros digits/e digits/10'],
        [5.05, 'cinque euro e cinque centesimi', 'synthetic'],
        [5.01, 'cinque euro e un centesimo', 'synthetic'],
        [0.5, 'cinquanta centesimi', 'synthetic'],
        [0.01, 'un centesimo', 'synthetic'],
        [1000, 'mille euro', 'digits/thousand digits/euros'],
        [1_000_000, 'un milione di euro', 'synthetic'],
        [1_000_000.5, 'un milione di euro e cinquanta', 'synthetic'],
        [1_200_000, 'un milione duecentomila euro'],
        [2_000_000, 'due milioni di euro', 'synthetic'],
        [1_000_001, 'un milione e un euro', 'digits/million digits/e digits/un digits/euros'],
        [1_000_000_001, 'un miliardo e un euro', 'synthetic'],
        [101, 'centouno euro', 'digits/hundred digits/1 digits/euros'],
        [31.31, 'trentuno euro e trentuno', 'digits/31 digits/euros digits/e digits/31'],
        [1_000_000_000, 'un miliardo di euro', 'synthetic'],
        [-1_000_000_000, 'meno un miliardo di euro', 'synthetic'],
        [-1, 'meno un euro', 'digits/minus digits/un digits/euros'],
        [-0.5, 'meno cinquanta centesimi', 'synthetic'],
        [-0.01, 'meno un centesimo', 'synthetic'],
        [0.09, 'nove centesimi', 'synthetic'],
        ['1', 'un euro', 'digits/un digits/euros'],
        [3_000_000_000, 'tre miliardi di euro', 'synthetic'],
        [-8.2, 'meno otto euro e venti'],
        [-0.001, 'zero euro'],
        [1.005, 'un euro e un centesimo'],
        [0.995, 'un euro'],
      ]));
    describe('dollars', () =>
      rowsOf('it', { say: 'amount', options: { currency: 'USD' } }, [
        [1, 'un dollaro', 'synthetic'],
        [2, 'due dollari', 'digits/2 digits/dollars'],
        [0, 'zero dollari', 'digits/0 digits/dollars'],
        [0.01, 'un centesimo', 'synthetic'],
        [1_000_000, 'un milione di dollari', 'synthetic'],
        [-1, 'meno un dollaro', 'synthetic'],
      ]));
    describe('pounds, which are feminine', () =>
      rowsOf('it', { say: 'amount', options: { currency: 'GBP' } }, [
        [1, 'una sterlina', 'synthetic'],
        [3.02, 'tre sterline e due penny', 'synthetic'],
        [0.01, 'un penny', 'synthetic'],
        [21, 'ventuno sterline', 'synthetic'],
        [1_000_001, 'un milione e una sterlina', 'synthetic'],
        [-1, 'meno una sterlina', 'synthetic'],
      ]));
    describe('others', () => {
      rowsOf('it', { say: 'amount', options: { currency: 'CHF' } }, [
        [1, 'un franco svizzero'],
        [4, 'quattro franchi svizzeri'],
        [1.2, 'un franco svizzero e venti'],
        [0.05, 'cinque centesimi'],
      ]);
      rowsOf('it', { say: 'amount', options: { currency: 'JPY' } }, [
        [1, 'uno yen'],
        [1500.6, 'millecinquecentouno yen'],
      ]);
    });
  });

  // New Oxford Style Manual, 11.5.
  describe('English', () => {
    describe('dollars', () =>
      rowsOf('en', { say: 'amount', options: { currency: 'USD' } }, [
        [0, 'zero dollars', 'digits/0 digits/dollars'],
        [1, 'one dollar', 'synthetic'],
        [12, 'twelve dollars', 'digits/12 digits/dollars'],
        [12.5, 'twelve dollars and fifty cents', 'synthetic'],
        [0.01, 'one cent', 'synthetic'],
        [1_000_000, 'one million dollars', 'digits/1 digits/million digits/dollars'],
        [-3, 'minus three dollars', 'digits/minus digits/3 digits/dollars'],
        [2.999, 'three dollars'],
        [-1.01, 'minus one dollar and one cent', 'synthetic'],
        [1_000_000_000, 'one billion dollars', 'digits/1 digits/billion digits/dollars'],
      ]));
    describe('euros', () =>
      rowsOf('en', { say: 'amount' }, [
        [1, 'one euro', 'synthetic'],
        [21.21, 'twenty-one euros and twenty-one cents', 'synthetic'],
        [0.05, 'five cents', 'synthetic'],
        [-0.01, 'minus one cent', 'synthetic'],
        [1_000_001, 'one million and one euros', 'synthetic'],
      ]));
    describe('pounds', () =>
      rowsOf('en', { say: 'amount', options: { currency: 'GBP' } }, [
        [1.01, 'one pound and one penny'],
        [2.02, 'two pounds and two pence'],
        [0.01, 'one penny'],
        [101, 'one hundred and one pounds'],
      ]));
    describe('others', () => {
      rowsOf('en', { say: 'amount', options: { currency: 'CHF' } }, [
        [1.2, 'one Swiss franc and twenty centimes'],
      ]);
      rowsOf('en', { say: 'amount', options: { currency: 'JPY' } }, [
        [1, 'one yen'],
        [99, 'ninety-nine yen'],
      ]);
    });
  });

  it('refuses what is no amount or too large', () => {
    expect(faultOf('it', { say: 'amount', value: '12,50' })).to.equal('notANumber');
    expect(faultOf('en', { say: 'amount', value: 999_999_999_999.999 })).to.equal('tooLarge');
  });
});
