/** Words and formats in the language of the page. */
import { createFormats } from '../shared/formats.ts';
import { createTranslate, type PageLanguage } from '../shared/words.ts';

const root = document.documentElement;
export const language: PageLanguage = root.lang === 'it' ? 'it' : 'en';

const texts = language === 'it' ? await import('../locales/it.json') : await import('../locales/en.json');

export const t = createTranslate(language, texts.default);
export const formats = createFormats(language, root.dataset.timeZone || 'UTC');
