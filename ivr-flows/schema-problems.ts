/**
 * What a zod schema finds wrong, in both languages: a code and values for each kind of issue. zod's own Italian
 * is half English ("string deve avere <=200 caratteri"), and it cannot say what a pattern asks for.
 */
import type { z } from 'zod';
import { wordsOfPatterns } from './patterns.ts';
import type { Localized, Words } from './values.ts';

const t = (it: string, en: string): Localized => ({ it, en });

export const schemaTexts = {
  missing: t('È necessario.', 'This is needed.'),
  wrongType: t('Serve {expected}.', 'It must be {expected}.'),
  tooShort: t('Servono almeno {minimum} caratteri.', 'At least {minimum} characters are needed.'),
  tooLong: t('Al massimo {maximum} caratteri.', 'At most {maximum} characters.'),
  tooFew: t('Servono almeno {minimum} voci.', 'At least {minimum} entries are needed.'),
  tooMany: t('Al massimo {maximum} voci.', 'At most {maximum} entries.'),
  tooSmall: t('Non può essere meno di {minimum}.', 'It cannot be less than {minimum}.'),
  tooGreat: t('Non può essere più di {maximum}.', 'It cannot be more than {maximum}.'),
  format: t('Si può scrivere: {allowed}.', 'It may hold: {allowed}.'),
  choice: t('Non è fra le scelte.', 'It is none of the choices.'),
  unknownMember: t('Non si conosce: {names}.', 'Not known here: {names}.'),
  unusable: t('Non si può usare.', 'It cannot be used.'),
} satisfies Record<string, Localized>;

export interface SchemaProblem {
  code: keyof typeof schemaTexts;
  values: Words;
}

const kinds: Readonly<Record<string, Localized>> = {
  string: t('un testo', 'a text'),
  number: t('un numero', 'a number'),
  int: t('un numero intero', 'a whole number'),
  boolean: t('sì o no', 'yes or no'),
  array: t('una lista', 'a list'),
  object: t('un oggetto', 'an object'),
  record: t('un oggetto', 'an object'),
  null: t('niente', 'nothing'),
};

/** The issue must come from a check with `reportInput`: what is missing is told from what is of a wrong type. */
export function schemaProblem(issue: z.core.$ZodIssue): SchemaProblem {
  switch (issue.code) {
    case 'invalid_type': {
      if (issue.input === undefined || issue.input === null) return { code: 'missing', values: {} };
      const expected = kinds[issue.expected];
      return expected ? { code: 'wrongType', values: { expected } } : { code: 'unusable', values: {} };
    }
    case 'too_small': {
      const minimum = Number(issue.minimum);
      if (issue.origin === 'string')
        return minimum === 1 ? { code: 'missing', values: {} } : { code: 'tooShort', values: { minimum } };
      if (issue.origin === 'array') return { code: 'tooFew', values: { minimum } };
      // `positive()` says "more than 0", of whole numbers everywhere here.
      return { code: 'tooSmall', values: { minimum: issue.inclusive === false ? minimum + 1 : minimum } };
    }
    case 'too_big': {
      const maximum = Number(issue.maximum);
      if (issue.origin === 'string') return { code: 'tooLong', values: { maximum } };
      if (issue.origin === 'array') return { code: 'tooMany', values: { maximum } };
      return { code: 'tooGreat', values: { maximum: issue.inclusive === false ? maximum - 1 : maximum } };
    }
    case 'invalid_format': {
      const allowed = wordsOfPatterns.get(issue.pattern ?? issue.format);
      return allowed ? { code: 'format', values: { allowed } } : { code: 'unusable', values: {} };
    }
    case 'invalid_value':
      return { code: 'choice', values: {} };
    case 'unrecognized_keys':
      return { code: 'unknownMember', values: { names: issue.keys.join(', ') } };
    case 'invalid_union':
      return ofUnion(issue);
    default:
      return { code: 'unusable', values: {} };
  }
}

/** The way out of a union that was meant: the one that failed for what the value holds, not for what it is. */
function ofUnion(issue: z.core.$ZodIssueInvalidUnion): SchemaProblem {
  if (issue.input === undefined || issue.input === null) return { code: 'missing', values: {} };
  const meant = issue.errors.flat().find(({ code }) => code !== 'invalid_type' && code !== 'invalid_value');
  return meant ? schemaProblem(meant) : { code: 'unusable', values: {} };
}
