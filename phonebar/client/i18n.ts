/** Texts of the page in the operator's language. */
import { createInstance } from 'i18next';
import en from '../locales/en.json' with { type: 'json' };
import it from '../locales/it.json' with { type: 'json' };

export type Language = 'it' | 'en';
/** Text of a key (of the first that there is), with its `{{values}}`; `count` chooses the plural. */
export type Translate = (key: string | string[], values?: Record<string, string | number>) => string;

export function createTranslate(language: Language): Translate {
  const i18n = createInstance();
  void i18n.init({
    lng: language,
    fallbackLng: 'en',
    initAsync: false,
    // Texts are set as text nodes and attributes, never as markup.
    interpolation: { escapeValue: false },
    resources: { en: { translation: en }, it: { translation: it } },
  });
  return (key, values) => i18n.t(key, { ...values });
}
