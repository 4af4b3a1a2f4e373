/**
 * Readers of number words, to check the grammars with: written the other way round, from words to numbers,
 * without a line of theirs.
 */
import type { Language } from '../../../ivr-flows/values.ts';

/** The value of each word; longest first where one begins another. */
const italian: [RegExp, number][] = [
  [/^(diciassette)/, 17],
  [/^(diciannove)/, 19],
  [/^(quattordici)/, 14],
  [/^(diciotto)/, 18],
  [/^(quindici)/, 15],
  [/^(tredici)/, 13],
  [/^(undici)/, 11],
  [/^(dodici)/, 12],
  [/^(sedici)/, 16],
  [/^(dieci)/, 10],
  [/^(venti|vent(?=uno|otto))/, 20],
  [/^(trenta|trent(?=uno|otto))/, 30],
  [/^(quaranta|quarant(?=uno|otto))/, 40],
  [/^(cinquanta|cinquant(?=uno|otto))/, 50],
  [/^(sessanta|sessant(?=uno|otto))/, 60],
  [/^(settanta|settant(?=uno|otto))/, 70],
  [/^(ottanta|ottant(?=uno|otto))/, 80],
  [/^(novanta|novant(?=uno|otto))/, 90],
  [/^(zero)/, 0],
  [/^(uno)/, 1],
  [/^(un)/, 1],
  [/^(due)/, 2],
  [/^(tre|tré)/, 3],
  [/^(quattro)/, 4],
  [/^(cinque)/, 5],
  [/^(sei)/, 6],
  [/^(sette)/, 7],
  [/^(otto)/, 8],
  [/^(nove)/, 9],
];
const scalesIt: [RegExp, number][] = [
  [/^(miliardo|miliardi)/, 1e9],
  [/^(milione|milioni)/, 1e6],
  [/^(mille|mila)/, 1000],
  [/^(cent(?=ott)|cento)/, 100],
];

const english = new Map(
  (
    'zero:0 one:1 two:2 three:3 four:4 five:5 six:6 seven:7 eight:8 nine:9 ten:10 eleven:11 twelve:12 thirteen:13 ' +
    'fourteen:14 fifteen:15 sixteen:16 seventeen:17 eighteen:18 nineteen:19 twenty:20 thirty:30 forty:40 fifty:50 ' +
    'sixty:60 seventy:70 eighty:80 ninety:90'
  )
    .split(' ')
    .map(pair => pair.split(':'))
    .map(([word = '', value]) => [word, Number(value)] as const),
);
const scalesEn = new Map([
  ['hundred', 100],
  ['thousand', 1000],
  ['million', 1e6],
  ['billion', 1e9],
]);

/** Throws when the words are not those of a number. */
export function numberOf(language: Language, words: string): number {
  const [sign, rest] = /^(?:minus|meno) /.test(words) ? [-1, words.replace(/^\w+ /, '')] : [1, words];
  return sign * sum(language === 'it' ? tokensIt(rest) : tokensEn(rest));
}

type Token = { value: number } | { scale: number };

function tokensIt(words: string): Token[] {
  const tokens: Token[] = [];
  let rest = words.replaceAll(' ', '');
  while (rest !== '') {
    const scale = scalesIt.find(([pattern]) => pattern.test(rest));
    const value = italian.find(([pattern]) => pattern.test(rest));
    const found = scale ?? value;
    const word = found ? (found[0].exec(rest)?.[1] ?? '') : '';
    if (!found || word === '') throw new Error(`not a number: ${rest} in ${words}`);
    tokens.push(scale ? { scale: found[1] } : { value: found[1] });
    rest = rest.slice(word.length);
  }
  return tokens;
}

function tokensEn(words: string): Token[] {
  return words
    .split(/[ -]/)
    .filter(word => word !== 'and')
    .map(word => {
      const scale = scalesEn.get(word);
      const value = english.get(word);
      if (scale !== undefined) return { scale };
      if (value === undefined) throw new Error(`not a number: ${word} in ${words}`);
      return { value };
    });
}

/** Hundreds multiply what stands before them; larger scales close a group. */
function sum(tokens: Token[]): number {
  let total = 0;
  let group = 0;
  for (const token of tokens) {
    if ('value' in token) group += token.value;
    else if (token.scale === 100) group += group % 100 === 0 ? 100 : (group % 100) * 99;
    else {
      total += Math.max(group, 1) * token.scale;
      group = 0;
    }
  }
  return total + group;
}
