/**
 * English letters, digits and signs one by one. Letters by name or by the spelling alphabet of the ICAO and ITU
 * (Radio Regulations, appendix 14), which is recorded; signs with their recorded names.
 */
import { recorded, type Said, unrecorded } from '../said.ts';
import { below100 } from './cardinal.ts';

const alphabet = (
  'alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec ' +
  'romeo sierra tango uniform victor whiskey x-ray yankee zulu'
).split(' ');

const signs: Record<string, Said> = {
  ' ': recorded('space', 'letters/space'),
  '!': recorded('exclamation point', 'letters/exclaimation-point'),
  '"': recorded('quote', 'letters/ascii34'),
  '#': recorded('pound', 'digits/pound'),
  $: recorded('dollar sign', 'letters/ascii36'),
  '%': recorded('percent', 'letters/ascii37'),
  '&': recorded('ampersand', 'letters/ascii38'),
  "'": unrecorded('apostrophe'),
  '(': recorded('open parenthesis', 'letters/ascii40'),
  ')': recorded('close parenthesis', 'letters/ascii41'),
  '*': recorded('star', 'digits/star'),
  '+': recorded('plus', 'letters/plus'),
  ',': recorded('comma', 'letters/ascii44'),
  '-': recorded('dash', 'letters/dash'),
  '.': recorded('dot', 'letters/dot'),
  '/': recorded('slash', 'letters/slash'),
  ':': recorded('colon', 'letters/ascii58'),
  ';': recorded('semicolon', 'letters/ascii59'),
  '<': recorded('less than', 'letters/ascii60'),
  '=': recorded('equals', 'letters/equals'),
  '>': recorded('greater than', 'letters/ascii62'),
  '?': recorded('question mark', 'letters/ascii63'),
  '@': recorded('at', 'letters/at'),
  '[': recorded('left bracket', 'letters/ascii91'),
  '\\': recorded('backslash', 'letters/ascii92'),
  ']': recorded('right bracket', 'letters/ascii93'),
  '^': recorded('caret', 'letters/ascii94'),
  _: recorded('underscore', 'letters/ascii95'),
  '`': recorded('backtick', 'letters/ascii96'),
  '{': recorded('left brace', 'letters/ascii123'),
  '|': recorded('pipe', 'letters/ascii124'),
  '}': recorded('right brace', 'letters/ascii125'),
  '~': recorded('tilde', 'letters/ascii126'),
};

/** Combining marks of Unicode that European names use. */
const marks: Record<string, string> = {
  '\u0300': 'grave',
  '\u0301': 'acute',
  '\u0302': 'circumflex',
  '\u0303': 'tilde',
  '\u0308': 'umlaut',
  '\u030a': 'ring',
  '\u0327': 'cedilla',
};

export function character(text: string, how: 'letters' | 'spelling'): Said {
  if (/^[0-9]$/.test(text)) return below100(Number(text));
  if (/^[a-z]$/.test(text))
    return how === 'spelling' ? spelled(text) : recorded(text.toUpperCase(), `letters/${text}`);
  const [base = '', mark = ''] = text.normalize('NFD');
  const name = marks[mark];
  if (/^[a-z]$/.test(base) && name !== undefined) return unrecorded(`${character(base, how).text} ${name}`);
  // Letters of other scripts are left to the synthetic voice.
  return signs[text] ?? unrecorded(text);
}

function spelled(letter: string): Said {
  return recorded(alphabet[letter.charCodeAt(0) - 97] ?? letter, `phonetic/${letter}_p`);
}
