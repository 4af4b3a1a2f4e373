/**
 * Italian cardinals (Treccani, "numerali"; Accademia della Crusca, "ventuno, ventun"; Serianni, Grammatica
 * italiana VI): ventuno and ventotto lose the vowel of the ten, cento keeps its own before uno (centouno) and
 * loses it before otto and ottanta (centotto), tre at the end of a compound has an accent (ventitré), mille and
 * mila, milione and miliardo are nouns.
 *
 * Recorded up to 999,999,999: milliards have no plural among the prompts. Which recording says what is taken from
 * Asterisk's own Italian grammar (say.c, ast_say_number_full_it): digits/million is "un milione".
 */
import type { Gender } from '../grammar.ts';
import { phrase, recorded, type Said, unrecorded } from '../said.ts';

const names = (
  'zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici ' +
  'diciassette diciotto diciannove'
).split(' ');
const tens = '- - venti trenta quaranta cinquanta sessanta settanta ottanta novanta'.split(' ');

/** A number alone or before a noun: un, una; ventun before a masculine noun. */
export function cardinal(value: number, gender: Gender = 'none'): Said {
  if (gender === 'none' || value % 100 === 11) return whole(value);
  if (value === 1) return gender === 'masculine' ? recorded('un', 'digits/un') : unrecorded('una');
  // Ventuno is never wrong before a noun; before a masculine one ventun is what people say. No recording has it.
  if (value % 10 === 1 && gender === 'masculine') return unrecorded(whole(value).text.slice(0, -1));
  return whole(value);
}

function whole(value: number): Said {
  if (value < 1_000_000) return accented(belowMillion(value));
  const milliards = Math.floor(value / 1_000_000_000);
  const millions = Math.floor(value / 1_000_000) % 1000;
  const rest = value % 1_000_000;
  const parts: Said[] = [];
  if (milliards > 0)
    parts.push(unrecorded(milliards === 1 ? 'un miliardo' : `${whole(milliards).text} miliardi`));
  if (millions === 1) parts.push(recorded('un milione', 'digits/million'));
  if (millions > 1) parts.push(phrase([whole(millions), recorded('milioni', 'digits/millions')]));
  if (rest > 0) parts.push(whole(rest));
  return phrase(parts);
}

/** Without accent on a final tre: ventitremila. */
function belowMillion(value: number): Said {
  const thousands = Math.floor(value / 1000);
  const rest = value % 1000;
  if (thousands === 0) return belowThousand(value);
  const said =
    thousands === 1
      ? recorded('mille', 'digits/thousand')
      : phrase([belowThousand(thousands), recorded('mila', 'digits/thousands')], '');
  return rest === 0 ? said : phrase([said, belowThousand(rest)], '');
}

function belowThousand(value: number): Said {
  const hundreds = Math.floor(value / 100);
  const rest = value % 100;
  if (hundreds === 0) return below100(value);
  const cento = recorded('cento', 'digits/hundred');
  const said = hundreds === 1 ? cento : phrase([below100(hundreds), cento], '');
  if (rest === 0) return said;
  // Centotto, centottanta.
  const text = rest === 8 || Math.floor(rest / 10) === 8 ? said.text.slice(0, -1) : said.text;
  return phrase([{ ...said, text }, below100(rest)], '');
}

export function below100(value: number): Said {
  if (value < 20) return recorded(names[value] ?? '', `digits/${value}`);
  const ten = tens[Math.floor(value / 10)] ?? '';
  const unit = value % 10;
  const name = names[unit] ?? '';
  if (unit === 0) return recorded(ten, `digits/${value}`);
  // Ventuno and ventotto are recorded as a whole.
  if (unit === 1 || unit === 8) return recorded(ten.slice(0, -1) + name, `digits/${value}`);
  return recorded(ten + name, `digits/${value - unit}`, `digits/${unit}`);
}

const accented = (said: Said): Said => ({ ...said, text: said.text.replace(/(?<=.)tre$/, 'tré') });
