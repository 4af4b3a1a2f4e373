/** Texts of the script's part of the page, which come with it. */
import en from '../../locales/script/en.json' with { type: 'json' };
import it from '../../locales/script/it.json' with { type: 'json' };
import type { FieldProblem } from '../../../orchestrator/core/configuration/script-path.ts';
import type { Language } from '../i18n.ts';

export type ScriptWord = Exclude<keyof typeof en, 'problem'>;

export interface ScriptWords {
  say(word: ScriptWord, values?: Record<string, string | number>): string;
  problem(code: FieldProblem, limit: string | number): string;
}

export function createScriptWords(language: Language): ScriptWords {
  const texts = language === 'it' ? it : en;
  const fill = (text: string, values: Record<string, string | number>): string =>
    text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
  return {
    say: (word, values = {}) => fill(texts[word], values),
    problem: (code, limit) => fill(texts.problem[code], { limit }),
  };
}
