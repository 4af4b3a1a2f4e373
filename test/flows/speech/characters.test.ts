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
      [
        'm_1@posta-web.it',
        'emme, trattino basso, uno, chiocciola, pi, o, esse, ti, a, trattino, doppia vu, e, bi, punto, i, ti',
      ],
      ['X1/Y', 'ics, uno, barra, ipsilon', 'letters/x digits/1 letters/slash letters/y'],
      ['1º', 'uno, º', 'synthetic'],
    ]);
    describe('spelled', () =>
      rowsOf('it', { say: 'characters', options: { alphabet: 'spelling' } }, [
        ['AZ9', 'a come Ancona, zeta come Zara, nove', 'synthetic'],
        ['e@h', 'e come Empoli, chiocciola, acca come Hotel', 'synthetic'],
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
      [
        'j.o@b-c.uk',
        'J, dot, O, at, B, dash, C, dot, U, K',
        'letters/j letters/dot letters/o letters/at letters/b letters/dash letters/c letters/dot letters/u letters/k',
      ],
    ]);
    describe('spelled', () =>
      rowsOf('en', { say: 'characters', options: { alphabet: 'spelling' } }, [
        ['AZ9', 'alpha, zulu, nine', 'phonetic/a_p phonetic/z_p digits/9'],
        ['e@h', 'echo, at, hotel', 'phonetic/e_p letters/at phonetic/h_p'],
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
    ['+39 (06) 123.45-67', 'più tre nove zero sei uno due tre quattro cinque sei sette'],
    ['0044/20', 'zero zero quattro quattro due zero'],
    [612, 'sei uno due', 'digits/6 digits/1 digits/2'],
    ['', ''],
  ]);
  rowsOf('en', { say: 'digits', options: { group: 3 } }, [
    [
      '(555) 12-34',
      'five five five, one two three, four',
      'digits/5 digits/5 digits/5 250 digits/1 digits/2 digits/3 250 digits/4',
    ],
  ]);
  rowsOf('it', { say: 'digits', options: { group: 3 } }, [
    ['+39 06 123456', 'più tre nove, zero sei uno, due tre quattro, cinque sei'],
  ]);
  it('refuses letters', () => {
    expect(faultOf('en', { say: 'digits', value: '12a' })).to.equal('notDigits');
  });
});
