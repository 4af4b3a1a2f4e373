/**
 * Italian ordinals (Treccani, "numerali ordinali"): the first ten have forms of their own, the others -esimo in
 * place of the last vowel, which tre and sei keep (ventitreesimo, ventiseiesimo). Recorded in the masculine, up
 * to twenty, full tens, hundred, thousand and million.
 */
import type { Gender } from '../grammar.ts';
import { recorded, type Said, unrecorded } from '../said.ts';
import { cardinal } from './cardinal.ts';

const first = '- primo secondo terzo quarto quinto sesto settimo ottavo nono decimo'.split(' ');
const scales: Record<number, string> = { 100: 'hundred', 1000: 'thousand', 1_000_000: 'million' };

export function ordinal(value: number, gender: Gender): Said {
  const text = masculine(value);
  if (gender === 'feminine') return unrecorded(`${text.slice(0, -1)}a`);
  if (value <= 20 || (value < 100 && value % 10 === 0)) return recorded(text, `digits/h-${value}`);
  const scale = scales[value];
  return scale === undefined ? unrecorded(text) : recorded(text, `digits/h-${scale}`);
}

function masculine(value: number): string {
  if (value <= 10) return first[value] ?? '';
  if (value === 1_000_000) return 'milionesimo';
  const name = cardinal(value).text.replace(/tré$/, 'tre');
  const rest = value % 100;
  // Diecimila: diecimillesimo.
  if (value % 1000 === 0) return `${value === 1000 ? '' : name.slice(0, -'mila'.length)}millesimo`;
  // Centodecimo.
  if (rest === 10) return `${name.slice(0, -'dieci'.length)}decimo`;
  const unit = value % 10;
  const keepsVowel = (unit === 3 || unit === 6) && (rest < 11 || rest > 19);
  return `${keepsVowel ? name : name.slice(0, -1)}esimo`;
}
