/** Texts that must fit a pattern, and what each pattern asks for, in words. */
import { z } from 'zod';
import type { Localized } from './values.ts';

interface Pattern {
  fits: RegExp;
  words: Localized;
}

const pattern = (fits: RegExp, it: string, en: string): Pattern => ({ fits, words: { it, en } });

export const patterns = {
  blockId: pattern(
    /^[a-z][a-z0-9-]{0,39}$/,
    'a-z, 0-9 e -, con una lettera all’inizio',
    'a-z, 0-9 and -, beginning with a letter',
  ),
  propertyName: pattern(
    /^(?!__proto__$)[A-Za-z_][A-Za-z0-9_]{0,39}$/,
    'lettere, cifre e _',
    'letters, digits and _',
  ),
  digit: pattern(/^[0-9*#]?$/, 'uno fra 0-9, * e #', 'one of 0-9, * and #'),
  digits: pattern(/^[0-9*#]{0,12}$/, '0-9, * e #', '0-9, * and #'),
  pressed: pattern(/^[0-9*#]{1,100}$/, '0-9, * e #', '0-9, * and #'),
  exitName: pattern(
    /^[A-Za-z0-9][A-Za-z0-9 _-]{0,39}$/,
    'lettere, cifre, spazi, _ e -',
    'letters, digits, spaces, _ and -',
  ),
};

/** A text that fits; its problem says in English what it may hold. */
export const fitting = ({ fits, words }: Pattern): z.ZodString => z.string().regex(fits, words.en);

/** By the pattern as zod names it in an issue. */
export const wordsOfPatterns: ReadonlyMap<string, Localized> = new Map(
  Object.values(patterns).map(({ fits, words }) => [String(fits), words]),
);
