/** Words of the Call Designer in the language of the page; they are many, so other pages do not load them. */
import { createFormats } from '../shared/formats.ts';
import { createTranslate, type PageLanguage } from '../shared/words.ts';
import type { Localized } from '../../ivr-flows/values.ts';

const root = document.documentElement;
export const language: PageLanguage = root.lang === 'it' ? 'it' : 'en';
export const timeZone = root.dataset.timeZone || 'UTC';

const texts = language === 'it' ? await import('./locales/it.json') : await import('./locales/en.json');

export const t = createTranslate(language, texts.default);
export const formats = createFormats(language, timeZone);

/** A text of the flow language; the other language where this one says nothing. */
export const said = (text: Localized): string => text[language] || text.en || text.it;
