/** What checks find, in both languages. `{name}` stands for a value of the problem. */
import type { Problem } from './block.ts';
import { fillWords } from './fill-words.ts';
import { schemaTexts } from './schema-problems.ts';
import type { Language, Localized, Words } from './values.ts';

const t = (it: string, en: string): Localized => ({ it, en });

export const problemTexts: Readonly<Record<string, Localized>> = {
  start: t(
    'Il flusso deve avere un solo Inizio; ne ha {count}.',
    'The flow must have one Start; it has {count}.',
  ),
  doubleId: t('Due blocchetti si chiamano {id}.', 'Two blocks are called {id}.'),
  unknownType: t('Non esiste il blocchetto di tipo {type}.', 'There is no block of type {type}.'),
  parameter: t('{parameter}: {message}', '{parameter}: {message}'),
  parameterEmpty: t('{parameter}: manca.', '{parameter}: missing.'),
  exitUnconnected: t("L'uscita {exit} non porta a nulla.", 'The exit {exit} leads nowhere.'),
  exitUnknown: t("Non c'è un'uscita {exit}.", 'There is no exit {exit}.'),
  targetUnknown: t(
    "L'uscita {exit} porta a {target}, che non c'è.",
    'The exit {exit} leads to {target}, which is not there.',
  ),
  unreachable: t('Nessuna via porta qui.', 'No way leads here.'),
  circle: t(
    'Questi blocchetti girano senza mai aspettare il chiamante o il tempo: {blocks}.',
    'These blocks go in a circle without ever waiting for the caller or the clock: {blocks}.',
  ),
  expression: t('{parameter}: {message} (carattere {at})', '{parameter}: {message} (character {at})'),
  unknownProperty: t(
    '{parameter}: non esiste la proprietà {name}.',
    '{parameter}: there is no property {name}.',
  ),
  propertyName: t('Una proprietà non può chiamarsi {name}.', 'A property cannot be called {name}.'),
  doubleProperty: t('Due proprietà si chiamano {name}.', 'Two properties are called {name}.'),
  propertyInitial: t(
    'Il valore iniziale di {name} non è di tipo {type}.',
    'The initial value of {name} is not of type {type}.',
  ),
  unknownPrompt: t('{parameter}: non esiste il messaggio {name}.', '{parameter}: there is no prompt {name}.'),
  promptLanguage: t(
    '{parameter}: il messaggio {name} manca in {language}.',
    '{parameter}: the prompt {name} is missing in {language}.',
  ),
  textLanguage: t(
    '{parameter}: il testo manca in {language}.',
    '{parameter}: the text is missing in {language}.',
  ),
  unknownCampaign: t('{parameter}: non esiste la campagna {id}.', '{parameter}: there is no campaign {id}.'),
  unknownAgent: t("{parameter}: non esiste l'operatore {id}.", '{parameter}: there is no agent {id}.'),
  unknownCalendar: t(
    '{parameter}: non esiste il calendario {id}.',
    '{parameter}: there is no calendar {id}.',
  ),
  unknownLine: t('{parameter}: non esiste la linea {id}.', '{parameter}: there is no line {id}.'),
  unknownSkill: t('{parameter}: non esiste la competenza {name}.', '{parameter}: there is no skill {name}.'),
  unknownConnection: t(
    '{parameter}: non esiste la connessione {name} di tipo {kind}.',
    '{parameter}: there is no {kind} connection {name}.',
  ),
  languageMissing: t(
    'La lingua {language} non è tra quelle del flusso.',
    'The language {language} is none of the flow.',
  ),
  doubleChoice: t(
    '{parameter}: il tasto {choice} è scelto due volte.',
    '{parameter}: the digit {choice} is chosen twice.',
  ),
  doubleName: t('{parameter}: due righe si chiamano {name}.', '{parameter}: two rows are called {name}.'),
  exitName: t(
    "{parameter}: un'uscita non può chiamarsi {exit} qui.",
    '{parameter}: an exit cannot be called {exit} here.',
  ),
  percentages: t(
    '{parameter}: le percentuali sommano {sum}, non 100.',
    '{parameter}: the percentages sum to {sum}, not 100.',
  ),
  stepZero: t('{parameter}: il passo non può essere 0.', '{parameter}: the step cannot be 0.'),
  rangeEmpty: t(
    '{parameter}: il minimo {lowest} supera il massimo {highest}.',
    '{parameter}: the lowest {lowest} is above the highest {highest}.',
  ),
  placeholders: t(
    "{parameter}: l'interrogazione ha {wanted} segni ?, i parametri sono {given}.",
    '{parameter}: the statement has {wanted} signs ?, there are {given} parameters.',
  ),
  voicemailBox: t(
    '{parameter}: serve una campagna o un operatore, non entrambi.',
    '{parameter}: it needs a campaign or an agent, not both.',
  ),
  dialplanName: t(
    '{parameter}: {name} non è un nome del dialplan.',
    '{parameter}: {name} is no name of the dialplan.',
  ),
};

/** The problem in words. */
export function wordsOf(problem: { code: string; values: Words }, language: Language): string {
  const sentence = problemTexts[problem.code] ?? schemaText(problem.code);
  return sentence ? fillWords(sentence, problem.values, language) : problem.code;
}

/** The same, with exit and parameter called as a flow file calls them. */
export function wordsInFile(problem: Omit<Problem, 'message'>, language: Language): string {
  const { code, exit, parameter } = problem;
  const named = { ...(exit !== null && { exit }), ...(parameter !== null && { parameter }) };
  return wordsOf({ code, values: { ...problem.values, ...named } }, language);
}

const schemaText = (code: string): Localized | undefined =>
  Object.entries(schemaTexts).find(([name]) => name === code)?.[1];

/** The problem in both languages. */
export const bothWords = (problem: { code: string; values: Words }): Localized => ({
  it: wordsOf(problem, 'it'),
  en: wordsOf(problem, 'en'),
});

export const languageNames: Readonly<Record<Language, Localized>> = {
  it: t('italiano', 'Italian'),
  en: t('inglese', 'English'),
};

export const connectionNames = {
  http: t('HTTP', 'HTTP'),
  sql: t('SQL', 'SQL'),
  mail: t('posta', 'mail'),
} satisfies Record<string, Localized>;

/** Types of values in problems of expressions and properties. */
export const typeNames = {
  any: t('qualsiasi valore', 'anything'),
  text: t('testo', 'text'),
  number: t('numero', 'number'),
  boolean: t('sì o no', 'yes or no'),
  date: t('data', 'date'),
  none: t('nessun valore', 'nothing'),
  list: t('lista', 'list'),
  object: t('oggetto', 'object'),
} satisfies Record<string, Localized>;
