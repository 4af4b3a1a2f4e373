/** What a flow test says of a step that did not go as expected, in both languages. */
import { fillWords, sentence as t, type Filling } from '../fill-words.ts';
import type { Language, Localized, Words } from '../values.ts';

const texts = {
  heardUnwanted: t('si è sentito {text}, che non doveva esserci', 'heard {text}, which was not expected'),
  notHeard: t(
    'ci si aspettava di sentire {text}; sentito: {heard}',
    'expected to hear {text}; heard {heard}',
  ),
  ended: t(
    'doveva stare a {wanted}; il flusso è finito: {end}',
    'expected to stand at {wanted}; the flow has ended: {end}',
  ),
  elsewhere: t(
    'doveva stare a {wanted}, sta a {found}',
    'expected to stand at {wanted}, it stands at {found}',
  ),
  otherBlocks: t(
    'dovevano essere i blocchetti {wanted}; erano: {found}',
    'expected the blocks {wanted}; they were {found}',
  ),
  notLeft: t(
    '{block} doveva uscire da {exit}; non è uscito',
    'expected {block} to be left by {exit}; it was not left',
  ),
  otherExit: t(
    '{block} doveva uscire da {exit}; è uscito da {found}',
    'expected {block} to be left by {exit}; it was left by {found}',
  ),
  otherExitFault: t(
    '{block} doveva uscire da {exit}; è uscito da {found} ({fault})',
    'expected {block} to be left by {exit}; it was left by {found} ({fault})',
  ),
  otherProperty: t(
    'la proprietà {name} doveva essere {wanted}, è {found}',
    'expected property {name} to be {wanted}, it is {found}',
  ),
  otherCallData: t(
    'il dato della chiamata {name} doveva essere {wanted}, è {found}',
    'expected call data {name} to be {wanted}, it is {found}',
  ),
  notAsked: t(
    'ci si aspettava {wanted}; è stato chiesto\n    {asked}',
    'expected {wanted}; asked was\n    {asked}',
  ),
  otherEnd: t('doveva finire con "{wanted}", è "{found}"', 'expected the end "{wanted}", it is "{found}"'),
} satisfies Record<string, Localized>;
type Texts = typeof texts;

export interface Failure {
  code: keyof Texts;
  values: Words;
}

export function failureOf<Code extends keyof Texts>(code: Code, ...[values]: Filling<Texts[Code]>): Failure {
  return { code, values: values ?? {} };
}

/** `step` from 1. */
export function failureWords({ code, values }: Failure, step: number, language: Language): string {
  return `${language === 'it' ? 'passo' : 'step'} ${step}: ${fillWords(texts[code], values, language)}`;
}

export const nothing: Localized = { it: 'niente', en: 'nothing' };
export const none: Localized = { it: 'nessuno', en: 'none' };
