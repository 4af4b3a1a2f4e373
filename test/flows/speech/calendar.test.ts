import { expect } from 'chai';
import { describe, it } from 'mocha';
import { speak } from '../../../ivr-flows/speech/index.ts';
import { recordedPrompts } from '../../../ivr-flows/speech/recorded-prompts.ts';
import { faultOf, rowsOf } from './said-as.ts';

describe('dates', () => {
  // Accademia della Crusca, "le date": the first is an ordinal, the other days are cardinals.
  describe('Italian', () => {
    rowsOf('it', { say: 'date' }, [
      [
        '2026-03-01',
        'domenica primo marzo duemilaventisei',
        'digits/day-0 digits/h-1 digits/mon-2 digits/2 digits/thousands digits/20 digits/6',
      ],
      ['2024-02-29', 'giovedì ventinove febbraio duemilaventiquattro'],
      ['1984-07-04T23:59:59+02:00', 'mercoledì quattro luglio millenovecentottantaquattro'],
      [
        '2000-01-08',
        'sabato otto gennaio duemila',
        'digits/day-6 digits/8 digits/mon-0 digits/2 digits/thousands',
      ],
      ['2021-11-11', 'giovedì undici novembre duemilaventuno'],
      ['1900-12-31', 'lunedì trentuno dicembre millenovecento'],
      ['1999-01-01', 'venerdì primo gennaio millenovecentonovantanove'],
      ['2008-02-02', 'sabato due febbraio duemilaotto'],
      ['1861-03-17', 'domenica diciassette marzo milleottocentosessantuno'],
    ]);
    describe('without weekday and year', () =>
      rowsOf('it', { say: 'date', options: { weekday: false, year: false } }, [
        ['2026-05-23', 'ventitré maggio', 'digits/20 digits/3 digits/mon-4'],
        ['2026-08-01', 'primo agosto', 'digits/h-1 digits/mon-7'],
      ]));
  });

  // The Chicago Manual of Style, 9.30 (days said as ordinals); years in pairs, Cambridge Grammar of English.
  describe('English', () => {
    rowsOf('en', { say: 'date' }, [
      [
        '2026-03-01',
        'Sunday, March first, twenty twenty-six',
        'digits/day-0 digits/mon-2 digits/h-1 digits/20 digits/20 digits/6',
      ],
      ['2026-10-22', 'Thursday, October twenty-second, twenty twenty-six'],
      ['2005-01-03', 'Monday, January third, two thousand and five'],
      ['2000-12-31', 'Sunday, December thirty-first, two thousand'],
      ['2010-06-12', 'Saturday, June twelfth, twenty ten'],
      [
        '1905-12-21',
        'Thursday, December twenty-first, nineteen oh five',
        'digits/day-4 digits/mon-11 digits/20 digits/h-1 digits/19 digits/oh digits/5',
      ],
      ['1900-01-31', 'Wednesday, January thirty-first, nineteen hundred'],
      ['1789-07-14', 'Tuesday, July fourteenth, seventeen eighty-nine'],
      ['2100-02-20', 'Saturday, February twentieth, twenty-one hundred'],
      ['1999-01-01', 'Friday, January first, nineteen ninety-nine'],
      ['2001-01-11', 'Thursday, January eleventh, two thousand and one'],
      ['1861-03-17', 'Sunday, March seventeenth, eighteen sixty-one'],
      ['2026-11-30', 'Monday, November thirtieth, twenty twenty-six'],
    ]);
    describe('without weekday and year', () =>
      rowsOf('en', { say: 'date', options: { weekday: false, year: false } }, [
        ['2026-05-23', 'May twenty-third', 'digits/mon-4 digits/20 digits/h-3'],
      ]));
  });

  it('every day of eight years is recorded, in both languages', () => {
    for (let day = Date.UTC(2024, 0, 1); day < Date.UTC(2032, 0, 1); day += 86_400_000) {
      const value = new Date(day).toISOString().slice(0, 10);
      for (const language of ['it', 'en'] as const)
        for (const part of speak(language, { say: 'date', value }))
          expect('sound' in part && recordedPrompts[language].has(part.sound), value).to.equal(true);
    }
  });

  it('refuses what is no day', () => {
    for (const value of [
      '2026-02-29',
      '2026-13-01',
      '01/03/2026',
      '2026-3-1',
      '',
      null,
      20_260_301,
      '2026-03-01 10:00',
    ])
      expect(faultOf('it', { say: 'date', value }), String(value)).to.equal('notADate');
  });
});

describe('times', () => {
  // Serianni, Grammatica italiana, VI; Treccani, "ora".
  describe('Italian', () => {
    rowsOf('it', { say: 'time' }, [
      ['00:00', 'ore zero', 'digits/hours digits/0'],
      ['00:10', 'ore zero e dieci'],
      ['01:00', 'ore una', 'synthetic'],
      ['08:05', 'ore otto e cinque', 'digits/hours digits/8 digits/e digits/5'],
      ['12:00', 'ore dodici', 'digits/hours digits/12'],
      ['14:30:59', 'ore quattordici e trenta', 'digits/hours digits/14 digits/e digits/30'],
      ['2026-03-01T21:21', 'ore ventuno e ventuno', 'digits/hours digits/21 digits/e digits/21'],
      ['23:03', 'ore ventitré e tre'],
      ['01:30', 'ore una e trenta', 'synthetic'],
      ['13:00', 'ore tredici', 'digits/hours digits/13'],
      ['24:00', 'ore zero', 'digits/hours digits/0'],
      ['21:00', 'ore ventuno', 'digits/hours digits/21'],
      ['12:30', 'ore dodici e trenta', 'digits/hours digits/12 digits/e digits/30'],
    ]);
    describe('as people say it', () =>
      rowsOf('it', { say: 'time', options: { style: 'spoken' } }, [
        ['00:00', 'mezzanotte', 'synthetic'],
        ['00:10', 'mezzanotte e dieci'],
        ['01:00', "l'una di notte"],
        ['01:15', "l'una e un quarto di notte"],
        ['02:30', 'le due e mezza di notte'],
        ['06:45', 'le sette meno un quarto del mattino'],
        ['08:00', 'le otto del mattino'],
        ['11:40', 'mezzogiorno meno venti'],
        ['12:00', 'mezzogiorno'],
        ['12:30', 'mezzogiorno e mezza'],
        ['12:45', "l'una meno un quarto del pomeriggio"],
        ['13:00', "l'una del pomeriggio"],
        ['14:30', 'le due e mezza del pomeriggio'],
        ['18:05', 'le sei e cinque di sera'],
        ['23:50', 'mezzanotte meno dieci'],
        ['24:00', 'mezzanotte'],
        ['00:30', 'mezzanotte e mezza'],
        ['13:30', "l'una e mezza del pomeriggio"],
        ['12:15', 'mezzogiorno e un quarto'],
        ['20:01', 'le otto e uno di sera'],
      ]));
  });

  // Cambridge Grammar of English, "Clock times"; NIST, Times of Day FAQs (noon, midnight).
  describe('English', () => {
    rowsOf('en', { say: 'time' }, [
      ['00:00', 'midnight', 'synthetic'],
      ['00:05', 'twelve oh five A.M.', 'digits/12 digits/oh digits/5 digits/a-m'],
      ['01:00', 'one A.M.', 'digits/1 digits/a-m'],
      ['09:09', 'nine oh nine A.M.'],
      ['11:59', 'eleven fifty-nine A.M.', 'digits/11 digits/50 digits/9 digits/a-m'],
      ['12:00', 'noon', 'synthetic'],
      ['12:01', 'twelve oh one P.M.'],
      ['13:10', 'one ten P.M.', 'digits/1 digits/10 digits/p-m'],
      ['23:00', 'eleven P.M.', 'digits/11 digits/p-m'],
      ['24:00', 'midnight'],
      ['00:30', 'twelve thirty A.M.', 'digits/12 digits/30 digits/a-m'],
      ['12:30', 'twelve thirty P.M.', 'digits/12 digits/30 digits/p-m'],
      ['23:59', 'eleven fifty-nine P.M.'],
    ]);
    describe('as people say it', () =>
      rowsOf('en', { say: 'time', options: { style: 'spoken' } }, [
        ['00:30', 'half past midnight'],
        ['02:30', 'half past two in the morning'],
        ['07:00', "seven o'clock in the morning"],
        ['10:15', 'a quarter past ten in the morning'],
        ['11:50', 'ten to noon'],
        ['12:30', 'half past twelve in the afternoon'],
        ['14:45', 'a quarter to three in the afternoon'],
        ['15:01', 'one minute past three in the afternoon'],
        ['15:35', 'twenty-five to four in the afternoon'],
        ['18:20', 'twenty past six in the evening'],
        ['21:07', 'seven minutes past nine at night'],
        ['23:55', 'five to midnight'],
        ['00:00', 'midnight'],
        ['12:00', 'noon'],
        ['13:00', "one o'clock in the afternoon"],
        ['12:45', 'a quarter to one in the afternoon'],
        ['23:30', 'half past eleven at night'],
      ]));
  });

  it('refuses what is no time', () => {
    for (const value of ['24:01', '9:30', '10:60', 'noon', '', null, 930, '2026-03-01'])
      expect(faultOf('en', { say: 'time', value }), String(value)).to.equal('notATime');
  });
});

describe('lengths of time', () => {
  describe('Italian', () => {
    rowsOf('it', { say: 'duration' }, [
      [0, 'zero secondi', 'digits/0 queue-seconds'],
      [1, 'un secondo', 'synthetic'],
      [59.6, 'un minuto', 'digits/un queue-minute'],
      [60, 'un minuto', 'digits/un queue-minute'],
      [121, 'due minuti e un secondo'],
      [3600, "un'ora", 'synthetic'],
      [5400, "un'ora e trenta minuti", 'synthetic'],
      [
        7325,
        'due ore, due minuti e cinque secondi',
        'digits/2 digits/hours digits/2 queue-minutes digits/e digits/5 queue-seconds',
      ],
      [90_061, "un giorno, un'ora, un minuto e un secondo"],
      [1260, 'ventuno minuti', 'digits/21 queue-minutes'],
      [2 * 86_400, 'due giorni', 'synthetic'],
    ]);
    describe('in minutes', () =>
      rowsOf('it', { say: 'duration', options: { smallest: 'minutes' } }, [
        [0, 'zero secondi'],
        [5, 'un minuto'],
        [89, 'un minuto'],
        [90, 'due minuti', 'digits/2 queue-minutes'],
        [30, 'un minuto', 'digits/un queue-minute'],
      ]));
  });
  describe('English', () => {
    rowsOf('en', { say: 'duration' }, [
      [0, 'zero seconds', 'digits/0 seconds'],
      [1, 'one second', 'digits/1 second'],
      [60, 'one minute', 'digits/1 minute'],
      [3600, 'an hour', 'synthetic'],
      [86_400, 'a day', 'synthetic'],
      [172_800, 'two days', 'synthetic'],
      [3660, 'one hour and one minute', 'synthetic'],
      [
        7325,
        'two hours, two minutes and five seconds',
        'digits/2 hours digits/2 minutes vm-and digits/5 seconds',
      ],
    ]);
    describe('in hours', () =>
      rowsOf('en', { say: 'duration', options: { smallest: 'hours' } }, [
        [1, 'an hour'],
        [5400, 'two hours', 'digits/2 hours'],
      ]));
  });
  it('refuses negative and endless lengths', () => {
    for (const value of [-1, 86_400_000])
      expect(faultOf('it', { say: 'duration', value })).to.equal('lengthOfTime');
    expect(faultOf('it', { say: 'duration', value: 'PT1H' })).to.equal('notANumber');
  });
});
