/**
 * What goes wrong while a flow runs, as data: a code and the values of its sentence. The sentences stand here in
 * both languages, so that whoever reads a contact's steps, a simulation or a flow test reads them in their own.
 * What is wrong before a flow runs stands in problems.ts.
 */
import { fillWords, sentence as t, type Filling } from './fill-words.ts';
import type { Language, Localized, Words } from './values.ts';

export const faultTexts = {
  // A flow that cannot run at all.
  start: t('un flusso ha un solo Inizio', 'a flow has exactly one Start'),
  doubleId: t('due blocchetti si chiamano {id}', 'two blocks are called {id}'),
  unknownType: t(
    'blocchetto {block}: non esiste il tipo "{type}"',
    'block {block}: there is no type "{type}"',
  ),
  parameters: t('blocchetto {block}: {parameter}: {message}', 'block {block}: {parameter}: {message}'),
  unknownTarget: t(
    `blocchetto {block}: l'uscita {exit} porta a "{target}", che non c'è`,
    'block {block}: exit {exit} leads to "{target}", which is not there',
  ),

  unknownBlock: t('non c\'è un blocchetto "{block}"', 'there is no block "{block}"'),
  noMoment: t(
    '{at} nella zona {timeZone} non è un momento che esiste',
    '{at} in the zone {timeZone} is no moment that exists',
  ),

  // Of blocks.
  exception: t('guasto del blocchetto: {message}', 'the block broke: {message}'),
  campaignNotChosen: t('non è scelta nessuna campagna', 'no campaign is chosen'),
  agentNotChosen: t('non è scelto nessun operatore', 'no agent is chosen'),
  unknownCampaign: t('questa campagna non esiste', 'there is no such campaign'),
  unknownCalendar: t('questo calendario non esiste', 'there is no such calendar'),
  unknownProperty: t('non esiste la proprietà "{name}"', 'there is no property "{name}"'),
  propertyType: t(
    'la proprietà {name} è di tipo {type}; trovato: {found}',
    'property {name} is of type {type}, found {found}',
  ),
  propertyTooLong: t('proprietà {name}: il valore è troppo lungo', 'property {name}: the value is too long'),
  callDataName: t('un dato della chiamata deve chiamarsi in un altro modo', 'call data needs another name'),
  callDataTooLong: t('i dati della chiamata sono troppi', 'there is too much call data'),
  unwritable: t(
    '{name}: un nome con = o un testo con }{ non si può scrivere in questa forma',
    '{name}: a name with = or a text with }{ cannot be written in this form',
  ),
  condition: t(
    'la condizione non è né vera né falsa: {value}',
    'the condition is neither true nor false: {value}',
  ),
  json: t('questo non è JSON: {text}', 'this is no JSON: {text}'),
  priority: t('una priorità va da 0 a 100', 'a priority is from 0 to 100'),
  phoneNumber: t('"{text}" non è un numero di telefono', '"{text}" is no telephone number'),
  blockedNumber: t(
    'i numeri che cominciano con {prefix} sono bloccati',
    'numbers that begin with {prefix} are blocked',
  ),
  extension: t('"{text}" non è un interno', '"{text}" is no extension'),
  address: t('"{text}" non è un indirizzo di posta', '"{text}" is no mail address'),

  // Of values that are said.
  notANumber: t('{value} non è un numero', '{value} is not a number'),
  notWhole: t('{value} non è un numero intero', '{value} is not a whole number'),
  notADate: t('{value} non è una data come 2026-03-01', '{value} is not a date such as 2026-03-01'),
  notATime: t('{value} non è un orario come 09:30', '{value} is not a time such as 09:30'),
  notFromTo: t('{value} non è fra {least} e {most}', '{value} is not from {least} to {most}'),
  tooLarge: t('{value} è più di {largest}', '{value} is larger than {largest}'),
  lengthOfTime: t(
    '{value} non è una durata in secondi, da 0 a 1000 giorni',
    '{value} is no length from 0 to 1000 days, in seconds',
  ),
  notDigits: t('{value} non è fatto di sole cifre', '{value} holds no digits alone'),
  notSpelled: t('{value} non è un testo che si possa scandire', '{value} is no text that can be spelled'),
  tooManyCharacters: t('{value} ha più di {most} caratteri', '{value} has more than {most} characters'),

  // Of expressions, as they are read.
  expressionTooLong: t('più di {most} caratteri', 'more than {most} characters'),
  expressionEmpty: t("l'espressione è vuota", 'the expression is empty'),
  misplaced: t('{found} qui non ci sta', '{found} does not belong here'),
  unfinished: t('manca qualcosa alla fine', 'something is missing at the end'),
  missingBefore: t('manca qualcosa prima di {found}', 'something is missing before {found}'),
  reservedWord: t('{found} è una parola riservata', '{found} is a reserved word'),
  noNumberWritten: t('{found} non è un numero', '{found} is no number'),
  quoteOpen: t('un testo tra virgolette non è chiuso', 'a text in quotes is not closed'),
  quoteOverLines: t('un testo tra virgolette sta su una riga sola', 'a text in quotes stands on one line'),
  badEscape: t('dopo \\ non può stare {found}', '{found} cannot stand after \\'),
  tooIntricate: t('è troppo lunga o troppo intricata', 'it is too long or too intricate'),
  unreadable: t('non si capisce', 'it is not understood'),
  notUsedHere: t('questo qui non si usa', 'this is not used here'),
  loopVariable: t(
    'serve il nome di una variabile per ogni voce',
    'expected the name of a variable for each item',
  ),
  loopsTooDeep: t("troppi cicli uno dentro l'altro", 'too many loops in one another'),
  unknownName: t('non c\'è una proprietà "{name}"', 'there is no property "{name}"'),
  unknownFunction: t('non c\'è una funzione "{name}"', 'there is no function "{name}"'),
  functionParameters: t('{name} prende: {types}', '{name} takes {types}'),
  expressionType: t("serve {wanted}, c'è {found}", 'expected {wanted}, found {found}'),
  operatorTypes: t(
    '{operator} non si usa fra {left} e {right}',
    '{operator} does not work on {left} and {right}',
  ),
  templateOpen: t(
    'una graffa { non è chiusa; per scrivere una graffa: {{',
    'a brace { is not closed; write {{ for a brace',
  ),

  // Of expressions, as they are reckoned.
  tooMuchWork: t("l'espressione impiega troppo", 'the expression takes too long'),
  textTooLong: t('il testo è troppo lungo', 'the text is too long'),
  valueTooLong: t('il valore è troppo lungo', 'the value is too long'),
  valueTooDeep: t('il valore è troppo annidato', 'the value is too deep'),
  numberTooLarge: t('il numero è troppo grande', 'the number is too large'),
  divisionByZero: t('divisione per zero', 'division by zero'),
  operatorValues: t(
    '{operator} non si usa fra {left} e {right}; number(...) legge un testo come numero',
    '{operator} does not work on {left} and {right}; number(...) reads a text as a number',
  ),
  functionValue: t('{name}: serve {wanted}, trovato: {found}', '{name} expects {wanted}, found {found}'),
  wrongValue: t('serve {wanted}, trovato: {found}', 'expected {wanted}, found {found}'),
  noMembers: t('{found} non ha parti', '{found} has no members'),
  memberName: t('una parte deve chiamarsi in un altro modo', 'a member needs another name'),
  noNumber: t('"{text}" non è un numero', '"{text}" is no number'),
  noDate: t('"{text}" non è una data', '"{text}" is no date'),
  noDateAs: t('"{text}" non è una data scritta come {pattern}', '"{text}" is no date written as {pattern}'),
  dateOutOfRange: t('la data è fuori dai limiti', 'the date is out of range'),
  patternTooLong: t('il modello è troppo lungo', 'the pattern is too long'),
  likeTooLong: t('il testo o il modello è troppo lungo', 'the text or the pattern is too long'),

  // Of what is asked of systems outside.
  requestFailed: t('{failure}: {why}', '{failure}: {why}'),
  said: t('{message}', '{message}'),
  noConnection: t('non c\'è una connessione "{name}"', 'there is no connection "{name}"'),
  otherConnection: t(
    '"{name}" non è una connessione di tipo {kind}',
    '"{name}" is no connection of kind {kind}',
  ),
  noService: t("qui non c'è questo servizio", 'there is no such service here'),
  noRecognition: t("non c'è riconoscimento vocale", 'there is no speech recognition'),
  recordingElsewhere: t(
    'la registrazione {recording} non è su questa macchina',
    'the recording {recording} is not on this machine',
  ),
  tooManyRequests: t('ci sono già troppe richieste in corso', 'too many requests are under way'),
  internalAddress: t('{host} è un indirizzo interno', '{host} is an internal address'),
  leadsInside: t('{host} porta a un indirizzo interno', '{host} leads to an internal address'),
  leavesConnection: t("il percorso esce dall'indirizzo della connessione", 'the path leaves the connection'),
  noAnswer: t('nessuna risposta in {ms} ms', 'no answer in {ms} ms'),
  unknownHost: t('{host} non si conosce', '{host} is not known'),
  noAddress: t('{host} non ha indirizzi', '{host} has no address'),
  answerTooLong: t('la risposta supera {most} byte', 'the answer is longer than {most} bytes'),
  answerBroke: t('la risposta si è interrotta', 'the answer broke off'),
  answerNoJson: t(
    'la risposta non è il JSON che dice di essere',
    'the answer is not the JSON that it says it is',
  ),
  statementTooLong: t("l'interrogazione ha impiegato troppo", 'the statement took too long'),
  noneFree: t('non si è liberata nessuna connessione', 'no connection is free'),
  databaseClosed: t('la base di dati non si può aprire', 'the database cannot be opened'),
  notOneMailbox: t("non è l'indirizzo di una sola casella", 'not the address of one mailbox'),
  simulated: t('così vuole chi prova', 'as whoever tries it wants'),
  nobodyThere: t("il chiamante non c'è più", 'nobody is there'),
  dialplanFailed: t('il dialplan non è riuscito', 'the dialplan could not be run'),
  startedAnew: t(
    'il server è ripartito; se è stato fatto non si sa',
    'the server was started anew; whether it was done is not known',
  ),
} satisfies Record<string, Localized>;

/** Codes of the input `failed`, in words. */
export const failureNames: Readonly<Record<string, Localized | undefined>> = {
  timeout: t('tempo scaduto', 'too late'),
  unreachable: t('non raggiungibile', 'not reachable'),
  refused: t('rifiutato', 'refused'),
  invalid: t('non valido', 'not valid'),
  uncertain: t('incerto', 'uncertain'),
};

type Texts = typeof faultTexts;
export type FaultCode = keyof Texts;

/** Plain data: part of traces, facts and the steps of contacts. */
export interface Fault {
  code: FaultCode;
  values: Words;
}

export function faultOf<Code extends FaultCode>(code: Code, ...[values]: Filling<Texts[Code]>): Fault {
  return { code, values: values ?? {} };
}

/** A fault of the flow or its data: the block is left by `error` if that is connected. */
export class FlowFault extends Error {
  readonly fault: Fault;
  /** The message is English, for logs. */
  constructor(fault: Fault) {
    super(faultWords(fault, 'en'));
    this.name = 'FlowFault';
    this.fault = fault;
  }
}

/** Throws FlowFault. */
export function refuse<Code extends FaultCode>(code: Code, ...values: Filling<Texts[Code]>): never {
  throw new FlowFault(faultOf(code, ...values));
}

/** The fault in words. A code that this version does not know stands for itself: journals outlive versions. */
export function faultWords({ code, values }: { code: string; values: Words }, language: Language): string {
  return isKnown(code) ? fillWords(faultTexts[code], values, language) : code;
}

const isKnown = (code: string): code is FaultCode => Object.hasOwn(faultTexts, code);

export const bothFaultWords = (fault: Fault): Localized => ({
  it: faultWords(fault, 'it'),
  en: faultWords(fault, 'en'),
});
