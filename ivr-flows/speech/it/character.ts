/**
 * Italian letters, digits and signs one by one. Letters by name, or by the town names that Italians spell with
 * (A come Ancona), which are not recorded. Which recording says what: Asterisk's say.c, ast_say_character_str_full.
 */
import { recorded, type Said, unrecorded } from '../said.ts';
import { below100 } from './cardinal.ts';

const letterNames =
  'a bi ci di e effe gi acca i i-lunga cappa elle emme enne o pi cu erre esse ti u vu doppia-vu ics ipsilon zeta'
    .split(' ')
    .map(name => name.replace('-', ' '));
const towns = (
  'Ancona Bologna Como Domodossola Empoli Firenze Genova Hotel Imola Jolly Kursaal Livorno Milano Napoli Otranto ' +
  'Palermo Quarto Roma Savona Torino Udine Venezia Washington Xilofono York Zara'
).split(' ');

const signs: Record<string, Said> = {
  ' ': recorded('spazio', 'letters/space'),
  '!': recorded('punto esclamativo', 'letters/exclaimation-point'),
  '"': recorded('virgolette', 'letters/ascii34'),
  '#': recorded('cancelletto', 'digits/pound'),
  $: recorded('dollaro', 'letters/ascii36'),
  '%': recorded('percento', 'letters/ascii37'),
  '&': recorded('e commerciale', 'letters/ascii38'),
  "'": recorded('apostrofo', 'letters/ascii39'),
  '(': recorded('parentesi aperta', 'letters/ascii40'),
  ')': recorded('parentesi chiusa', 'letters/ascii41'),
  '*': recorded('asterisco', 'digits/star'),
  '+': recorded('più', 'letters/plus'),
  ',': recorded('virgola', 'letters/ascii44'),
  '-': recorded('trattino', 'letters/dash'),
  '.': recorded('punto', 'letters/dot'),
  '/': recorded('barra', 'letters/slash'),
  ':': recorded('due punti', 'letters/ascii58'),
  ';': recorded('punto e virgola', 'letters/ascii59'),
  '<': recorded('minore', 'letters/ascii60'),
  '=': recorded('uguale', 'letters/equals'),
  '>': recorded('maggiore', 'letters/ascii62'),
  '?': recorded('punto interrogativo', 'letters/ascii63'),
  '@': recorded('chiocciola', 'letters/at'),
  '[': recorded('parentesi quadra aperta', 'letters/ascii91'),
  '\\': recorded('barra rovesciata', 'letters/ascii92'),
  ']': recorded('parentesi quadra chiusa', 'letters/ascii93'),
  '^': recorded('accento circonflesso', 'letters/ascii94'),
  _: recorded('trattino basso', 'letters/ascii95'),
  '`': recorded('accento grave', 'letters/ascii96'),
  '{': recorded('parentesi graffa aperta', 'letters/ascii123'),
  '|': recorded('barra verticale', 'letters/ascii124'),
  '}': recorded('parentesi graffa chiusa', 'letters/ascii125'),
  '~': recorded('tilde', 'letters/ascii126'),
};

export function character(text: string, how: 'letters' | 'spelling'): Said {
  if (/^[0-9]$/.test(text)) return below100(Number(text));
  if (/^[a-z]$/.test(text)) return letter(text, how);
  // À, é, ü: which accent it is matters little in Italian names, that there is one does.
  const [base = '', mark = ''] = text.normalize('NFD');
  if (/^[a-z]$/.test(base) && /^\p{M}$/u.test(mark)) return unrecorded(`${letter(base, how).text} accentata`);
  // Letters of other scripts are left to the synthetic voice.
  return signs[text] ?? unrecorded(text);
}

function letter(text: string, how: 'letters' | 'spelling'): Said {
  const index = text.charCodeAt(0) - 97;
  const name = letterNames[index] ?? text;
  return how === 'letters' ? recorded(name, `letters/${text}`) : unrecorded(`${name} come ${towns[index]}`);
}
