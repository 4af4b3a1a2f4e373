/** Values spoken with the grammar of the language: recorded prompts where they say all of it, else synthetic speech. */
import { refuse } from '../faults.ts';
import type { Media } from '../media.ts';
import type { Language, Value } from '../values.ts';
import { readDate, readLength, readTime } from './calendar.ts';
import { readDecimal, readWhole, shown } from './decimal.ts';
import { english } from './en/index.ts';
import { type Grammar, largestOrdinal, minorDigits } from './grammar.ts';
import { italian } from './it/index.ts';
import { phrase, type Said } from './said.ts';
import type { Say, Spoken, SpokenOptions } from './spoken.ts';

export { Currency, Say, type Spoken, SpokenOptions } from './spoken.ts';

const grammars: Record<Language, Grammar> = { it: italian, en: english };

/** Most characters or digits of one item: more is no information that anybody keeps in mind. */
const mostCharacters = 100;
const groupPauseMs = 250;

/**
 * What is to be played so that the caller hears the value. Throws FlowFault, which says what cannot be said.
 */
export function speak(language: Language, item: Spoken): Media[] {
  const said = isPlace(item) ? sayPlace(language, item.value) : say(language, item);
  if (said.text === '') return [];
  return said.recorded === null ? [{ speech: said.text }] : [...said.recorded];
}

/** The same in words, for chats and for what people read about a call. Throws like speak. */
export function words(language: Language, item: Spoken): string {
  return say(language, item).text;
}

/** Up to here numbers are put into words once: every caller in a queue hears a place. */
const places = 1000;
const saidPlaces: Record<Language, (Said | undefined)[]> = { it: [], en: [] };

function isPlace({ say: kind, value, options }: Spoken): boolean {
  const whole = Number.isInteger(value) && Number(value) >= 0 && Number(value) < places;
  return kind === 'number' && whole && options?.decimals === undefined && options?.gender === undefined;
}

function sayPlace(language: Language, value: Value): Said {
  const known = saidPlaces[language];
  return (known[Number(value)] ??= say(language, { say: 'number', value }));
}

type Sayer = (grammar: Grammar, value: Value, options: SpokenOptions) => Said;

const sayers: Record<Say, Sayer> = {
  number: (grammar, value, { decimals, gender = 'none' }) =>
    grammar.number(readDecimal(value, decimals), gender),
  ordinal: (grammar, value, { gender = 'masculine' }) =>
    grammar.ordinal(readWhole(value, 1, largestOrdinal), gender),
  amount: (grammar, value, { currency = 'EUR' }) =>
    grammar.amount(readDecimal(value, minorDigits[currency]), currency),
  date: (grammar, value, { weekday = true, year = true }) => grammar.date(readDate(value), { weekday, year }),
  time: (grammar, value, { style = 'exact' }) => grammar.time(readTime(value), style),
  characters: (grammar, value, { alphabet = 'letters' }) =>
    phrase(
      Array.from(readText(value).normalize('NFC').toLowerCase(), character =>
        grammar.character(character, alphabet),
      ),
      ', ',
    ),
  digits: (grammar, value, { group = 0 }) => sayDigits(grammar, readText(value), group),
  duration: (grammar, value, { smallest = 'seconds' }) => grammar.duration(readLength(value, smallest)),
};

function say(language: Language, { say: kind, value, options = {} }: Spoken): Said {
  return sayers[kind](grammars[language], value, options);
}

/** Blanks and separators of telephone numbers are not said. */
function sayDigits(grammar: Grammar, text: string, group: number): Said {
  const digits = text.replace(/[\s./()-]/g, '');
  if (!/^[0-9+*#]*$/.test(digits)) refuse('notDigits', { value: shown(text) });
  const size = group === 0 ? mostCharacters : group;
  const groups: Said[] = [];
  for (let start = 0; start < digits.length; start += size) {
    const characters = Array.from(digits.slice(start, start + size));
    groups.push(
      phrase(
        characters.map(digit => grammar.character(digit, 'letters')),
        ' ',
      ),
    );
  }
  return phrase(
    groups.flatMap((part, index) => (index === 0 ? [part] : [pause, part])),
    '',
  );
}

/** A comma makes synthetic speech pause. */
const pause: Said = { text: ', ', recorded: [{ silenceMs: groupPauseMs }] };

/** A text, or a whole number as one. Throws FlowFault. */
function readText(value: Value): string {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string') return refuse('notSpelled', { value: shown(value) });
  if (Array.from(text).length > mostCharacters)
    refuse('tooManyCharacters', { value: shown(value), most: mostCharacters });
  return text.trim();
}
