/** What the form of a parameter says about its value: that it is there, and that what it names exists. */
import type { Problem, References } from './block.ts';
import { checkExpression, checkTemplate, ExpressionFault, type Type } from './expressions/index.ts';
import type { Flow } from './document.ts';
import { bothFaultWords, FlowFault } from './faults.ts';
import { connectionNames, languageNames } from './problems.ts';
import { Language, Localized } from './values.ts';
import type { Parameter } from './walk.ts';

export interface Checking {
  flow: Flow;
  references: References;
  /** Types of the flow's properties. */
  names: ReadonlyMap<string, Type>;
}

export type Report = (code: string, values: Problem['values'], severity?: Problem['severity']) => void;

export function checkParameter(checking: Checking, parameter: Parameter, report: Report): void {
  const { form, value } = parameter;
  if (isEmpty(value)) {
    if (form.required) report('parameterEmpty', {});
    return;
  }
  if (typeof value === 'number') return checkReference(checking, form.widget, value, report);
  if (form.widget === 'localizedTemplate') return checkTexts(checking, parameter, report);
  if (typeof value !== 'string') return;
  switch (form.widget) {
    case 'expression':
      return checkCode(parameter, report, names => checkExpression(value, names), checking.names);
    case 'template':
      return checkCode(parameter, report, names => checkTemplate(value, names), checking.names);
    case 'property':
      if (!checking.names.has(value)) report('unknownProperty', { name: value });
      return;
    case 'prompt':
      return checkPrompt(checking, value, report);
    case 'language':
      if (checking.flow.languages.every(language => language !== value))
        report('languageMissing', { language: languageName(value) });
      return;
    case 'skill': {
      const { skills } = checking.references;
      if (skills && ![...skills.values()].includes(value)) report('unknownSkill', { name: value });
      return;
    }
    case 'connection': {
      const { connections } = checking.references;
      if (connections && connections.get(value) !== form.connection)
        report('unknownConnection', {
          name: value,
          kind: form.connection ? connectionNames[form.connection] : '',
        });
      return;
    }
    default:
      return;
  }
}

function languageName(value: string): Localized | string {
  const language = Language.safeParse(value);
  return language.success ? languageNames[language.data] : value;
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return value.trim() === '';
  if (Array.isArray(value)) return value.length === 0;
  const texts = Localized.safeParse(value);
  return texts.success && texts.data.it.trim() === '' && texts.data.en.trim() === '';
}

function checkCode(
  { names }: Parameter,
  report: Report,
  check: (names: ReadonlyMap<string, Type>) => void,
  properties: ReadonlyMap<string, Type>,
): void {
  try {
    check(new Map([...properties, ...Object.entries(names)]));
  } catch (error) {
    if (!(error instanceof FlowFault)) throw error;
    const at = error instanceof ExpressionFault ? error.start + 1 : 1;
    report('expression', { message: bothFaultWords(error.fault), at });
  }
}

function checkTexts(checking: Checking, parameter: Parameter, report: Report): void {
  const texts = Localized.safeParse(parameter.value);
  if (!texts.success) return;
  for (const language of checking.flow.languages)
    if (texts.data[language].trim() === '')
      report('textLanguage', { language: languageNames[language] }, 'warning');
  for (const text of Object.values(texts.data))
    checkCode(parameter, report, names => checkTemplate(text, names), checking.names);
}

function checkPrompt({ flow, references }: Checking, name: string, report: Report): void {
  if (!references.prompts) return;
  const languages = references.prompts.get(name);
  if (!languages) return report('unknownPrompt', { name });
  for (const language of flow.languages)
    if (!languages.includes(language))
      report('promptLanguage', { name, language: languageNames[language] }, 'warning');
}

function checkReference({ references }: Checking, widget: string, id: number, report: Report): void {
  switch (widget) {
    case 'campaign':
      if (references.campaigns && !references.campaigns.has(id)) report('unknownCampaign', { id });
      return;
    case 'agent':
      if (references.agents && !references.agents.has(id)) report('unknownAgent', { id });
      return;
    case 'calendar':
      if (references.calendars && !references.calendars.has(id)) report('unknownCalendar', { id });
      return;
    case 'line':
      if (references.lines && !references.lines.has(id)) report('unknownLine', { id });
      return;
    default:
      return;
  }
}
