import { expect } from 'chai';
import { describe, it } from 'mocha';
import { speak } from '../../../ivr-flows/speech/index.ts';
import { recordedPrompts } from '../../../ivr-flows/speech/recorded-prompts.ts';
import { faultOf, rowsOf } from './said-as.ts';

describe('characters', () => {
  // Letter names: Treccani, "alfabeto"; spelling by towns: Treccani, "alfabeto telefonico".
  describe('Italian', () => {
    rowsOf('it', { say: 'characters' }, [
      ['', ''],
      ['A', 'a', 'letters/a'],
      [
        'JKWXY',
        'i lunga, cappa, doppia vu, ics, ipsilon',
        'letters/j letters/k letters/w letters/x letters/y',
      ],
      ['RS-01', 'erre, esse, trattino, zero, uno', 'letters/r letters/s letters/dash digits/0 digits/1'],
      ['a@b.it', 'a, chiocciola, bi, punto, i, ti'],
      ['è', 'e accentata', 'synthetic'],
      [42, 'quattro, due', 'digits/4 digits/2'],
    ]);
    describe('spelled', () =>
      rowsOf('it', { say: 'characters', options: { alphabet: 'spelling' } }, [
        ['AZ9', 'a come Ancona, zeta come Zara, nove', 'synthetic'],
      ]));
  });
  // ITU Radio Regulations, appendix 14.
  describe('English', () => {
    rowsOf('en', { say: 'characters' }, [
      ['Ab1', 'A, B, one', 'letters/a letters/b digits/1'],
      ['Z_#', 'Z, underscore, pound', 'letters/z letters/ascii95 digits/pound'],
      ['é', 'E acute', 'synthetic'],
      ['e\u0301', 'E acute', 'synthetic'],
      ['ш', 'ш', 'synthetic'],
    ]);
    describe('spelled', () =>
      rowsOf('en', { say: 'characters', options: { alphabet: 'spelling' } }, [
        ['AZ9', 'alpha, zulu, nine', 'phonetic/a_p phonetic/z_p digits/9'],
      ]));
  });

  it('every sign of ASCII has a recording, or is synthetic throughout', () => {
    for (let code = 33; code < 127; code++)
      for (const language of ['it', 'en'] as const)
        for (const alphabet of ['letters', 'spelling'] as const) {
          const value = `1${String.fromCharCode(code)}`;
          const media = speak(language, { say: 'characters', value, options: { alphabet } });
          const recorded = media.every(part => 'sound' in part && recordedPrompts[language].has(part.sound));
          expect(recorded || (media.length === 1 && 'speech' in (media[0] ?? {})), value).to.equal(true);
        }
  });

  it('refuses what is no text, or too long', () => {
    for (const value of [null, true, 1.5, [], {}])
      expect(faultOf('it', { say: 'characters', value })).to.equal('notSpelled');
    expect(faultOf('it', { say: 'characters', value: 'x'.repeat(101) })).to.equal('tooManyCharacters');
  });
});

describe('digits', () => {
  rowsOf('it', { say: 'digits' }, [
    ['0612', 'zero sei uno due', 'digits/0 digits/6 digits/1 digits/2'],
    ['+39 06', 'più tre nove zero sei'],
    ['*1#', 'asterisco uno cancelletto', 'digits/star digits/1 digits/pound'],
    ['', ''],
  ]);
  rowsOf('en', { say: 'digits', options: { group: 3 } }, [
    [
      '(555) 12-34',
      'five five five, one two three, four',
      'digits/5 digits/5 digits/5 250 digits/1 digits/2 digits/3 250 digits/4',
    ],
  ]);
  it('refuses letters', () => {
    expect(faultOf('en', { say: 'digits', value: '12a' })).to.equal('notDigits');
  });
});
