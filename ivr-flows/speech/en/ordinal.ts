/** English ordinals: the last word of the cardinal changes. Twenty-first, one hundred and second, one thousandth. */
import { phrase, recorded, type Said } from '../said.ts';
import { below100, cardinalParts } from './cardinal.ts';

const irregular: Record<string, string> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};

export function ordinal(value: number): Said {
  const rest = value % 100;
  const parts = cardinalParts(value).slice(0, -1);
  if (rest > 0) return phrase([...parts, ordinalBelow100(rest)]);
  const scale = value % 1000 > 0 ? 'hundred' : value % 1_000_000 > 0 ? 'thousand' : 'million';
  return phrase([...parts, recorded(`${scale}th`, `digits/h-${scale}`)]);
}

/** 1 to 99. */
export function ordinalBelow100(value: number): Said {
  const ten = value - (value % 10);
  const unit = value % 10;
  const name = below100(value).text;
  if (value < 20 || unit === 0) return recorded(ordinalWord(name), `digits/h-${value}`);
  const [first = '', second = ''] = name.split('-');
  return recorded(`${first}-${ordinalWord(second)}`, `digits/${ten}`, `digits/h-${unit}`);
}

function ordinalWord(name: string): string {
  return irregular[name] ?? (name.endsWith('y') ? `${name.slice(0, -1)}ieth` : `${name}th`);
}
